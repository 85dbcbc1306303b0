import BackpropFiles
import Testing

/// Where values of a JSON text stand.
@Suite struct JSONPlaceTests {
  private static let text = """
    {
      "a b": [1, "x\\"]", {"é": [[], {}, null]}],
      "c": { "d" :2.5e3 , "e":true}
    }
    """

  @Test(
    "a path leads to the line and column of its value",
    arguments: [
      ("", 1, 1), ("a b", 2, 10), ("a b[0]", 2, 11), ("a b[1]", 2, 14), ("a b[2]", 2, 22),
      ("a b[2].é", 2, 28),
      ("a b[2].é[1]", 2, 33), ("a b[2].é[2]", 2, 37), ("c", 3, 8), ("c.d", 3, 15), ("c.e", 3, 27),
    ])
  func values(_ path: String, _ line: Int, _ column: Int) {
    let place = JSONPlace(of: path, in: Array(Self.text.utf8))
    #expect(place?.line == line && place?.column == column, "\(place.map { "\($0)" } ?? "none")")
  }

  @Test("a member's key has a place of its own, and what there isn't has none")
  func keys() {
    let bytes = Array(Self.text.utf8)
    let key = JSONPlace(of: "c.e", in: bytes, ofKey: true)
    #expect(key?.line == 3 && key?.column == 23)
    #expect(JSONPlace(of: "c.f", in: bytes) == nil && JSONPlace(of: "a b[3]", in: bytes) == nil)
    #expect(JSONPlace(of: "a", in: []) == nil && JSONPlace(of: "x", in: Array("[\"".utf8)) == nil)
  }
}
