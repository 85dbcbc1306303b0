import BackpropFiles

/// Where something stands in the text of a value.
struct ValuePlace {
  /// The distance from the start in bytes.
  var offset = 0
  /// The line, counted from 1.
  var line = 1
  /// The place in the line in characters (Unicode scalars), counted from 1.
  var column = 1
}

/// Goes through the text of a value character by character, without holding more of a file than a piece.
struct ValueScanner {
  /// What ``current`` is at the end of the text; no character has this number.
  static let end = UInt32.max

  /// The character that the scanner stands at.
  private(set) var current = ValueScanner.end
  /// Where that character stands.
  private(set) var place = ValuePlace()

  private let file: ByteReader?
  private let byteLimit: Int
  private var bytes: [UInt8]
  private var position = 0
  private var length = 0
  private var isAtEnd: Bool

  private static let pieceSize = 1 << 18

  /// Stands at the first character of a text.
  init(_ text: String) {
    (file, byteLimit, bytes, isAtEnd) = (nil, .max, Array(text.utf8), true)
    decode()
  }

  /// Stands at the first character of a file, plain or gzip, which may have so many bytes at most.
  init(file path: String, byteLimit: Int) throws(FileError) {
    let file = try ByteReader(path)
    (self.file, self.byteLimit, bytes, isAtEnd) = (file, byteLimit, [], false)
    try fill()
    decode()
    // The mark that some editors begin files with.
    if current == 0xFEFF {
      try advance()
      place.column = 1
    }
  }

  /// Goes on to the next character.
  mutating func advance() throws(FileError) {
    guard current != ValueScanner.end else { return }
    position += length
    place.offset += length
    if current == 0x0A {
      place.line += 1
      place.column = 1
    } else {
      place.column += 1
    }
    // A character has four bytes at most.
    if !isAtEnd, bytes.count - position < 4 { try fill() }
    decode()
  }

  /// Reads the next piece of the file behind what isn't used yet.
  private mutating func fill() throws(FileError) {
    bytes.removeFirst(position)
    position = 0
    guard let file else { return }
    while bytes.count < 4, !isAtEnd {
      let piece = try file.next(atMost: ValueScanner.pieceSize)
      isAtEnd = piece.isEmpty
      bytes.append(contentsOf: piece)
      if file.offset > byteLimit {
        throw FileError(
          file: file.path, expected: "at most \(Wording.bytes(byteLimit)) of text", found: "more",
          advice: "Give a value of fewer or shorter numbers.")
      }
    }
  }

  private mutating func decode() {
    guard position < bytes.count else {
      (current, length) = (ValueScanner.end, 0)
      return
    }
    let first = bytes[position]
    if first < 0x80 {
      (current, length) = (UInt32(first), 1)
      return
    }
    var iterator = bytes[position..<min(position + 4, bytes.count)].makeIterator()
    var decoder = Unicode.UTF8()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) {
      current = scalar.value
      length = UTF8.width(scalar)
    } else {
      // What is no text is no part of a number either.
      (current, length) = (0xFFFD, 1)
    }
  }
}

extension ValueScanner {
  /// Whether the scanner stands at an ASCII character.
  func isAt(_ character: Unicode.Scalar) -> Bool { current == character.value }

  /// Whether the scanner stands at one of the digits 0 to 9.
  var isAtDigit: Bool { current >= 0x30 && current <= 0x39 }

  /// Whether the scanner stands at a minus sign, ASCII's or Unicode's own.
  var isAtMinus: Bool { current == 0x2D || current == 0x2212 }

  /// Whether the scanner stands at a space of any kind, a tab or the end of a line.
  var isAtSpace: Bool {
    if current < 0x80 { return current == 0x20 || (current >= 0x09 && current <= 0x0D) }
    return Unicode.Scalar(current)?.properties.isWhitespace ?? false
  }

  /// Whether the scanner stands at the end of the text.
  var isAtEndOfText: Bool { current == ValueScanner.end }

  /// Whether the scanner stands at what could make a number of more than it is: a letter, a digit, a point.
  var isAtWord: Bool {
    if current < 0x80 {
      guard let scalar = Unicode.Scalar(current) else { return false }
      return isAtDigit || scalar == "." || Character(scalar).isLetter
    }
    return !isAtEndOfText && !isAtSpace
  }
}
