/// A number of a JSON text, kept as it was written there.
///
/// JSON sets no limits to a number's digits; no type of number keeps them all. The text does: what was read is
/// written back unchanged, and who needs a value asks for one.
package struct JSONNumber: Sendable, Hashable {
  /// The number as it was written, such as `1.50` or `-1e5`.
  package let text: String

  /// A number whose text is known to be one by the grammar of RFC 8259, section 6.
  init(checked text: String) { self.text = text }

  /// The number as an integer, `nil` where it has a fraction or doesn't fit.
  ///
  /// It is the value that counts, not the form: `1e2` and `100.0` are 100.
  package var asInt: Int? {
    var digits: [UInt8] = []
    var places = 0
    var isFraction = false
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      rest.removeFirst()
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else {
        if isFraction { places += 1 }
        if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte - UInt8(ascii: "0")) }
      }
    }
    while digits.last == 0 {
      digits.removeLast()
      places -= 1
    }
    guard !digits.isEmpty else { return 0 }
    // An exponent that doesn't fit an integer makes a number other than zero far too large or small.
    guard let exponent = rest.isEmpty ? 0 : Int(String(Substring(rest.dropFirst()))) else { return nil }
    let (zeros, overflow) = exponent.subtractingReportingOverflow(places)
    // Int has at most 19 digits.
    guard !overflow, zeros >= 0, zeros < 19, digits.count <= 19 else { return nil }
    var value = 0
    for digit in digits + [UInt8](repeating: 0, count: zeros) {
      let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      // Built up below zero, where there is room for one more.
      let (next, isTooSmall) = tenfold.subtractingReportingOverflow(Int(digit))
      guard !isTooLarge, !isTooSmall else { return nil }
      value = next
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// The double nearest to the number, `nil` where it is too large for one, or so small that only zero would be left.
  package var asDouble: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    guard value == 0 else { return value }
    let mantissa = text.utf8.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
    return mantissa.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) } ? nil : value
  }
}
