import BackpropFormats
import BackpropTestSupport
import Testing

@Suite struct DecimalTextTests {
  private func number(_ text: String, allowsComma: Bool = false) -> Float? {
    Array(text.utf8).withUnsafeBytes { DecimalText.float($0, allowsComma: allowsComma) }
  }

  @Test(arguments: [
    "0", "-0", "1", "+1", "-1.5", ".5", "5.", "1e3", "1E-3", "1e+3", "16777217", "16777219", "0.1",
    "3.4028235e38",
    "1.1754944e-38", "1e-45", "7.006492e-46", "7.0064924e-46", "1e-400", "123456789012345678901234567890",
    "0.30000001192092896",
    "1.00000005960464477539062500000000", "1.000000059604644775390625000000001",
    "1.00000005960464477539062499999999",
    "00000000000000000000000000000000000000001.5", "0.00000000000000000000000000000000000000000001",
    "8589973000", "9007199254740993", "18446744073709551615", "99999999999999999999",
    "0.1234567890123456789012345", "12345678.87654321",
    "1.401298464324817e-45", "340282346638528859811704183484516925440", "1e-50", "4.9e-324",
    "0e999999999999999999999",
  ])
  func numbersAreRoundedToTheNearest(text: String) throws {
    #expect(number(text)?.bitPattern == Float(text)?.bitPattern)
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1.5.2", "1,5", "0x10", "inf", "nan", "NaN", "1 2", " 1",
    "1_000", "--1", "1e5.5", "12a",
    "340282356779733661637539395458142568448", "1e39", "-1e999", "1e99999999999999999999999999", "１",
  ])
  func othersAreNone(text: String) { #expect(number(text) == nil) }

  @Test func aCommaMayStandForThePoint() {
    #expect(number("1,5", allowsComma: true) == 1.5)
    #expect(number("-,25e1", allowsComma: true) == -2.5)
    #expect(number("1.5", allowsComma: true) == 1.5)
    #expect(number("1.234,5", allowsComma: true) == nil)
    // Near a border between two numbers, where all digits are looked at.
    #expect(number("1,00000005960464477539062500000001", allowsComma: true) == 1.0000001)
  }

  /// Numbers of all sizes and digits, written as they are written, and the borders between them.
  @Test func randomNumbersAreRoundedToTheNearest() {
    var numbers = SeededNumbers(state: 7)
    for round in 0..<20_000 {
      let bits = UInt32.random(in: 0..<0x7F80_0000, using: &numbers)
      let one = Double(Float(bitPattern: bits))
      let text: String
      switch round % 4 {
      case 0: text = "\(Float(bitPattern: bits))"
      case 1: text = "\(one * Double.random(in: 0.5..<2, using: &numbers))"
      case 2:
        // Half-way between two, which a Double holds.
        text = "\((one + Double(Float(bitPattern: bits).nextUp)) / 2)"
      default:
        let digits = (0..<Int.random(in: 1...30, using: &numbers)).map { _ in
          Character("\(Int.random(in: 0...9, using: &numbers))")
        }
        text =
          "\(Int.random(in: 0...99, using: &numbers)).\(String(digits))e\(Int.random(in: -30...30, using: &numbers))"
      }
      let expected = Float(text).flatMap { $0.isFinite ? $0 : nil }
      #expect(number(text)?.bitPattern == expected?.bitPattern, "\(text)")
    }
  }
}
