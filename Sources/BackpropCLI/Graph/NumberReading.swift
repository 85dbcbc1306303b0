/// Reading of decimal numbers in expressions.
enum NumberReading {
  /// The end of the number that begins at `start`, such as `12`, `1.5`, `.5` or `1e-3`; `start` if there is none.
  static func end(in source: [Character], from start: Int) -> Int {
    func skipDigits(_ from: Int) -> Int {
      var index = from
      while index < source.count, isDigit(source[index]) { index += 1 }
      return index
    }
    var index = skipDigits(start)
    let whole = index - start
    if index < source.count, source[index] == "." {
      let fractionEnd = skipDigits(index + 1)
      if fractionEnd > index + 1 {
        index = fractionEnd
      } else if whole > 0 {
        index += 1
      }
    }
    guard index > start else { return start }
    if index < source.count, source[index] == "e" || source[index] == "E" {
      let isSigned = index + 1 < source.count && (source[index + 1] == "+" || isMinus(source[index + 1]))
      let digits = index + (isSigned ? 2 : 1)
      let exponentEnd = skipDigits(digits)
      if exponentEnd > digits { index = exponentEnd }
    }
    return index
  }

  /// The value of a number's characters; too large a number is infinite, as it is for Double itself.
  static func value(of characters: ArraySlice<Character>) -> Double? {
    var text = String(characters.map { isMinus($0) ? "-" : $0 })
    // Swift reads neither `.5` nor `1.`.
    if text.first == "." { text = "0" + text }
    if let point = text.firstIndex(of: ".") {
      let next = text.index(after: point)
      if next == text.endIndex || !isDigit(text[next]) { text.insert("0", at: next) }
    }
    return Double(text)
  }

  /// Whether it is one of the digits 0 to 9.
  static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) && character.isASCII }

  /// Whether it is a minus sign, ASCII's or Unicode's own.
  static func isMinus(_ character: Character) -> Bool { character == "-" || character == "−" }
}
