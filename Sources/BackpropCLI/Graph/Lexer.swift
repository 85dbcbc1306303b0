import BackpropFiles

/// A piece of an expression: a number, a name, a sign or a bracket.
struct Token {
  enum Kind: Equatable {
    case number(Double)
    case name(String)
    /// An operator, bracket, comma or equals sign in its ASCII form.
    case sign(String)
    case end
  }

  var kind: Kind
  /// The position of the first character, counted from 0, and that behind the last.
  var start: Int
  var end: Int

  /// Whether it is the given sign.
  func isSign(_ sign: String) -> Bool { kind == .sign(sign) }
}

/// Cuts an expression into tokens.
enum Lexer {
  /// The tokens of an expression; the last one is `end`.
  static func tokens(of source: [Character]) throws(SourceError) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < source.count {
      let character = source[index]
      if character.isWhitespace {
        index += 1
        continue
      }
      if character == "." { try checkMember(at: index, of: tokens.last, in: source) }
      let token = try token(in: source, from: index)
      try checkDistance(token, from: tokens.last, in: source)
      tokens.append(token)
      index = token.end
    }
    tokens.append(Token(kind: .end, start: source.count, end: source.count))
    return tokens
  }

  private static func token(in source: [Character], from start: Int) throws(SourceError) -> Token {
    let character = source[start]
    if NumberReading.isDigit(character) || character == "." {
      let end = NumberReading.end(in: source, from: start)
      guard end > start, let number = NumberReading.value(of: source[start..<end]) else {
        throw SourceError("A point needs digits before or after it to be a number.", at: start)
      }
      return Token(kind: .number(number), start: start, end: end)
    }
    if Names.canStart(character) {
      let end = Names.end(in: source, from: start)
      return Token(kind: .name(String(source[start..<end])), start: start, end: end)
    }
    if character == "*", start + 1 < source.count, source[start + 1] == "*" {
      return Token(kind: .sign("**"), start: start, end: start + 2)
    }
    let sign: String
    switch character {
    case "+", "-", "*", "/", "@", "(", ")", "[", "]", ",", "=": sign = String(character)
    case "−": sign = "-"
    case "×": sign = "*"
    case "÷": sign = "/"
    default: throw SourceError(unknown(character), at: start)
    }
    return Token(kind: .sign(sign), start: start, end: start + 1)
  }

  /// A name or number that begins where another ended, such as `2x`, is a mistake whose meaning is clear.
  private static func checkDistance(
    _ token: Token, from last: Token?, in source: [Character]
  ) throws(SourceError) {
    guard let last, last.end == token.start, case .number = last.kind else { return }
    switch token.kind {
    case .name:
      throw SourceError("A name can't follow a number directly; write * to multiply.", at: token.start)
    case .number:
      throw SourceError("This number has a second point.", at: token.start)
    default: return
    }
  }

  /// A point between names, as in `np.exp` and `x.T`, is a habit from Python.
  private static func checkMember(
    at point: Int, of last: Token?, in source: [Character]
  ) throws(SourceError) {
    guard let last, last.end == point, point + 1 < source.count, Names.canStart(source[point + 1]) else {
      return
    }
    let member = String(source[point + 1..<Names.end(in: source, from: point + 1)])
    var owner: String?
    if case .name(let name) = last.kind { owner = name }
    guard owner != nil || last.isSign(")") || last.isSign("]") else { return }
    throw SourceError(
      ForeignNames.advice(forMember: member, of: owner), at: owner == nil ? point : last.start)
  }

  private static func unknown(_ character: Character) -> String {
    switch character {
    case "_": return "A name begins with a letter; digits and _ can follow."
    default: break
    }
    if let advice = ForeignNames.advice(forSign: character) { return advice }
    // Characters that can't be seen are named by their number.
    let isVisible = !character.unicodeScalars.contains {
      $0.isUnseen
        || [.format, .unassigned, .privateUse].contains($0.properties.generalCategory)
    }
    let codes = character.unicodeScalars.prefix(4).map { "U+" + hex($0.value) }.joined(separator: " ")
    let shown = isVisible ? "The character \(character)" : "The character \(codes)"
    return "\(shown) has no meaning in an expression."
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// What a name may be: a letter of any script, then letters, digits and underscores, all with combining marks.
enum Names {
  /// Whether a name can begin with the character.
  static func canStart(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first, isLetter(first) else { return false }
    return canContinue(character)
  }

  /// The end of the name that begins at `start`.
  static func end(in source: [Character], from start: Int) -> Int {
    var index = start + 1
    while index < source.count, canContinue(source[index]) { index += 1 }
    return index
  }

  /// Whether a text is a name as a whole.
  static func isName(_ text: String) -> Bool {
    guard let first = text.first else { return false }
    return canStart(first) && text.allSatisfy(canContinue)
  }

  /// The name, or what was given as one, as errors show it: cut short if it is longer than anyone reads, and with
  /// escapes in the place of what can't be seen.
  static func shown(_ name: String) -> String {
    var shown = name.count > 60 ? name.prefix(60) + "…" : name
    // One character can hold any number of accents.
    if shown.unicodeScalars.count > 240 { shown = String(shown.unicodeScalars.prefix(240)) + "…" }
    return shown.escapingControlCharacters()
  }

  /// Whether every part of the character may stand in a name; one character can hold several letters and marks.
  private static func canContinue(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { scalar in
      if isLetter(scalar) || scalar == "_" { return true }
      switch scalar.properties.generalCategory {
      case .decimalNumber, .nonspacingMark, .spacingMark, .enclosingMark: return true
      // The digits of an index, as in W₁.
      case .otherNumber: return (0x2080...0x2089).contains(scalar.value)
      // The joiners that some scripts need within words.
      case .format: return scalar.value == 0x200C || scalar.value == 0x200D
      default: return false
      }
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    default: return false
    }
  }
}
