#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The one way in which numbers are written, for people and for files.
///
/// Everywhere `nan`, `inf` and `-inf` stand for what isn't finite; only drawings have signs of their own.
package enum NumberText {
  /// The shortest text that reads back as the same number.
  package static func exact(_ number: Double) -> String {
    // A NaN's own description may carry its sign and payload.
    nonFinite(number) ?? number.description
  }

  /// The number with up to 12 significant digits: 2.2 for 2.2000000000000002.
  package static func rounded(_ number: Double) -> String { general(number, digits: 12) }

  /// The number with up to 3 significant digits.
  package static func short(_ number: Double) -> String { general(number, digits: 3) }

  /// The number with so many significant digits at most, and exponents without what they don't need, as `0.0821` or
  /// `1.5e-7`.
  package static func significant(_ number: Double, digits: Int = 4) -> String {
    withPlainExponent(general(number, digits: max(digits, 1)))
  }

  /// The number with three digits that count, or with all of those before the point, in thousands: 9.97, 13,800.
  package static func threeDigits(_ number: Double) -> String {
    if number >= 999.5, number < 1e15 { return Int(number.rounded()).grouped }
    return number.fixed(number < 9.995 ? 2 : number < 99.95 ? 1 : 0)
  }

  /// The number with an exponent of ten and so many digits after the point: 1.90e-13.
  package static func scientific(_ number: Double, digits: Int) -> String {
    nonFinite(number) ?? formatted(number, "%.\(max(digits, 0))e")
  }

  /// The number as it stands in a drawing: 4 significant digits, 6 from 1000 on, whole numbers in full up to ten
  /// millions, a real minus sign, and exponents without what they don't need, as in 1.5e−7.
  package static func drawn(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
    let magnitude = number.magnitude
    let isWhole = magnitude < 1e7 && number.rounded() == number
    let digits = isWhole ? magnitude.fixed(0) : significant(magnitude, digits: magnitude < 1000 ? 4 : 6)
    return (number < 0 ? "−" : "") + String(digits.map { $0 == "-" ? "−" : $0 })
  }

  /// At most so many significant digits as C writes them, with an exponent of two digits and a sign.
  private static func general(_ number: Double, digits: Int) -> String {
    // A negative zero is of use to the readers of `exact` only.
    nonFinite(number) ?? (number == 0 ? "0" : formatted(number, "%.\(digits)g"))
  }

  private static func withPlainExponent(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
      return text
    }
    return "\(text[..<mark])e\(exponent)"
  }

  fileprivate static func nonFinite(_ number: Double) -> String? {
    if number.isNaN { return "nan" }
    return number.isInfinite ? (number < 0 ? "-inf" : "inf") : nil
  }

  /// The number by a format of C's.
  fileprivate static func formatted(_ number: Double, _ format: String) -> String {
    // The largest double has 309 digits before its point.
    var buffer = [CChar](repeating: 0, count: 400)
    let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let count = min(max(Int(length), 0), buffer.count - 1)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Double {
  /// The number with so many digits after the point: 0.9730.
  package func fixed(_ digits: Int) -> String {
    NumberText.nonFinite(self) ?? NumberText.formatted(self, "%.\(max(digits, 0))f")
  }
}

extension Int {
  /// The number with its thousands separated: 39,760.
  package var grouped: String {
    var text = ""
    for (position, digit) in String(magnitude).reversed().enumerated() {
      if position > 0, position % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
