import BackpropFiles
import BackpropTestSupport
import Testing

@Suite("Numbers of JSON")
struct JSONNumberTests {
  @Test(
    "integers are exact or none",
    arguments: [
      ("0", 0), ("-0", 0), ("0e99999999999999999999", 0), ("0.000", 0), ("12", 12), ("-12", -12),
      ("1e2", 100), ("100.0", 100),
      ("1200e-2", 12), ("0.012E+3", 12), ("1.5", nil), ("1e-1", nil), ("1200e-3", nil),
      ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
      ("-9223372036854775809", nil), ("9.223372036854775807e18", .max), ("92233720368547758070e-1", .max),
      ("1e18", 1_000_000_000_000_000_000), ("1e19", nil), ("1e99999999999999999999", nil),
      ("1e-99999999999999999999", nil),
      ("9007199254740993", 9_007_199_254_740_993), ("0.1e9223372036854775807", nil),
      ("0.1e-9223372036854775808", nil),
    ] as [(String, Int?)])
  func integers(text: String, value: Int?) throws {
    #expect(try JSONValue(parsing: text, file: "x").asInt == value)
  }

  @Test(
    "doubles are the nearest or none",
    arguments: [
      ("0.1", 0.1), ("-0", -0.0), ("1e308", 1e308), ("1.7976931348623158e308", .greatestFiniteMagnitude),
      ("1.7976931348623159e308", nil), ("-1e309", nil), ("5e-324", .leastNonzeroMagnitude), ("2e-324", nil),
      ("0e-999", 0),
      ("0.30000000000000004", 0.1 + 0.2), ("9007199254740993", 9_007_199_254_740_992),
      ("2.2250738585072014e-308", .leastNormalMagnitude),
    ] as [(String, Double?)])
  func doubles(text: String, value: Double?) throws {
    #expect(try JSONValue(parsing: text, file: "x").asDouble?.bitPattern == value?.bitPattern)
  }

  @Test("what is written of doubles and integers is read back with the same bits")
  func roundTrip() throws {
    var numbers = SeededNumbers(state: 8)
    for _ in 0..<20_000 {
      let double = Double(bitPattern: numbers.next())
      let integer = Int(truncatingIfNeeded: numbers.next() >> UInt64.random(in: 0..<64, using: &numbers))
      let written = JSONValue.array([
        .number(double), .integer(integer), .unsigned(UInt64(bitPattern: Int64(integer))),
      ])
      let read = try JSONValue(parsing: written.description, file: "x")
      #expect(read.description == written.description)
      let elements = try #require(read.asArray)
      if double.isFinite { #expect(elements[0].asDouble?.bitPattern == double.bitPattern) }
      #expect(elements[1].asInt == integer)
    }
  }

  @Test("values that no JSON has are written as words in quotation marks")
  func nonFinite() {
    let values = JSONValue.array([
      .number(.nan), .number(-.nan), .number(.infinity), .number(-.infinity), .number(-0.0),
    ])
    #expect(values.description == #"["nan","nan","inf","-inf",-0.0]"#)
  }

  @Test("accessors answer for their own kind only")
  func kinds() {
    let all: [JSONValue] = [
      .object([]), .array([]), .string("1"), .number(1), .integer(1), .unsigned(1), .bool(true), .null,
    ]
    #expect(all.map { $0.asInt != nil } == [false, false, false, true, true, true, false, false])
    #expect(all.map { $0.asDouble != nil } == [false, false, false, true, true, true, false, false])
    #expect(all.map { $0.asString != nil } == [false, false, true, false, false, false, false, false])
    #expect(all.map { $0.asArray != nil } == [false, true, false, false, false, false, false, false])
    #expect(all.map { $0.asObject != nil } == [true, false, false, false, false, false, false, false])
    #expect(all.map { $0.asBool != nil } == [false, false, false, false, false, false, true, false])
    #expect(
      all.map(\.kindText)
        == ["an object", "an array", "a string", "a number", "a number", "a number", "true", "null"])
    #expect(JSONValue.number(1.5).asInt == nil && JSONValue.unsigned(.max).asInt == nil)
    // Two keys that look the same.
    let object = JSONValue.object([("\u{E9}", .integer(1)), ("e\u{301}", .integer(2))])
    #expect(object["e\u{301}"]?.asInt == 2)
  }
}
