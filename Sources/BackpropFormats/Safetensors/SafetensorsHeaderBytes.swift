import BackpropFiles

/// The characters of a safetensors header, read from the file in pieces.
struct SafetensorsHeaderBytes {
  /// A string of the header, equal to another where its bytes are: strings that only look the same are different names.
  struct Text: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (first: Self, second: Self) -> Bool {
      // Strings tell quickly that they are different.
      first.text == second.text && first.text.utf8.elementsEqual(second.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// The text as messages show it.
    var quoted: String {
      let start = String(text.unicodeScalars.prefix(40))
      return "“\(start)\(start.utf8.count < text.utf8.count ? "…" : "")”"
    }
  }

  private let source: SafetensorsSource
  private let file: String
  private let end: Int
  private var piece: [UInt8] = []
  /// Where in the file the piece begins.
  private var pieceStart: Int
  private var position = 0

  private static let pieceByteCount = 1 << 17

  init(_ source: SafetensorsSource, from start: Int, to end: Int, file: String) {
    (self.source, self.file, self.end) = (source, file, end)
    pieceStart = start
  }

  /// Where in the file the next byte stands.
  var place: Int { pieceStart + position }

  /// The next byte, nil at the header's end.
  mutating func current() throws(FileError) -> UInt8? {
    if position < piece.count { return piece[position] }
    pieceStart += piece.count
    position = 0
    piece =
      pieceStart < end
      ? try source.bytes(min(Self.pieceByteCount, end - pieceStart), at: pieceStart) : []
    return piece.first
  }

  /// Goes over the next byte, where it is the given one.
  mutating func takes(_ byte: UInt8) throws(FileError) -> Bool {
    guard try current() == byte else { return false }
    position += 1
    return true
  }

  mutating func take(_ byte: UInt8, _ expected: String) throws(FileError) {
    guard try takes(byte) else { throw unexpected(expected) }
  }

  /// A bit for each of the characters space, tab, line feed and carriage return.
  private static let blanks: UInt64 = 1 << 0x20 | 1 << 0x0A | 1 << 0x0D | 1 << 0x09

  mutating func skipBlanks() throws(FileError) {
    repeat {
      // A header may be filled up with any number of spaces.
      let start = position
      position += piece.withUnsafeBufferPointer { piece in
        var end = start
        let bytes = UnsafeRawBufferPointer(piece)
        while end + 8 <= bytes.count,
          bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self) == 0x2020_2020_2020_2020
        {
          end += 8
        }
        while end < piece.count {
          let byte = UInt64(piece[end])
          guard byte <= 0x20, Self.blanks >> byte & 1 == 1 else { break }
          end += 1
        }
        return end - start
      }
      guard position == piece.count, try current() != nil else { return }
    } while true
  }

  /// Reads an integer that isn't negative, without a leading zero.
  mutating func number(_ thing: String) throws(FileError) -> Int {
    let start = place
    var value = 0
    var digitCount = 0
    while let byte = try current(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (next, isLarger) = tenfold.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !isTooLarge, !isLarger, digitCount == 0 || value > 0 else {
        throw error(
          at: start, expected: "\(thing) of at most \(Int.max) without leading zeros",
          found: "another number",
          "The header is damaged; write the file again.")
      }
      value = next
      digitCount += 1
      position += 1
    }
    guard digitCount > 0 else { throw unexpected("\(thing), which is an integer of at least 0") }
    return value
  }
}

extension SafetensorsHeaderBytes {
  /// Reads a string from its opening quotation mark to after the closing one.
  ///
  /// - Parameters:
  ///   - expected: What the string is, for the error where there is none.
  ///   - limit: The most bytes that it may have, escapes as they stand there.
  mutating func string(_ expected: String, limit: Int) throws(FileError) -> Text {
    let start = place
    try take(UInt8(ascii: "\""), expected)
    if let text = try plainString(limit: limit) { return text }
    var bytes: [UInt8] = []
    while true {
      let plainCount = try plainByteCount()
      if plainCount > 0 {
        bytes += piece[position..<position + plainCount]
        position += plainCount
      }
      guard place - start <= limit + 2 else {
        throw error(
          at: start, expected: "\(expected) of at most \(limit) bytes", found: "more",
          "The header is damaged; write the file again.")
      }
      switch try current() {
      case UInt8(ascii: "\""):
        position += 1
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw error(
            at: start, expected: "UTF-8", found: "a string with other bytes",
            "The header is damaged; write the file again.")
        }
        return Text(text)
      case UInt8(ascii: "\\"):
        position += 1
        try readEscape(into: &bytes)
      case nil: throw unexpected("the closing quotation mark of a string")
      // The rest of a string that goes on in the next piece.
      case let byte? where byte >= 0x20: continue
      default: throw unexpected("a character of a string, control characters as escapes")
      }
    }
  }

  /// Reads a string after its opening quotation mark, where it is short, without escapes and within a piece, as most are;
  /// nil where it isn't, and nothing is read.
  private mutating func plainString(limit: Int) throws(FileError) -> Text? {
    let count = try plainByteCount()
    let end = position + count
    guard count <= limit, end < piece.count, piece[end] == UInt8(ascii: "\"") else { return nil }
    let range = position..<end
    let text = piece.withUnsafeBufferPointer {
      String(validating: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
    }
    guard let text else { return nil }
    position = end + 1
    return Text(text)
  }

  /// How many bytes of the piece from the position on stand for themselves in a string.
  private mutating func plainByteCount() throws(FileError) -> Int {
    guard try current() != nil else { return 0 }
    let position = position
    return piece.withUnsafeBufferPointer { piece in
      var end = position
      while end < piece.count {
        let byte = piece[end]
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
        end += 1
      }
      return end - position
    }
  }

  /// Reads an escape after its backslash.
  private mutating func readEscape(into bytes: inout [UInt8]) throws(FileError) {
    let start = place
    let letter = try current()
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter ?? 0)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      position += 1
      let unit = try codeUnit()
      if unit < 0x80 {
        bytes.append(UInt8(unit))
        return
      }
      if let scalar = Unicode.Scalar(unit) {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        return
      }
      // Half of a surrogate pair: the first one stands first, and the second at once after it.
      guard unit < 0xDC00, try takes(UInt8(ascii: "\\")), try takes(UInt8(ascii: "u")),
        case let low = try codeUnit(), (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)),
        let encoded = UTF8.encode(scalar)
      else {
        throw error(
          at: start, expected: "both halves of a surrogate pair", found: "one alone",
          "The header is damaged; write the file again.")
      }
      bytes += encoded
      return
    default: throw unexpected("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
    position += 1
  }

  /// Reads the four hexadecimal digits of an escape.
  private mutating func codeUnit() throws(FileError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try current(), let digit = Self.hexadecimalDigit(byte) else {
        throw unexpected("four hexadecimal digits after \\u")
      }
      unit = unit << 4 | digit
      position += 1
    }
    return unit
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

extension SafetensorsHeaderBytes {
  /// An error about a place in the file.
  func error(at place: Int, expected: String, found: String, _ advice: String) -> FileError {
    FileError(file: file, offset: place, expected: expected, found: found, advice: advice)
  }

  /// An error about the next byte, which isn't what should stand there.
  func unexpected(_ expected: String) -> FileError {
    let found =
      if position >= piece.count {
        "the end of the header"
      } else if (0x21..<0x7F).contains(piece[position]) {
        "“\(Character(Unicode.Scalar(piece[position])))”"
      } else {
        "the byte \(Wording.hex(piece[position]))"
      }
    return error(
      at: place, expected: expected, found: found, "The header is damaged; write the file again.")
  }
}
