/// The order in which people put names: numbers in them by their values, so that 2 comes before 10, and letters without
/// regard to their case.
enum NaturalOrder {
  /// Whether one name comes before another; of equal ones the bytes decide.
  static func precedes(_ one: String, _ other: String) -> Bool {
    let (left, right) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if isDigit(left[i]), isDigit(right[j]) {
        let (a, b) = (digits(left, &i), digits(right, &j))
        // Without zeros before them longer numbers are greater.
        if a.count != b.count { return a.count < b.count }
        if a != b { return a.lexicographicallyPrecedes(b) }
        continue
      }
      let (a, b) = (folded(left[i]), folded(right[j]))
      if a != b { return a < b }
      i += 1
      j += 1
    }
    if left.count - i != right.count - j { return left.count - i < right.count - j }
    return one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    (0x41...0x5A).contains(scalar.value) ? scalar.value + 0x20 : scalar.value
  }

  /// The digits of a number without zeros before it.
  private static func digits(_ scalars: [Unicode.Scalar], _ place: inout Int) -> [UInt32] {
    var digits: [UInt32] = []
    while place < scalars.count, isDigit(scalars[place]) {
      if scalars[place].value != 0x30 || !digits.isEmpty { digits.append(scalars[place].value) }
      place += 1
    }
    return digits
  }
}
