#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Numbers in charts.
enum ChartNumber {
  /// The number with so many significant digits, as `0.0821` or `1.5e-7`; `nan`, `inf` and `-inf` as such.
  static func text(_ number: Double, digits: Int = 4) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    if number == 0 { return "0" }
    let text = formatted(number, "%.\(max(digits, 1))g")
    guard let mark = text.firstIndex(of: "e") else { return text }
    // C writes at least two digits of an exponent, and a plus sign.
    let exponent = Int(text[text.index(after: mark)...]) ?? 0
    return "\(text[..<mark])e\(exponent)"
  }

  /// The number with so many digits after the point.
  static func fixed(_ number: Double, _ digits: Int) -> String {
    number.isFinite ? formatted(number, "%.\(max(digits, 0))f") : text(number)
  }

  /// The number with its thousands separated: 39,760.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (position, digit) in String(number.magnitude).reversed().enumerated() {
      if position > 0, position % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  private static func formatted(_ number: Double, _ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let count = min(max(Int(length), 0), buffer.count - 1)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
