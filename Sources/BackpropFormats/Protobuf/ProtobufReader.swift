import BackpropFiles

/// Reads the fields of a message of Protocol Buffers in order, in the memory that the file's bytes take already.
///
/// The wire's rules are taken strictly: a number has at most ten bytes and 64 bits, a field has a number from 1 to 2²⁹ − 1 and
/// ends within its message, and groups, which no format here has, are refused (Google, "Protocol Buffers: Encoding").
/// Messages within messages are read one after the other by who knows the format, and so only as deep as it is.
package struct ProtobufReader {
  /// One field of a message.
  package struct Field {
    /// Its number, which says what it is.
    package let number: Int
    /// Where it begins in the file.
    package let offset: Int
    fileprivate let value: Value
  }

  fileprivate enum Value {
    case number(UInt64)
    case bits64(UInt64)
    case bits32(UInt32)
    case bytes(Range<Int>)

    var words: String {
      switch self {
      case .number: "a number of variable length"
      case .bits64: "a number of 64 bits"
      case .bits32: "a number of 32 bits"
      case .bytes: "bytes"
      }
    }
  }

  /// The file's path, for errors.
  package let file: String
  /// All bytes of the file.
  package let bytes: [UInt8]
  private var place: Int
  private let end: Int

  /// A reader of a file's only message.
  package init(_ bytes: [UInt8], file: String) {
    (self.file, self.bytes) = (file, bytes)
    (place, end) = (0, bytes.count)
  }

  private init(_ outer: ProtobufReader, _ range: Range<Int>) {
    (file, bytes) = (outer.file, outer.bytes)
    (place, end) = (range.lowerBound, range.upperBound)
  }

  /// The next field, nil at the message's end.
  package mutating func next() throws(FileError) -> Field? {
    guard place < end else { return nil }
    let start = place
    let key = try varint()
    let number = key >> 3
    guard number >= 1, number < 1 << 29 else {
      throw failure(at: start, "a field with a number from 1 to 536870911", "the number \(number)")
    }
    let value: Value
    switch key & 7 {
    case 0: value = .number(try varint())
    case 1: value = .bits64(try fixed(8))
    case 2:
      let count = try varint()
      guard count <= UInt64(end - place) else {
        throw failure(
          at: start, "at most \(Wording.bytes(end - place)), which its message has left",
          "a field of \(count) bytes")
      }
      value = .bytes(place..<place + Int(count))
      place += Int(count)
    case 3, 4: throw failure(at: start, "fields without groups", "a group")
    case 5: value = .bits32(UInt32(truncatingIfNeeded: try fixed(4)))
    default: throw failure(at: start, "a kind of field from 0 to 5", "the kind \(key & 7)")
    }
    return Field(number: Int(number), offset: start, value: value)
  }

  private mutating func varint() throws(FileError) -> UInt64 {
    var number: UInt64 = 0
    let start = place
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard place < end else { throw failure(at: start, "a whole number", "the end of its message") }
      let byte = bytes[place]
      place += 1
      guard shift < 63 || byte <= 1 else { break }
      number |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return number }
    }
    throw failure(at: start, "a number of at most 64 bits", "a longer one")
  }

  private mutating func fixed(_ count: Int) throws(FileError) -> UInt64 {
    guard end - place >= count else {
      throw failure(at: place, "a number of \(count) bytes", "the end of its message")
    }
    var number: UInt64 = 0
    for index in 0..<count { number |= UInt64(bytes[place + index]) << UInt64(8 * index) }
    place += count
    return number
  }

  /// An error at a byte of the file.
  package func failure(at offset: Int, _ expected: String, _ found: String) -> FileError {
    FileError(
      file: file, offset: offset, expected: expected, found: found,
      advice: "The file is damaged or of another format; fetch or copy it again.")
  }
}

// MARK: - Values

extension ProtobufReader {
  private func wrong(_ field: Field, _ expected: String) -> FileError {
    failure(at: field.offset, "\(expected) in field \(field.number)", field.value.words)
  }

  /// A whole number.
  package func integer(_ field: Field) throws(FileError) -> Int64 {
    guard case .number(let number) = field.value else { throw wrong(field, "a number of variable length") }
    return Int64(bitPattern: number)
  }

  /// A number of single precision.
  package func float(_ field: Field) throws(FileError) -> Float {
    guard case .bits32(let bits) = field.value else { throw wrong(field, "a number of 32 bits") }
    return Float(bitPattern: bits)
  }

  /// Where a field's bytes lie in the file.
  package func range(_ field: Field) throws(FileError) -> Range<Int> {
    guard case .bytes(let range) = field.value else { throw wrong(field, "bytes") }
    return range
  }

  /// A text in UTF-8.
  package func text(_ field: Field) throws(FileError) -> String {
    guard let text = String(validating: bytes[try range(field)], as: UTF8.self) else {
      throw failure(at: field.offset, "a text in UTF-8", "other bytes")
    }
    return text
  }

  /// A reader of the message within a field.
  package func message(_ field: Field) throws(FileError) -> ProtobufReader {
    ProtobufReader(self, try range(field))
  }

  /// Appends the whole numbers of a field that may be repeated: one, or many in a row of bytes.
  package func append(_ field: Field, to numbers: inout [Int64], limit: Int) throws(FileError) {
    try forEachInteger(field) { (number, offset) throws(FileError) in
      guard numbers.count < limit else { throw failure(at: offset, "at most \(limit) numbers", "more") }
      numbers.append(number)
    }
  }

  /// Gives each of the whole numbers of a field that may be repeated, and where it stands.
  package func forEachInteger(
    _ field: Field, _ body: (_ number: Int64, _ offset: Int) throws(FileError) -> Void
  ) throws(FileError) {
    if case .number(let number) = field.value { return try body(Int64(bitPattern: number), field.offset) }
    var inner = try message(field)
    while inner.place < inner.end {
      let offset = inner.place
      try body(Int64(bitPattern: try inner.varint()), offset)
    }
  }

  /// Appends the numbers of single precision of a field that may be repeated.
  package func append(_ field: Field, to numbers: inout [Float], limit: Int) throws(FileError) {
    if case .bits32(let bits) = field.value {
      guard numbers.count < limit else { throw failure(at: field.offset, "at most \(limit) numbers", "more") }
      return numbers.append(Float(bitPattern: bits))
    }
    var inner = try message(field)
    while inner.place < inner.end {
      guard numbers.count < limit else { throw failure(at: inner.place, "at most \(limit) numbers", "more") }
      numbers.append(Float(bitPattern: UInt32(truncatingIfNeeded: try inner.fixed(4))))
    }
  }

  /// Appends the bytes of numbers of a fixed size, of a field that may be repeated: one, or many in a row.
  package func appendFixed(_ field: Field, size: Int, to output: inout [UInt8]) throws(FileError) {
    switch (field.value, size) {
    case (.bits32(let bits), 4): output.append(littleEndian: bits)
    case (.bits64(let bits), 8): output.append(littleEndian: bits)
    case (.bytes(let range), _):
      guard range.count % size == 0 else {
        throw failure(at: field.offset, "numbers of \(size) bytes each", Wording.bytes(range.count))
      }
      output += bytes[range]
    default: throw wrong(field, "numbers of \(size) bytes")
    }
  }
}

extension [UInt8] {
  /// Appends a number, the lowest byte first.
  fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
