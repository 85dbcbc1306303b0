/// Finds, reads and checks the directory of a zip archive, which stands at its end.
struct ZipDirectory {
  private let file: InputFile
  private let limits: ZipArchive.Limits

  init(_ file: InputFile, _ limits: ZipArchive.Limits) { (self.file, self.limits) = (file, limits) }

  /// Where the directory's records lie.
  private struct Extent {
    var entryCount: UInt64
    var byteCount: UInt64
    var offset: UInt64
  }

  /// The entries in the directory's order, all of them checked.
  func entries() throws(FileError) -> [ZipEntry] {
    let (extent, end) = try extent()
    guard extent.entryCount <= UInt64(max(limits.entryCount, 0)) else {
      throw refusal(
        "at most \(Wording.counted(limits.entryCount, "entry", plural: "entries"))", "\(extent.entryCount)")
    }
    // Nothing may stand between the directory and its end, and the directory must hold as much as it claims.
    let (sum, overflow) = extent.offset.addingReportingOverflow(extent.byteCount)
    guard !overflow, sum == UInt64(end) else {
      throw damage(
        "a directory of \(extent.byteCount) bytes at byte \(extent.offset), whose end stands at byte \(end)")
    }
    let (offset, byteCount) = (Int(extent.offset), Int(extent.byteCount))
    guard extent.entryCount <= byteCount / ZipRecord.directoryByteCount else {
      throw damage("a directory of \(byteCount) bytes for \(extent.entryCount) entries")
    }
    // Names, comments and what else an entry may have are far shorter than they might be.
    guard byteCount <= 64 << 20 else {
      throw refusal("a directory of at most \(64 << 20) bytes", "one of \(byteCount) bytes")
    }
    let fields = ByteFields(bytes: try file.bytes(byteCount, at: offset))
    guard fields.count == byteCount else { throw damage("a file that became shorter") }
    var entries: [(entry: ZipEntry, headerOffset: Int, flags: UInt16)] = []
    var place = 0
    for _ in 0..<extent.entryCount { entries.append(try entry(fields, &place, before: offset)) }
    guard place == byteCount else {
      throw damage(
        "\(Wording.counted(byteCount - place, "byte")) more in the directory than its entries take")
    }
    return try checked(entries, directoryOffset: offset)
  }

  /// The directory's extent, and where it must end.
  private func extent() throws(FileError) -> (Extent, end: Int) {
    // A comment of up to 65,535 bytes may follow the record that ends the archive.
    let tailCount = min(file.byteCount, ZipRecord.endByteCount + 0xFFFF)
    let tailOffset = file.byteCount - tailCount
    let tail = ByteFields(bytes: try file.bytes(tailCount, at: tailOffset))
    let starts = stride(from: tail.count - ZipRecord.endByteCount, through: 0, by: -1)
    let start = starts.first { start in
      tail.uint32(start) == ZipRecord.endSignature
        && start + ZipRecord.endByteCount + Int(tail.uint16(start + 20)) == tail.count
    }
    guard let start else {
      throw FileError(
        file: file.path, expected: "a zip archive, which ends with its directory", found: "no such end",
        advice: "Check that this is a zip archive; if it is, it is cut off, so fetch or copy it again.")
    }
    let extent = Extent(
      entryCount: UInt64(tail.uint16(start + 10)), byteCount: UInt64(tail.uint32(start + 12)),
      offset: UInt64(tail.uint32(start + 16)))
    let full = Extent(entryCount: 0xFFFF, byteCount: 0xFFFF_FFFF, offset: 0xFFFF_FFFF)
    let isFull =
      extent.entryCount == full.entryCount || extent.byteCount == full.byteCount
      || extent.offset == full.offset
    // Some writers, such as PyTorch's, add numbers of 64 bits where those of 32 would do.
    if isFull || extent.offset + extent.byteCount != UInt64(tailOffset + start),
      let (wide, end) = try wideExtent(before: tailOffset + start)
    {
      for part in [\Extent.entryCount, \.byteCount, \.offset] {
        guard extent[keyPath: part] == full[keyPath: part] || extent[keyPath: part] == wide[keyPath: part]
        else { throw damage("two ends of the directory that differ") }
      }
      return (wide, end)
    }
    guard tail.uint16(start + 4) == 0, tail.uint16(start + 6) == 0,
      tail.uint16(start + 8) == tail.uint16(start + 10)
    else { throw severalDisks() }
    return (extent, tailOffset + start)
  }

  /// The extent in numbers of 64 bits, where the record stands that leads to them.
  private func wideExtent(before end: Int) throws(FileError) -> (Extent, end: Int)? {
    let locatorOffset = end - ZipRecord.locatorByteCount
    guard locatorOffset >= ZipRecord.wideEndByteCount else { return nil }
    let locator = ByteFields(bytes: try file.bytes(ZipRecord.locatorByteCount, at: locatorOffset))
    guard locator.count == ZipRecord.locatorByteCount, locator.uint32(0) == ZipRecord.locatorSignature else {
      return nil
    }
    guard locator.uint32(4) == 0, locator.uint32(16) == 1 else { throw severalDisks() }
    guard let offset = Int(exactly: locator.uint64(8)), offset <= locatorOffset - ZipRecord.wideEndByteCount
    else {
      throw damage("the end of a directory at byte \(locator.uint64(8))")
    }
    let record = ByteFields(bytes: try file.bytes(ZipRecord.wideEndByteCount, at: offset))
    guard record.count == ZipRecord.wideEndByteCount, record.uint32(0) == ZipRecord.wideEndSignature,
      record.uint64(4) == UInt64(locatorOffset - offset - 12)
    else { throw damage("no end of a directory at byte \(offset)") }
    guard record.uint32(16) == 0, record.uint32(20) == 0, record.uint64(24) == record.uint64(32) else {
      throw severalDisks()
    }
    return (
      Extent(entryCount: record.uint64(32), byteCount: record.uint64(40), offset: record.uint64(48)), offset
    )
  }

  /// Reads one entry of the directory and goes on to the next.
  private func entry(
    _ fields: ByteFields, _ place: inout Int, before limit: Int
  ) throws(FileError) -> (ZipEntry, headerOffset: Int, flags: UInt16) {
    let start = place
    guard fields.count - start >= ZipRecord.directoryByteCount,
      fields.uint32(start) == ZipRecord.directorySignature
    else { throw damage("no entry at byte \(start) of the directory") }
    let nameCount = Int(fields.uint16(start + 28))
    let extraCount = Int(fields.uint16(start + 30))
    let nameStart = start + ZipRecord.directoryByteCount
    place = nameStart + nameCount + extraCount + Int(fields.uint16(start + 32))
    guard place <= fields.count else {
      throw damage("an entry at byte \(start) of the directory that is cut off")
    }
    guard let name = String(validating: fields.bytes[nameStart..<nameStart + nameCount], as: UTF8.self) else {
      throw refusal("names in UTF-8", "another name at byte \(start) of the directory")
    }
    if let fault = ZipEntry.fault(inName: name) {
      throw refusal("names of files below the archive's folder", fault)
    }
    let flags = fields.uint16(start + 8)
    guard flags & (ZipRecord.isEncrypted | ZipRecord.isStronglyEncrypted | ZipRecord.isPatch) == 0,
      let method = ZipEntry.Method(rawValue: fields.uint16(start + 10))
    else {
      throw refusal("entries that are stored or deflated", "another form of “\(name)”")
    }
    let extra = nameStart + nameCount..<nameStart + nameCount + extraCount
    let numbers = try wideNumbers(fields, start, extra, name)
    guard let byteCount = Int(exactly: numbers.byteCount) else {
      throw damage("“\(name)” with \(numbers.byteCount) bytes")
    }
    guard let stored = Int(exactly: numbers.stored),
      let offset = Int(exactly: numbers.offset), stored <= limit, offset <= limit - stored
    else { throw damage("“\(name)” with \(numbers.stored) bytes from byte \(numbers.offset) on") }
    let isHonest =
      method == .stored ? byteCount == stored : byteCount / DeflateForm.greatestRatio <= stored
    guard isHonest else {
      throw damage("“\(name)” with \(byteCount) bytes, of which the archive holds \(stored)")
    }
    let entry = ZipEntry(
      name: name, method: method, checksum: fields.uint32(start + 16), byteCount: byteCount,
      storedByteCount: stored, dataOffset: offset)
    return (entry, offset, flags)
  }

  /// An entry's sizes and its place, from the field with 64 bits where the others are full.
  private func wideNumbers(
    _ fields: ByteFields, _ start: Int, _ extra: Range<Int>, _ name: String
  ) throws(FileError) -> (byteCount: UInt64, stored: UInt64, offset: UInt64) {
    var numbers = [24, 20, 42].map { UInt64(fields.uint32(start + $0)) }
    guard numbers.contains(0xFFFF_FFFF) else { return (numbers[0], numbers[1], numbers[2]) }
    var place = extra.lowerBound
    while extra.upperBound - place >= 4 {
      let end = place + 4 + Int(fields.uint16(place + 2))
      guard end <= extra.upperBound else { break }
      if fields.uint16(place) == ZipRecord.wideField {
        place += 4
        for index in numbers.indices where numbers[index] == 0xFFFF_FFFF {
          guard place + 8 <= end else { throw damage("“\(name)” without all its sizes") }
          numbers[index] = fields.uint64(place)
          place += 8
        }
        return (numbers[0], numbers[1], numbers[2])
      }
      place = end
    }
    throw damage("“\(name)” without its sizes")
  }

  /// Reads every entry's own header, which must say what the directory says, and checks that nothing is listed twice.
  private func checked(
    _ found: [(entry: ZipEntry, headerOffset: Int, flags: UInt16)], directoryOffset: Int
  ) throws(FileError) -> [ZipEntry] {
    var entries = found.map(\.entry)
    var names: Set<[UInt8]> = []
    var total = 0
    for entry in entries {
      // A folder has the name of a file in its place.
      let name = Array(entry.isFolder ? entry.name.utf8.dropLast() : entry.name.utf8[...])
      guard names.insert(name).inserted else { throw damage("the name “\(entry.name)” twice") }
      let (sum, overflow) = total.addingReportingOverflow(entry.byteCount)
      guard !overflow, sum <= limits.byteCount else {
        throw refusal("at most \(Wording.bytes(limits.byteCount)) in all entries", "more")
      }
      total = sum
    }
    guard total <= UnpackedLimit.byteCount(ofFile: file.byteCount) else {
      throw FileError(
        file: file.path, expected: UnpackedLimit.words(ofFile: file.byteCount),
        found: "entries of \(Wording.bytes(total))", advice: UnpackedLimit.advice)
    }
    var end = 0
    for index in found.indices.sorted(by: { found[$0].headerOffset < found[$1].headerOffset }) {
      let (entry, offset, flags) = found[index]
      guard offset >= end else { throw damage("“\(entry.name)” in the bytes of another entry") }
      entries[index].dataOffset = try dataOffset(of: entry, at: offset, flags: flags)
      end = entries[index].dataOffset + entry.storedByteCount
      guard end <= directoryOffset else { throw damage("“\(entry.name)” in the bytes of the directory") }
    }
    return entries
  }

  /// Where an entry's data begin, after its own header.
  private func dataOffset(of entry: ZipEntry, at offset: Int, flags: UInt16) throws(FileError) -> Int {
    let name = Array(entry.name.utf8)
    let header = ByteFields(bytes: try file.bytes(ZipRecord.localByteCount + name.count, at: offset))
    guard header.count == ZipRecord.localByteCount + name.count,
      header.uint32(0) == ZipRecord.localSignature
    else { throw damage("no header of “\(entry.name)” at byte \(offset) of the file") }
    // Sizes are zero where they follow the data, and full where they have 64 bits.
    func says(_ number: Int, _ place: Int) -> Bool {
      let found = header.uint32(place)
      return UInt64(found) == UInt64(number) || found == 0xFFFF_FFFF
        || (found == 0 && flags & ZipRecord.hasDescriptor != 0)
    }
    guard header.uint16(6) == flags, header.uint16(8) == entry.method.rawValue,
      says(Int(entry.checksum), 14), says(entry.storedByteCount, 18), says(entry.byteCount, 22),
      Int(header.uint16(26)) == name.count, Array(header.bytes[ZipRecord.localByteCount...]) == name
    else {
      throw damage("a header at byte \(offset) of the file that differs from the directory's “\(entry.name)”")
    }
    return offset + ZipRecord.localByteCount + name.count + Int(header.uint16(28))
  }

  private func damage(_ found: String) -> FileError { refusal("a whole zip archive", found) }

  private func severalDisks() -> FileError { refusal("an archive in one file", "a part of one in several") }

  private func refusal(_ expected: String, _ found: String) -> FileError {
    FileError(
      file: file.path, expected: expected, found: found,
      advice: "Fetch or copy the file again, or create it with another program.")
  }
}
