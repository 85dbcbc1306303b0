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
      let end = NumberReading.end(in: source, from: start, isJSON: false)
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

  private static func unknown(_ character: Character) -> String {
    switch character {
    case "^": return "The sign ^ has no meaning here; write a power with **."
    case "_": return "A name begins with a letter; digits and _ can follow."
    case "²", "³": return "A raised \(character) has no meaning here; write a power with **."
    case "{", "}": return "Braces have no meaning here; group with ( and )."
    default: break
    }
    // Characters that can't be seen are named by their number.
    let isVisible = !character.unicodeScalars.contains {
      [.control, .format, .unassigned, .privateUse, .lineSeparator].contains($0.properties.generalCategory)
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

  /// The name as errors show it: cut short if it is longer than anyone reads.
  static func shortened(_ name: String) -> String {
    name.count > 60 ? name.prefix(60) + "…" : name
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
