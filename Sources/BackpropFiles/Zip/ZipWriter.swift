import CZlib

/// Writes a zip archive, entry after entry, in which every time is midnight of 1 January 1980, so that the same bytes
/// give the same archive.
///
/// The bytes of an entry come in parts; its header gets its sizes and checksum when the entry is over.
package final class ZipWriter: ByteSink {
  private let file: OutputFile
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
  private let wideFrom: Int
  private var entries: [Entry] = []
  // As bytes: strings that only look the same are different names.
  private var names: Set<[UInt8]> = []
  private var stream: DeflateStream?
  private var isOpen = false

  /// What the directory says of an entry.
  private struct Entry {
    let name: String
    let method: ZipEntry.Method
    let headerOffset: Int
    /// How many bytes were announced.
    let announced: Int
    /// Whether its own header has room for sizes of 64 bits.
    let isWide: Bool
    var byteCount = 0
    var storedByteCount = 0
    var checksum = crc32(0, nil, 0)
  }

  /// Makes a writer to a file that is to be made anew.
  ///
  /// - Parameter wideFrom: The number from which on numbers are written in 64 bits; below it there must be room for the
  ///   little by which deflated data may be longer than what they stand for.
  package init(_ file: OutputFile, wideFrom: Int = 0xF000_0000) {
    (self.file, self.wideFrom) = (file, wideFrom)
  }

  deinit {
    buffer.deallocate()
  }

  /// Begins an entry, whose bytes are then written; the one before is over.
  ///
  /// - Parameters:
  ///   - name: Its name, with slashes between folders.
  ///   - byteCount: How many bytes are going to be written.
  ///   - method: Whether they are compressed.
  package func begin(_ name: String, byteCount: Int, method: ZipEntry.Method = .deflated) throws(FileError) {
    try end()
    let found = ZipEntry.fault(inName: name) ?? (name.utf8.count > 0xFFFF ? "a very long name" : nil)
    guard found == nil, !name.hasSuffix("/"), names.insert(Array(name.utf8)).inserted else {
      throw failure("names of files below the archive's folder that differ", found ?? "the name “\(name)”")
    }
    let entry = Entry(
      name: name, method: method, headerOffset: file.byteCount, announced: byteCount,
      isWide: byteCount >= wideFrom)
    entries.append(entry)
    stream = method == .deflated ? DeflateStream(.raw) : nil
    try file.write(header(of: entry))
    isOpen = true
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard isOpen, let last = entries.indices.last else { throw failure("an entry that was begun", "none") }
    guard bytes.count <= entries[last].announced - entries[last].byteCount else {
      throw failure("\(Wording.bytes(entries[last].announced)) of “\(entries[last].name)”", "more")
    }
    entries[last].byteCount += bytes.count
    entries[last].checksum = crc32_z(
      entries[last].checksum, bytes.baseAddress?.assumingMemoryBound(to: Bytef.self), bytes.count)
    try put(bytes, isEnd: false)
  }

  /// Writes a whole entry.
  package func add(_ name: String, _ bytes: [UInt8], method: ZipEntry.Method = .deflated) throws(FileError) {
    try begin(name, byteCount: bytes.count, method: method)
    try write(bytes)
    try end()
  }

  /// Writes the directory and gives the file its name.
  package func commit() throws(FileError) {
    try end()
    let offset = file.byteCount
    for entry in entries { try file.write(directoryEntry(entry)) }
    try file.write(directoryEnd(offset: offset, byteCount: file.byteCount - offset))
    try file.commit()
  }

  /// Ends the latest entry, whose header then gets what it lacked.
  private func end() throws(FileError) {
    guard isOpen, let last = entries.indices.last else { return }
    guard entries[last].byteCount == entries[last].announced else {
      throw failure(
        "\(Wording.bytes(entries[last].announced)) of “\(entries[last].name)”", "\(entries[last].byteCount)")
    }
    try put(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true)
    isOpen = false
    let header = header(of: entries[last])
    entries[last].storedByteCount = file.byteCount - entries[last].headerOffset - header.count
    try file.overwrite(self.header(of: entries[last]), at: entries[last].headerOffset)
  }

  private func put(_ bytes: UnsafeRawBufferPointer, isEnd: Bool) throws(FileError) {
    guard let stream else { return try file.write(bytes) }
    let file = file
    let status = try stream.compress(bytes, isEnd: isEnd, through: buffer) { (part) throws(FileError) in
      try file.write(part)
    }
    if let status { throw failure("to compress the data", "zlib error \(status)") }
  }

  private func failure(_ expected: String, _ found: String) -> FileError {
    FileError(file: file.path, expected: expected, found: found, advice: "Correct what is to be written.")
  }
}

extension ZipWriter {
  /// What an entry's own header and the directory have in common: version, flags, method, time, checksum and sizes.
  private func common(_ entry: Entry, isWide: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt16(isWide || entry.headerOffset >= wideFrom ? 45 : 20))
    bytes.append(littleEndian: entry.name.utf8.allSatisfy { $0 < 0x80 } ? 0 : ZipRecord.isUTF8)
    bytes.append(littleEndian: entry.method.rawValue)
    // The time, and the date: day 1 of month 1 of year 0, which is 1980.
    bytes.append(littleEndian: UInt16(0))
    bytes.append(littleEndian: UInt16(1 << 5 | 1))
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: entry.checksum))
    for size in [entry.storedByteCount, entry.byteCount] {
      bytes.append(littleEndian: isWide ? UInt32.max : UInt32(truncatingIfNeeded: size))
    }
    bytes.append(littleEndian: UInt16(truncatingIfNeeded: entry.name.utf8.count))
    return bytes
  }

  private func wideField(_ numbers: [Int]) -> [UInt8] {
    guard !numbers.isEmpty else { return [] }
    var bytes: [UInt8] = []
    bytes.append(littleEndian: ZipRecord.wideField)
    bytes.append(littleEndian: UInt16(truncatingIfNeeded: 8 * numbers.count))
    for number in numbers { bytes.append(littleEndian: UInt64(number)) }
    return bytes
  }

  private func header(of entry: Entry) -> [UInt8] {
    let extra = wideField(entry.isWide ? [entry.byteCount, entry.storedByteCount] : [])
    var bytes: [UInt8] = []
    bytes.append(littleEndian: ZipRecord.localSignature)
    bytes += common(entry, isWide: entry.isWide)
    bytes.append(littleEndian: UInt16(truncatingIfNeeded: extra.count))
    return bytes + entry.name.utf8 + extra
  }

  private func directoryEntry(_ entry: Entry) -> [UInt8] {
    let isFar = entry.headerOffset >= wideFrom
    let extra = wideField(
      (entry.isWide ? [entry.byteCount, entry.storedByteCount] : []) + (isFar ? [entry.headerOffset] : []))
    var bytes: [UInt8] = []
    bytes.append(littleEndian: ZipRecord.directorySignature)
    // Made on Unix, for the permissions to be understood.
    bytes.append(littleEndian: UInt16(3 << 8 | 45))
    bytes += common(entry, isWide: entry.isWide)
    bytes.append(littleEndian: UInt16(truncatingIfNeeded: extra.count))
    // No comment, the first disk, no attributes but those of a regular file that everyone may read.
    bytes += [UInt8](repeating: 0, count: 6)
    bytes.append(littleEndian: UInt32(0o100644) << 16)
    bytes.append(littleEndian: isFar ? UInt32.max : UInt32(truncatingIfNeeded: entry.headerOffset))
    return bytes + entry.name.utf8 + extra
  }

  private func directoryEnd(offset: Int, byteCount: Int) -> [UInt8] {
    let isWide = entries.count >= min(wideFrom, 0xFFFF) || offset >= wideFrom || byteCount >= wideFrom
    var bytes: [UInt8] = []
    if isWide {
      bytes.append(littleEndian: ZipRecord.wideEndSignature)
      bytes.append(littleEndian: UInt64(ZipRecord.wideEndByteCount - 12))
      bytes.append(littleEndian: UInt16(3 << 8 | 45))
      bytes.append(littleEndian: UInt16(45))
      bytes.append(littleEndian: UInt64(0))
      for number in [entries.count, entries.count, byteCount, offset] {
        bytes.append(littleEndian: UInt64(number))
      }
      bytes.append(littleEndian: ZipRecord.locatorSignature)
      bytes.append(littleEndian: UInt32(0))
      bytes.append(littleEndian: UInt64(offset + byteCount))
      bytes.append(littleEndian: UInt32(1))
    }
    bytes.append(littleEndian: ZipRecord.endSignature)
    bytes.append(littleEndian: UInt32(0))
    for _ in 0..<2 {
      bytes.append(littleEndian: isWide ? UInt16.max : UInt16(truncatingIfNeeded: entries.count))
    }
    for number in [byteCount, offset] {
      bytes.append(littleEndian: isWide ? UInt32.max : UInt32(truncatingIfNeeded: number))
    }
    bytes.append(littleEndian: UInt16(0))
    return bytes
  }
}
