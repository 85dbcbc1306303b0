import BackpropFiles

/// Reads one number of a value: bare, or one of the words for NaN and the infinities.
struct ValueNumber {
  /// How numbers may be written.
  enum Form {
    /// As in JSON, and words also in quotes, the way this command's own JSON has them.
    case json
    /// As programs print them in tables: also `.5`, `1.` and `+1`.
    case table
  }

  /// A number isn't written with more characters.
  private static let lengthLimit = 1 << 18
  /// All powers of ten that a double holds exactly.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }

  private let form: Form
  /// The number as Double reads it.
  private var text: [UInt8] = []
  /// The digits without the point, while they fit.
  private var digits: UInt64 = 0
  private var fitsDigits = true
  private var exponent = 0

  init(_ form: Form) { self.form = form }

  /// Reads the number that the scanner stands at; `nil` if there is none, or more than one.
  mutating func read(_ scanner: inout ValueScanner) throws(FileError) -> Double? {
    text.removeAll(keepingCapacity: true)
    (digits, fitsDigits, exponent) = (0, true, 0)
    let isQuoted = form == .json && scanner.isAt("\"")
    if isQuoted { try scanner.advance() }
    let isNegative = scanner.isAtMinus
    if isNegative || (form == .table && scanner.isAt("+")) { try scanner.advance() }
    var value: Double?
    if scanner.isAtDigit || (form == .table && scanner.isAt(".")) {
      guard !isQuoted else { return nil }
      value = try number(&scanner)
    } else {
      value = try word(&scanner)
    }
    // 007 and 1.x must not be read as far as they make sense.
    guard let value, !scanner.isAtWord else { return nil }
    if isQuoted {
      guard scanner.isAt("\"") else { return nil }
      try scanner.advance()
    }
    return isNegative ? -value : value
  }

  private mutating func number(_ scanner: inout ValueScanner) throws(FileError) -> Double? {
    let isZero = scanner.isAt("0")
    let whole = try readDigits(&scanner, isFraction: false)
    if form == .json, isZero, whole > 1 { return nil }
    if scanner.isAt(".") {
      if whole == 0 { text.append(UInt8(ascii: "0")) }
      text.append(UInt8(ascii: "."))
      try scanner.advance()
      let fraction = try readDigits(&scanner, isFraction: true)
      if fraction == 0 {
        if form == .json || whole == 0 { return nil }
        text.append(UInt8(ascii: "0"))
      }
    }
    if scanner.isAt("e") || scanner.isAt("E") {
      guard try readExponent(&scanner) else { return nil }
    }
    guard text.count < ValueNumber.lengthLimit else { return nil }
    // Digits and power are exact, so that their product or quotient is the double nearest to the number.
    if fitsDigits, digits < 1 << 53, exponent >= -22, exponent <= 22 {
      let number = Double(digits)
      return exponent < 0 ? number / ValueNumber.powers[-exponent] : number * ValueNumber.powers[exponent]
    }
    return Double(String(decoding: text, as: UTF8.self))
  }

  /// Reads digits and tells how many they are.
  private mutating func readDigits(
    _ scanner: inout ValueScanner, isFraction: Bool
  ) throws(FileError) -> Int {
    var count = 0
    while scanner.isAtDigit {
      append(scanner.current)
      if fitsDigits {
        // Below this there is room for one more.
        fitsDigits = digits < 1 << 58
        digits = digits &* 10 &+ UInt64(scanner.current &- 0x30)
        if isFraction { exponent -= 1 }
      }
      count += 1
      try scanner.advance()
    }
    return count
  }

  /// Reads an exponent from its letter on; `false` if there are no digits.
  private mutating func readExponent(_ scanner: inout ValueScanner) throws(FileError) -> Bool {
    append(scanner.current)
    try scanner.advance()
    let isNegative = scanner.isAtMinus
    if isNegative { text.append(UInt8(ascii: "-")) }
    if isNegative || scanner.isAt("+") { try scanner.advance() }
    guard scanner.isAtDigit else { return false }
    var power = 0
    while scanner.isAtDigit {
      append(scanner.current)
      power = min(power * 10 + Int(scanner.current - 0x30), 1_000_000)
      try scanner.advance()
    }
    exponent += isNegative ? -power : power
    return true
  }

  private mutating func append(_ character: UInt32) {
    if text.count < ValueNumber.lengthLimit { text.append(UInt8(truncatingIfNeeded: character)) }
  }

  private func word(_ scanner: inout ValueScanner) throws(FileError) -> Double? {
    var word = ""
    while word.utf8.count <= 8, let letter = Unicode.Scalar(scanner.current), letter.isASCII,
      Character(letter).isLetter
    {
      word.unicodeScalars.append(letter)
      try scanner.advance()
    }
    switch word {
    case "nan", "NaN": return .nan
    case "inf", "Infinity": return .infinity
    default: return nil
    }
  }
}
