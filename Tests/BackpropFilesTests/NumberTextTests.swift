import BackpropFiles
import Testing

/// Expectations of digits are those of Python's `%.12g`, `%.3g`, `%.2e`, `%.2f` and `repr`.
@Suite struct NumberTextTests {
  @Test(
    "Numbers are rounded for people, who don't want to see where binary fractions end",
    arguments: [
      (2.2000000000000002, "2.2"), (3.3000000000000003, "3.3"), (715.0000000000001, "715"), (-0.0, "0"),
      (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (3e-05, "3e-05"), (1e12, "1e+12"),
      (123_456_789_012, "123456789012"), (-1.0 / 3, "-0.333333333333"),
    ])
  func rounded(number: Double, text: String) {
    #expect(NumberText.rounded(number) == text)
  }

  @Test(
    "three significant digits round to the next power of ten where there are no more",
    arguments: [
      (9.97e-5, "9.97e-05", "9.97e-5"), (9.994e-5, "9.99e-05", "9.99e-5"), (9.996e-5, "0.0001", "0.0001"),
      (9.996e-6, "1e-05", "1e-5"), (999.4, "999", "999"), (999.6, "1e+03", "1e3"),
      (9_996_000, "1e+07", "1e7"),
      (1.5e-300, "1.5e-300", "1.5e-300"), (0, "0", "0"), (-2.5, "-2.5", "-2.5"), (.nan, "nan", "nan"),
      (-.infinity, "-inf", "-inf"),
    ])
  func short(number: Double, short: String, significant: String) {
    #expect(NumberText.short(number) == short)
    #expect(NumberText.significant(number, digits: 3) == significant)
  }

  @Test(
    "numbers of drawings have a real minus sign and no digits that aren't needed",
    arguments: [
      (0, "0"), (-0.0, "0"), (650, "650"), (1.1, "1.1"), (-2.2000000000000002, "−2.2"), (1.5e-7, "1.5e−7"),
      (-1.5e-7, "−1.5e−7"), (9_999_999, "9999999"), (1e7, "1e7"), (12_345_678, "1.23457e7"),
      (1000.25, "1000.25"),
      (999.96, "1000"), (0.00009999, "9.999e−5"), (0.000099996, "0.0001"), (1e21, "1e21"), (.nan, "NaN"),
      (.infinity, "∞"), (-.infinity, "−∞"),
    ])
  func drawn(number: Double, text: String) {
    #expect(NumberText.drawn(number) == text)
  }

  @Test(
    "exact numbers read back as they were",
    arguments: [
      (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (-0.0, "-0.0"), (5, "5.0"), (1e16, "1e+16"),
      (.leastNonzeroMagnitude, "5e-324"), (-.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
    ])
  func exact(number: Double, text: String) {
    #expect(NumberText.exact(number) == text)
    if number.isFinite { #expect(Double(text)?.bitPattern == number.bitPattern) }
  }

  @Test("digits after the point, exponents, thousands")
  func fixedAndGrouped() {
    #expect(0.97296.fixed(4) == "0.9730")
    #expect((-0.004).fixed(2) == "-0.00")
    #expect(0.5.fixed(0) == "0" && 1.5.fixed(0) == "2" && 1.5.fixed(-3) == "2")
    #expect(Double.greatestFiniteMagnitude.fixed(2).count == 312)
    #expect([Double.nan, -.nan, .infinity, -.infinity].map { $0.fixed(3) } == ["nan", "nan", "inf", "-inf"])
    #expect(NumberText.scientific(123_456.7, digits: 2) == "1.23e+05")
    #expect(NumberText.scientific(9.996e-5, digits: 2) == "1.00e-04")
    #expect(NumberText.scientific(.nan, digits: 2) == "nan")
    #expect(
      [0, 7, 999, 1000, -1000, 39_760, 1_234_567].map(\.grouped) == [
        "0", "7", "999", "1,000", "-1,000", "39,760", "1,234,567",
      ])
    #expect(Int.min.grouped == "-9,223,372,036,854,775,808")
  }

  @Test(
    "three digits that count, or all of those before the point",
    arguments: [
      (1, "1.00"), (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"), (99.96, "100"), (999.4, "999"),
      (999.6, "1,000"), (13_796.2, "13,796"), (1e15, "1000000000000000"), (.nan, "nan"), (.infinity, "inf"),
    ])
  func threeDigits(number: Double, text: String) {
    #expect(NumberText.threeDigits(number) == text)
  }
}
