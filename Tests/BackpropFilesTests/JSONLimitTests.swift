import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("JSON that would need much memory")
struct JSONLimitTests {
  @Test("nesting is taken to the limit and refused beyond it", arguments: [1, 2, 128, 512])
  func depth(limit: Int) throws {
    for (opening, inside, closing) in [
      ("[", "1", "]"), ("{\"a\":", "1", "}"), ("[", "", "]"), ("[", "{}", "]"),
    ] {
      // An empty array and the object inside count too.
      let levels = inside == "{}" ? limit - 1 : limit
      func text(_ depth: Int) -> String {
        String(repeating: opening, count: depth) + inside + String(repeating: closing, count: depth)
      }
      let limits = JSONValue.Limits(depth: limit)
      #expect(try JSONValue(parsing: text(levels), file: "deep", limits: limits).description == text(levels))
      try expectError(
        file: "deep", offset: opening.utf8.count * limit,
        expected: "arrays and objects at most \(limit) deep",
        found: "one more"
      ) { try JSONValue(parsing: text(levels + 1), file: "deep", limits: limits) }
    }
  }

  @Test("millions of opening brackets are refused, whatever limit is given")
  func bottomless() throws {
    let text = [UInt8](repeating: UInt8(ascii: "["), count: 4_000_000)
    let error = try expectError(
      file: "deep", offset: 512, expected: "arrays and objects at most 512 deep", found: "one more"
    ) { try JSONValue(parsing: text, file: "deep", limits: JSONValue.Limits(depth: .max)) }
    #expect(error.column == 513)
  }

  @Test("a text and a file longer than the limit are refused before they are read")
  func size() throws {
    let folder = try TemporaryFolder()
    let text = "[1,2]"
    #expect(try JSONValue(parsing: text, file: "x", limits: .init(byteCount: 5)).description == text)
    let path = try folder.write("a.json", Array(text.utf8))
    #expect(try JSONValue(contentsOf: path, limits: .init(byteCount: 5)).description == text)
    let expected = "at most 4 bytes of JSON"
    try expectError(file: "x", offset: nil, expected: expected, found: "5 bytes") {
      try JSONValue(parsing: text, file: "x", limits: .init(byteCount: 4))
    }
    try expectError(file: path, offset: nil, expected: expected, found: "5 bytes") {
      try JSONValue(contentsOf: path, limits: .init(byteCount: 4))
    }
    try expectError(
      file: folder("b.json"), offset: nil, expected: "a file of that name",
      found: "none (No such file or directory)"
    ) { try JSONValue(contentsOf: folder("b.json")) }
  }

  @Test("long lists, long strings, long numbers and many keys")
  func long() throws {
    let list = "[" + (0..<100_000).map(String.init).joined(separator: ",") + "]"
    #expect(try JSONValue(parsing: list, file: "x").asArray?.last?.asInt == 99_999)
    let string = String(repeating: "0123456789é", count: 100_000)
    #expect(try JSONValue(parsing: "\"\(string)\"", file: "x").asString == string)
    let number = String(repeating: "9", count: 100_000)
    let value = try JSONValue(parsing: number, file: "x")
    #expect(value.description == number)
    #expect(value.asInt == nil)
    #expect(value.asDouble == nil)
    let object = "{" + (0..<50_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
    #expect(try JSONValue(parsing: object, file: "x")["k49999"]?.asInt == 49_999)
  }

  @Test("damaged texts are refused or read as what can be written and read again")
  func mutations() throws {
    let good = Array(
      #"{"a":[1,-2.50e+3,{"b":"x\u00e9\ud834\udd1e\n","c":null}],"é":[true,false,[]],"":{"d":0.1}}"#.utf8)
    var numbers = SeededNumbers(state: 6)
    var refused = 0
    for round in 0..<20_000 {
      let bytes = damaged(good, &numbers)
      do throws(FileError) {
        let text = try JSONValue(parsing: bytes, file: "text").description
        #expect(try JSONValue(parsing: text, file: "text").description == text, "round \(round)")
      } catch {
        refused += 1
        #expect((0...bytes.count).contains(try #require(error.offset)), "round \(round)")
        #expect(
          !error.expected.isEmpty && !error.found.isEmpty && error.advice.hasSuffix("."), "round \(round)")
      }
    }
    // Neither side of it is empty.
    #expect((1000..<19_900).contains(refused))
  }

  @Test("every text cut off is refused, and so is every one with a byte that no text has")
  func cut() throws {
    let good = Array(#"{"a":[1,-2.5e3,"\u00e9é"],"b":{"c":[true,false,null]}}"#.utf8)
    _ = try JSONValue(parsing: good, file: "text")
    for place in good.indices {
      #expect(throws: FileError.self) { try JSONValue(parsing: Array(good[..<place]), file: "text") }
      for byte in [0x00, 0x1F, 0xFF] as [UInt8] {
        var changed = good
        changed[place] = byte
        #expect(throws: FileError.self) { try JSONValue(parsing: changed, file: "text") }
      }
    }
  }
}
