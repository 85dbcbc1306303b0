/// Reads one JSON text (RFC 8259) from its first byte to its last.
///
/// Arrays and objects that are still open stand in a list, not on the stack, so nesting costs memory only.
struct JSONReader {
  private let bytes: UnsafeRawBufferPointer
  private let file: String
  private let limits: JSONValue.Limits
  private var position = 0
  private var open: [Container] = []

  /// An array or object that isn't closed yet.
  private struct Container {
    let isObject: Bool
    var elements: [JSONValue] = []
    var members: [(String, JSONValue)] = []
    // As bytes: strings that only look the same are different keys.
    var keys: Set<[UInt8]> = []
    var key = ""

    mutating func add(_ value: JSONValue) {
      if isObject { members.append((key, value)) } else { elements.append(value) }
    }

    var value: JSONValue { isObject ? .object(members) : .array(elements) }
  }

  /// Makes a reader of a text; errors name it as `file`.
  init(_ bytes: UnsafeRawBufferPointer, file: String, limits: JSONValue.Limits) {
    (self.bytes, self.file, self.limits) = (bytes, file, limits)
  }

  /// Reads the text's only value.
  mutating func read() throws(FileError) -> JSONValue {
    guard bytes.count <= limits.byteCount else { throw Self.tooLong(file, bytes.count, limits) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw error(expected: "a value", found: "a byte-order mark", "Save the file without the mark.")
    }
    while true {
      guard var value = try valueOrOpening() else { continue }
      // The value may be the last of its array or object, which is then itself one that is complete.
      while let last = open.indices.last {
        open[last].add(value)
        guard try closes(open[last].isObject) else { break }
        value = open[last].value
        open.removeLast()
      }
      if open.isEmpty {
        skipBlanks()
        guard position == bytes.count else {
          throw error(
            expected: "the end after the only value", "A JSON text is one value; remove the rest.")
        }
        return value
      }
    }
  }

  /// Reads a value, or opens an array or object that isn't empty, up to its first value, for which it returns `nil`.
  private mutating func valueOrOpening() throws(FileError) -> JSONValue? {
    skipBlanks()
    let start = position
    switch current {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard open.count < limits.depth else {
        throw error(
          expected: "arrays and objects at most \(limits.depth) deep", found: "one more",
          "Check that this is the right file.")
      }
      let isObject = current == UInt8(ascii: "{")
      position += 1
      skipBlanks()
      if current == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        position += 1
        return isObject ? .object([]) : .array([])
      }
      open.append(Container(isObject: isObject))
      if isObject { try readKey(expected: "a key in quotation marks or the end of the object") }
      return nil
    case UInt8(ascii: "\""):
      return .string(try string())
    case let byte where byte == UInt8(ascii: "-") || isDigit(byte):
      try skipNumber()
      return .literal(JSONNumber(checked: String(decoding: bytes[start..<position], as: UTF8.self)))
    default:
      return try word()
    }
  }

  /// After a value: whether the array or object ends; otherwise reads up to the next value.
  private mutating func closes(_ isObject: Bool) throws(FileError) -> Bool {
    skipBlanks()
    let end = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    if current == end {
      position += 1
      return true
    }
    let things = isObject ? "object" : "array"
    guard current == UInt8(ascii: ",") else {
      throw error(
        expected: "a comma or the end of the \(things)",
        "Put a comma between values and close what was opened.")
    }
    position += 1
    skipBlanks()
    if current == end {
      throw error(
        expected: isObject ? "a key after the comma" : "a value after the comma", "Remove the comma.")
    }
    if isObject { try readKey(expected: "a key in quotation marks") }
    return false
  }

  /// Reads a key with its colon.
  private mutating func readKey(expected: String) throws(FileError) {
    let start = position
    guard current == UInt8(ascii: "\"") else {
      throw error(expected: expected, "Write keys in quotation marks, and a comma between members only.")
    }
    let key = try string()
    guard let last = open.indices.last, open[last].keys.insert(Array(key.utf8)).inserted else {
      position = start
      throw error(
        expected: "keys that differ", found: "\(Self.quoted(key)) once more", "Keep one of the two members.")
    }
    open[last].key = key
    skipBlanks()
    guard current == UInt8(ascii: ":") else {
      throw error(expected: "a colon after the key", "Add the colon.")
    }
    position += 1
  }

  private mutating func word() throws(FileError) -> JSONValue {
    switch letters {
    case "true":
      position += 4
      return .bool(true)
    case "false":
      position += 5
      return .bool(false)
    case "null":
      position += 4
      return .null
    case "":
      throw error(expected: "a value", "Check that this is a complete JSON file.")
    default:
      throw error(
        expected: "a value", "JSON's only bare words are true, false and null; others need quotation marks.")
    }
  }
}

extension JSONReader {
  /// Skips a number: a minus sign or none, an integer without leading zeros, a fraction, an exponent.
  private mutating func skipNumber() throws(FileError) {
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") {
      position += 1
      if isDigit(current) { throw error(expected: "no digit after a leading zero", "Remove the zero.") }
    } else {
      try skipDigits()
    }
    if current == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(FileError) {
    guard isDigit(current) else {
      throw error(expected: "a digit", "Write numbers such as 10, -0.5 or 1e-3.")
    }
    while isDigit(current) { position += 1 }
  }

  /// Reads a string from its opening quotation mark to after the closing one.
  private mutating func string() throws(FileError) -> String {
    position += 1
    // What came before the latest escape, decoded; without escapes the bytes are taken as they stand.
    var decoded: [UInt8] = []
    var start = position
    while true {
      guard let byte = current else {
        throw error(
          expected: "the closing quotation mark of a string", "The text is cut off or a mark is missing.")
      }
      switch byte {
      case UInt8(ascii: "\""):
        decoded += bytes[start..<position]
        position += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        decoded += bytes[start..<position]
        decoded += String(try escape()).utf8
        start = position
      case 0..<0x20:
        throw error(
          expected: "a character of a string or its closing quotation mark",
          "Write control characters as escapes.")
      default:
        guard let length = bytes.utf8Length(at: position) else {
          throw error(expected: "UTF-8", "Save the file as UTF-8, or copy it again.")
        }
        position += length
      }
    }
  }

  /// Reads an escape from its backslash on.
  private mutating func escape() throws(FileError) -> Unicode.Scalar {
    let start = position
    position += 1
    if let scalar = current.flatMap(Self.named) {
      position += 1
      return scalar
    }
    guard current == UInt8(ascii: "u") else {
      throw error(
        expected: "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", "Write a backslash as \\\\.")
    }
    let unit = try codeUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // Half of a surrogate pair: the first one stands first, and the second at once after it.
    var low: UInt32 = 0
    if unit < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 1
      low = try codeUnit()
    }
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else {
      position = start
      throw error(
        expected: "both halves of a surrogate pair", found: "one alone",
        "Write the character itself, or both halves in order.")
    }
    return scalar
  }

  /// The character that an escape of one letter stands for.
  private static func named(_ letter: UInt8) -> Unicode.Scalar? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(letter)
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    default: nil
    }
  }

  /// Reads the letter u and its four hexadecimal digits.
  private mutating func codeUnit() throws(FileError) -> UInt32 {
    position += 1
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error(expected: "four hexadecimal digits after \\u", "Write escapes such as \\u00e9.")
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }
}

extension JSONReader {
  /// The byte at the position, `nil` at the end.
  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// The letters from the position on, as many as any message needs.
  private var letters: String {
    let word = bytes[position...].prefix(20).prefix {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
    }
    return String(decoding: word, as: UTF8.self)
  }

  /// An error at the position, where by itself it tells what stands there.
  private func error(expected: String, found: String? = nil, _ advice: String) -> FileError {
    let place = JSONPlace(offset: position, in: bytes)
    return FileError(
      file: file, offset: position, line: place.line, column: place.column, expected: expected,
      found: found ?? whatStands,
      advice: advice)
  }

  /// What stands at the position, in words.
  private var whatStands: String {
    guard let current else { return "the end of the text" }
    if !letters.isEmpty { return Self.quoted(letters) }
    guard let length = bytes.utf8Length(at: position) else { return "the byte \(Wording.hex(current))" }
    let character = String(decoding: bytes[position..<position + length], as: UTF8.self)
    guard current > 0x20, current != 0x7F else { return "the character U+00\(Wording.hex([current]))" }
    return Self.quoted(character)
  }

  private static func quoted(_ text: String) -> String {
    let start = String(text.unicodeScalars.prefix(40))
    return "“\(start)\(start.utf8.count < text.utf8.count ? "…" : "")”"
  }

  /// The error of a text beyond the limit.
  static func tooLong(_ file: String, _ byteCount: Int, _ limits: JSONValue.Limits) -> FileError {
    FileError(
      file: file, expected: "at most \(Wording.bytes(limits.byteCount)) of JSON",
      found: Wording.bytes(byteCount),
      advice: "Check that this is the right file.")
  }
}
