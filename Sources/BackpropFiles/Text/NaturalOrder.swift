extension String {
  /// Whether the text comes before another in the order that people give names: digits count as the number that they write, so
  /// that `2` and `class 2` come before `10` and `class 10`.
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
      } else if one == two {
        (left, right) = (left.dropFirst(), right.dropFirst())
      } else {
        return one < two
      }
    }
    if left.isEmpty != right.isEmpty { return left.isEmpty }
    // Numbers that differ by zeros in front.
    return unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { value >= 0x30 && value <= 0x39 }
}
