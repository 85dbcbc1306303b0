import BackpropFiles
import Testing

@testable import BackpropCLI

/// What `backprop info` says of a file's facts.
@Suite("Facts in text")
struct FactTextTests {
  private func lines(_ name: String, _ json: String) throws -> [String] {
    FactText.lines(name, try JSONValue(parsing: json, file: "facts"))
  }

  @Test("plain facts have a line")
  func plain() throws {
    #expect(try lines("a_b", "\"text\"") == ["a b: text"])
    #expect(try lines("a", "1.5") == ["a: 1.5"])
    #expect(FactText.lines("a", .number(43.986842033558325)) == ["a: 43.9868"])
    #expect(FactText.lines("a", .integer(123_456_789)) == ["a: 123456789"])
    #expect(try lines("a", "true") == ["a: yes"])
    #expect(try lines("a", "[1, 2, 3]") == ["a: 1, 2, 3"])
    #expect(try lines("a", "[]") == ["a: none"])
    #expect(try lines("a", "{}") == ["a: none"])
    #expect(try lines("images", #"{"rows": 28, "is_grey": false}"#) == ["images: rows 28, is grey no"])
    #expect(try lines("target", #"{"name": "y", "classes": ["a", "b"]}"#) == ["target: name y; classes a, b"])
  }

  @Test("nested ones are indented, a thing a line, called by its name")
  func nested() throws {
    let json = #"""
      {"columns": [{"name": "island", "words": ["Biscoe", "Dream"]}, {"name": "year", "mean": 2008.5, "deviation": 1}],
       "target": {"name": "species", "numbers": false}, "missing": "drop"}
      """#
    #expect(
      try lines("table", json) == [
        "table:", "  columns:", "    island: Biscoe, Dream", "    year: mean 2008.5, deviation 1",
        "  target: name species, numbers no", "  missing: drop",
      ])
    #expect(
      try lines("columns", #"[{"name": "island"}, {"name": "year", "mean": 2008.5}, {}]"#) == [
        "columns:", "  island", "  year: 2008.5", "  3: none",
      ])
    #expect(try lines("a", "[[1, 2], [3]]") == ["a:", "  1: 1, 2", "  2: 3"])
  }

  @Test("of very many the first are told, and no line steers a terminal")
  func many() throws {
    let objects = (0..<1000).map { #"{"name": "c\#($0)", "mean": 0, "deviation": 1}"# }.joined(separator: ",")
    let all = try lines("columns", "[\(objects)]")
    #expect(all.count == 42)
    #expect(all.last == "  … and 960 more; --format json has all")
    let words = try lines("words", "[\((0..<1000).map { "\"w\($0)\"" }.joined(separator: ","))]")
    #expect(words.count == 1 && words[0].hasSuffix("w39, … 1,000 in all"))
    #expect(try lines("a", #"[{"name": "\u001b[2J"}]"#).allSatisfy { !$0.contains("\u{1B}") })
  }
}
