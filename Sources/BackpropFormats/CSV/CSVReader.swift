import BackpropFiles

/// Reads a table in a text file record by record: fields with a delimiter between them, some in quotes (RFC 4180).
///
/// Lines end with LF, CR LF or CR; a byte-order mark and empty lines are passed over; the file may be compressed by gzip. Fields
/// in quotes may hold delimiters, ends of lines and, written twice, quotes. Beyond the RFC spaces around a field are left out,
/// and a quote in the middle of a field stands for itself. Memory is taken for one piece of the file, not for all of it.
///
/// Records with more or fewer fields than the first, quotes that aren't closed, bytes that aren't UTF-8 and zero bytes are
/// errors that name the place.
package final class CSVReader {
  /// The path as it was given.
  package let path: String
  /// What stands between fields.
  package let delimiter: UInt8
  /// Where the record that was read last begins, counted in lines from 1.
  package private(set) var line = 0
  /// How many fields a record has, as the first one had; 0 before that.
  package private(set) var fieldCount = 0

  private let reader: ByteReader
  /// The most bytes that the table may have, which only one that is compressed can reach unexpectedly.
  private let dataLimit: Int
  private var buffer: UnsafeMutableRawBufferPointer
  /// How much of the buffer holds bytes of the file, and whether these are the file's last.
  private var filled = 0
  private var isAtEnd = false
  /// Where the record begins that was read last, and the next one.
  private var start = 0
  private var next = 0
  private var nextLine = 1
  /// The place in the uncompressed data of the buffer's first byte.
  private var bufferOffset = 0
  private var fields: UnsafeMutableBufferPointer<CSVField>
  private var foundCount = 0
  /// What kind of byte each byte is: 0 where nothing is to be done about it.
  private let kinds: UnsafeMutablePointer<UInt8>
  private var scratch: [UInt8] = []

  private static let bufferSize = 512 * 1024
  /// No record may be longer: what is longer is most often a quote that isn't closed.
  private static let recordLimit = 16 << 20
  /// No record may have more fields.
  package static let fieldLimit = 1 << 16

  private enum Kind {
    static let delimiter: UInt8 = 1
    static let lineFeed: UInt8 = 2
    static let carriageReturn: UInt8 = 3
    static let zero: UInt8 = 4
    static let high: UInt8 = 5
  }

  /// Opens the file and finds its delimiter, unless it is given.
  ///
  /// - Parameter compressedLimit: The most bytes that the table of a compressed file may have; that of all such files if not
  ///   given.
  package init(
    _ path: String, delimiter: CSVDelimiter = .automatic, compressedLimit: Int? = nil
  ) throws(FileError) {
    self.path = path
    reader = try ByteReader(path)
    let limit = compressedLimit ?? UnpackedLimit.byteCount(ofFile: reader.fileByteCount)
    dataLimit = reader.isGzip ? limit : Int.max
    // One byte more, for an end of line behind the last byte.
    buffer = .allocate(byteCount: Self.bufferSize + 1, alignment: 16)
    fields = .allocate(capacity: 64)
    fields.initialize(repeating: CSVField(start: 0, end: 0))
    kinds = .allocate(capacity: 256)
    kinds.initialize(repeating: 0, count: 256)
    let head: CSVHead
    do throws(FileError) {
      filled = try reader.fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<Self.bufferSize]))
      isAtEnd = filled < Self.bufferSize
      head = try CSVHead(
        UnsafeRawBufferPointer(rebasing: buffer[..<filled]), isWhole: isAtEnd, of: path, delimiter)
    } catch {
      self.delimiter = 0
      throw error
    }
    self.delimiter = head.delimiter
    next = head.byteCount
    nextLine = head.lineCount + 1
    for byte in 0x80..<256 { kinds[byte] = Kind.high }
    kinds[0] = Kind.zero
    kinds[Int(lineFeed)] = Kind.lineFeed
    kinds[Int(carriageReturn)] = Kind.carriageReturn
    kinds[Int(head.delimiter)] = Kind.delimiter
  }

  deinit {
    buffer.deallocate()
    fields.deallocate()
    kinds.deallocate()
  }

  /// The number of bytes of the table that were looked at.
  package var offset: Int { bufferOffset + next }

  /// The number of bytes that the table has; `nil` where that can't be told before its end.
  package var byteCount: Int? { reader.isGzip ? nil : reader.fileByteCount }

  // MARK: - Records

  /// Reads the next record; false at the end of the table.
  package func advance() throws(FileError) -> Bool {
    repeat {
      guard try scan() else { return false }
    } while isBlank
    if fieldCount == 0 {
      fieldCount = foundCount
    } else if foundCount != fieldCount {
      throw raggedness()
    }
    return true
  }

  private var isBlank: Bool { foundCount == 1 && fields[0].start == fields[0].end && !fields[0].isQuoted }

  /// The bytes of a field of the record, valid until the next call.
  package func bytes(of field: Int) -> UnsafeRawBufferPointer {
    precondition(field >= 0 && field < foundCount, "a record has fewer fields")
    let place = fields[field]
    let raw = UnsafeRawBufferPointer(rebasing: buffer[place.start..<place.end])
    return place.hasDoubledQuotes ? undoubled(raw) : raw
  }

  /// The text of a field of the record.
  package func text(of field: Int) -> String { String(decoding: bytes(of: field), as: UTF8.self) }

  /// The bytes with one quote for two, which are copied to memory that stays until the next such field.
  private func undoubled(_ raw: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    scratch.removeAll(keepingCapacity: true)
    var isSecond = false
    for byte in raw {
      isSecond = byte == quote && !isSecond
      if byte != quote || isSecond { scratch.append(byte) }
    }
    scratchCopy.reserve(scratch.count)
    scratchCopy.bytes.copyBytes(from: scratch)
    return UnsafeRawBufferPointer(rebasing: scratchCopy.bytes[..<scratch.count])
  }

  private let scratchCopy = ScratchMemory()

  // MARK: - Scanning

  /// Finds the fields of the next record; false where there is none.
  private func scan() throws(FileError) -> Bool {
    while true {
      start = next
      line = nextLine
      if start == filled, isAtEnd { return false }
      // A stop for the loop over a field's bytes, which so needs only one question for each.
      buffer[filled] = lineFeed
      if try scanBuffered() { return true }
      try refill()
    }
  }

  /// Moves the record's beginning to the front of the buffer and reads on behind it.
  private func refill() throws(FileError) {
    let rest = filled - start
    guard rest < Self.recordLimit else { throw hugeRecord() }
    if rest > buffer.count / 2 {
      guard FileBytes.fit(buffer.count * 2) else { throw hugeRecord() }
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
      larger.copyBytes(from: buffer[start..<filled])
      buffer.deallocate()
      buffer = larger
    } else if start > 0, let base = buffer.baseAddress {
      base.copyMemory(from: base + start, byteCount: rest)
    }
    bufferOffset += start
    (start, next, filled) = (0, 0, rest)
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[rest..<buffer.count - 1])
    let count = try reader.fill(room)
    guard reader.offset <= dataLimit else {
      throw FileError(
        file: path, line: line,
        expected:
          "at most \(Wording.bytes(dataLimit)) in a compressed file of \(Wording.bytes(reader.fileByteCount))",
        found: "more", advice: UnpackedLimit.advice)
    }
    filled += count
    isAtEnd = count < room.count
  }

  /// Finds the fields of the record that begins at `start`; false where the buffer ends before it.
  private func scanBuffered() throws(FileError) -> Bool {
    guard let base = UnsafeRawPointer(buffer.baseAddress) else { return false }
    let (end, kinds) = (filled, self.kinds)
    let search = FieldEndSearch(delimiter: delimiter)
    var place = start
    var hasHighBytes = false
    var lines = 0
    foundCount = 0
    while true {
      var field = CSVField(start: place, end: place)
      while field.start < end, isPadding(base.load(fromByteOffset: field.start, as: UInt8.self)) {
        field.start += 1
      }
      if field.start < end, base.load(fromByteOffset: field.start, as: UInt8.self) == quote {
        guard let closing = try closingQuote(of: &field, base, &hasHighBytes, &lines) else { return false }
        place = closing + 1
        while place < end, isPadding(base.load(fromByteOffset: place, as: UInt8.self)) { place += 1 }
        if place == end, !isAtEnd { return false }
        if place < end {
          let kind = kinds[Int(base.load(fromByteOffset: place, as: UInt8.self))]
          guard kind >= Kind.delimiter, kind <= Kind.carriageReturn else {
            throw textBehindQuote(at: place)
          }
        }
      } else {
        place = field.start
        while true {
          if place + 8 <= end {
            let word = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let marks = search.marks(in: UInt64(littleEndian: word))
            if marks == 0 {
              place += 8
              continue
            }
            place += marks.trailingZeroBitCount / 8
          }
          let kind = kinds[Int(base.load(fromByteOffset: place, as: UInt8.self))]
          if kind == 0 {
            place += 1
            continue
          }
          if kind <= Kind.carriageReturn { break }
          if kind == Kind.zero { throw zeroByte(at: place) }
          hasHighBytes = true
          place += 1
        }
        if place >= end, !isAtEnd { return false }
        field.end = place
        while field.end > field.start, isPadding(base.load(fromByteOffset: field.end - 1, as: UInt8.self)) {
          field.end -= 1
        }
      }
      try add(field, at: place)
      guard place < end else {
        next = end
        break
      }
      let kind = kinds[Int(base.load(fromByteOffset: place, as: UInt8.self))]
      place += 1
      if kind == Kind.delimiter { continue }
      if kind == Kind.carriageReturn {
        // Whether a line feed belongs to it shows in the next byte.
        if place == end, !isAtEnd { return false }
        if place < end, base.load(fromByteOffset: place, as: UInt8.self) == lineFeed { place += 1 }
      }
      lines += 1
      next = place
      break
    }
    nextLine = line + lines
    if hasHighBytes { try checkText(to: next) }
    return true
  }

  /// The place of the quote that closes a field, `nil` where the buffer ends before that is known.
  private func closingQuote(
    of field: inout CSVField, _ base: UnsafeRawPointer, _ hasHighBytes: inout Bool, _ lines: inout Int
  ) throws(FileError) -> Int? {
    let opening = field.start
    field.start += 1
    field.isQuoted = true
    var place = field.start
    while place < filled {
      let byte = base.load(fromByteOffset: place, as: UInt8.self)
      if byte == quote {
        if place + 1 == filled, !isAtEnd { return nil }
        guard place + 1 < filled, base.load(fromByteOffset: place + 1, as: UInt8.self) == quote else {
          field.end = place
          return place
        }
        field.hasDoubledQuotes = true
        place += 2
        continue
      }
      let kind = kinds[Int(byte)]
      if kind >= Kind.lineFeed {
        switch kind {
        case Kind.zero: throw zeroByte(at: place)
        case Kind.high: hasHighBytes = true
        case Kind.lineFeed: lines += 1
        default:
          // With a line feed behind it, that counts the line.
          if place + 1 == filled, !isAtEnd { return nil }
          if place + 1 == filled || base.load(fromByteOffset: place + 1, as: UInt8.self) != lineFeed {
            lines += 1
          }
        }
      }
      place += 1
    }
    if isAtEnd { throw unclosedQuote(at: opening) }
    return nil
  }

  /// Whether a byte beside a field is no part of it.
  @inline(__always)
  private func isPadding(_ byte: UInt8) -> Bool {
    (byte == space || byte == tab) && byte != delimiter
  }

  @inline(__always)
  private func add(_ field: CSVField, at place: Int) throws(FileError) {
    if foundCount == fields.count { try growFields(at: place) }
    fields[foundCount] = field
    foundCount += 1
  }

  private func growFields(at place: Int) throws(FileError) {
    guard fields.count < Self.fieldLimit else {
      throw error(
        at: place, expected: "at most \(Self.fieldLimit) fields in a line", found: "more",
        advice:
          "Check that \(CSVDelimiter.name(of: delimiter)) stand between fields; --delimiter names another character."
      )
    }
    let larger = UnsafeMutableBufferPointer<CSVField>.allocate(capacity: fields.count * 2)
    larger.initialize(repeating: CSVField(start: 0, end: 0))
    for index in 0..<foundCount { larger[index] = fields[index] }
    fields.deallocate()
    fields = larger
  }

  /// Throws where the record, to its end, isn't UTF-8.
  private func checkText(to end: Int) throws(FileError) {
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<end])
    var place = start
    while place < end {
      guard let length = bytes.utf8Length(at: place) else {
        throw error(
          at: place, expected: "text in UTF-8", found: "the byte \(Wording.hex(bytes[place])), which isn't",
          advice:
            "Save the file as UTF-8; of a file in Windows' usual encoding iconv -f WINDOWS-1252 -t UTF-8 FILE makes one."
        )
      }
      place += length
    }
  }
}

// MARK: - Errors

extension CSVReader {
  /// An error about a field of the record.
  package func error(
    field: Int, expected: String, found: String? = nil, advice: String
  ) -> FileError {
    precondition(field >= 0 && field < foundCount, "a record has fewer fields")
    let place = fields[field].isQuoted ? fields[field].start - 1 : fields[field].start
    return error(
      at: place, expected: expected, found: found ?? Self.shown(bytes(of: field)), advice: advice)
  }

  /// A field as an error shows it: in quotes, a long one without its end.
  package static func shown(_ bytes: UnsafeRawBufferPointer) -> String {
    guard bytes.count > 0 else { return "an empty cell" }
    let text = String(decoding: bytes.prefix(200), as: UTF8.self)
    let isLong = bytes.count > 200 || text.count > 40
    return "“\(text.prefix(40))\(isLong ? "…" : "")”"
  }

  /// An error about a place in the buffer, in the record that was read last.
  private func error(at place: Int, expected: String, found: String, advice: String) -> FileError {
    var (line, column) = (self.line, 1)
    var index = start
    while index < min(place, filled) {
      let byte = buffer[index]
      index += 1
      if byte == carriageReturn, index < filled, buffer[index] == lineFeed { continue }
      if byte == lineFeed || byte == carriageReturn {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return FileError(
      file: path, offset: bufferOffset + place, line: line, column: column, expected: expected, found: found,
      advice: advice)
  }

  private func raggedness() -> FileError {
    let expected = "\(Wording.counted(fieldCount, "field")), as the first line has"
    let advice =
      "Correct the line: \(CSVDelimiter.name(of: delimiter)) stand between fields, and one that is part of a field needs quotes "
      + "around the field; --delimiter names another character."
    let place = foundCount > fieldCount ? fields[fieldCount].start : fields[foundCount - 1].end
    return error(at: place, expected: expected, found: "\(foundCount)", advice: advice)
  }

  private func zeroByte(at place: Int) -> FileError {
    error(
      at: place, expected: "text", found: "a zero byte",
      advice: "The file is no text, or text in UTF-16; save the table as CSV in UTF-8.")
  }

  private func textBehindQuote(at place: Int) -> FileError {
    error(
      at: place,
      expected:
        "one of the \(CSVDelimiter.name(of: delimiter)) or the end of the line behind a closing quote",
      found: Self.shown(UnsafeRawBufferPointer(rebasing: buffer[place..<min(place + 1, filled)])),
      advice: "Write a quote that is part of the field twice.")
  }

  private func unclosedQuote(at place: Int) -> FileError {
    error(
      at: place, expected: "a quote that closes the one that stands here",
      found: "none to the end of the file",
      advice: "Close the quote, or write one that is part of the field twice in a field in quotes.")
  }

  private func hugeRecord() -> FileError {
    FileError(
      file: path, offset: bufferOffset + start, line: line, column: 1,
      expected: "a line of at most \(Wording.bytes(Self.recordLimit))", found: "a longer one",
      advice: "Most often a quote that isn't closed makes a line so long: look for one in this line.")
  }
}

/// Finds the bytes that may end a field among eight at a time (after the tricks with words in H. S. Warren, "Hacker's
/// Delight").
private struct FieldEndSearch {
  private let delimiters: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  /// Below the minus there are commas, spaces, ends of lines and zeros.
  private static let minuses = ones * UInt64(UInt8(ascii: "-"))

  init(delimiter: UInt8) { delimiters = Self.ones * UInt64(delimiter) }

  /// The high bit of each byte that needs a look; behind the first of them there may be more bits than that.
  @inline(__always)
  func marks(in word: UInt64) -> UInt64 {
    let low = (word &- Self.minuses) & ~word
    let others = word ^ delimiters
    let equal = (others &- Self.ones) & ~others
    return (low | equal | word) & Self.highs
  }
}

/// Memory that grows and stays where it is until it must.
private final class ScratchMemory {
  private(set) var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 16)

  func reserve(_ count: Int) {
    guard count > bytes.count else { return }
    bytes.deallocate()
    bytes = .allocate(byteCount: max(count, bytes.count * 2), alignment: 16)
  }

  deinit { bytes.deallocate() }
}
