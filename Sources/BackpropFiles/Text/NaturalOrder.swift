extension String {
  /// Whether the text comes before another in the order that people give names: digits count as the number that they write, so
  /// that `2` and `class 2` come before `10` and `class 10`, and `cat` comes before `Dog`, whatever the case of A to Z.
  package func comesNaturallyBefore(_ other: String) -> Bool {
    var left = unicodeScalars[...]
    var right = other.unicodeScalars[...]
    while let one = left.first, let two = right.first {
      if one.isDigit, two.isDigit {
        let (first, second) = (left.prefix(while: \.isDigit), right.prefix(while: \.isDigit))
        let (number, rival) = (first.drop { $0 == "0" }, second.drop { $0 == "0" })
        if number.count != rival.count { return number.count < rival.count }
        for (digit, place) in zip(number, rival) where digit != place { return digit < place }
        (left, right) = (left.dropFirst(first.count), right.dropFirst(second.count))
      } else if one.folded == two.folded {
        (left, right) = (left.dropFirst(), right.dropFirst())
      } else {
        return one.folded < two.folded
      }
    }
    if left.isEmpty != right.isEmpty { return left.isEmpty }
    // Numbers that differ by zeros in front, and letters by their case.
    return unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { value >= 0x30 && value <= 0x39 }

  /// The value, of A to Z that of the small letter.
  fileprivate var folded: UInt32 { value >= 0x41 && value <= 0x5A ? value + 0x20 : value }
}
