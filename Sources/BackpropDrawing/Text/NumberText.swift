#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Numbers as people read them.
package enum NumberText {
  /// The number with up to 12 significant digits: 2.2 for 2.2000000000000002.
  package static func rounded(_ number: Double) -> String { text(number, "%.12g") }

  /// The number with up to 3 significant digits.
  package static func short(_ number: Double) -> String { text(number, "%.3g") }

  /// The number as it stands in a drawing: 4 significant digits, 6 from 1000 on, whole numbers in full up to ten
  /// millions, a real minus sign, and exponents without what they don't need, as in 1.5e−7.
  package static func drawn(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
    let magnitude = number.magnitude
    let isWhole = magnitude < 1e7 && number.rounded() == number
    var digits = isWhole ? text(magnitude, "%.0f") : text(magnitude, magnitude < 1000 ? "%.4g" : "%.6g")
    if let exponent = digits.firstIndex(of: "e") {
      let value = Int(digits[digits.index(after: exponent)...]) ?? 0
      digits = String(digits[..<exponent]) + (value < 0 ? "e−" : "e") + String(value.magnitude)
    }
    return (number < 0 ? "−" : "") + digits
  }

  private static func text(_ number: Double, _ format: String) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    // The sign of a zero is of use to the JSON form's readers only.
    if number == 0 { return "0" }
    var buffer = [CChar](repeating: 0, count: 64)
    let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, format, $0) }
    return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
