import BackpropFiles
import BackpropFormats
import CZlib

/// A table's cells in a file of numbers, made once of a file of text: what is read again and again, by several processes, or is
/// larger than memory, is then read where it lies, row by row.
///
/// | bytes | what |
/// | --- | --- |
/// | 0 ..< 8 | `bptable2` |
/// | 8 ..< 48 | five 64-bit numbers, little-endian: rows, columns, where the description begins, its length, the cells' CRC-32 |
/// | 48 ..< 112 | the SHA-256 of the bytes 8 ..< 48 and of the description, in hexadecimal digits |
/// | 4096 … | cells of 32 bits row by row, as `TableCells` has them |
/// | behind them | the description in JSON: the text file's size and time, columns, words |
///
/// A file whose text has changed since, that was read as another table's columns say, or that was damaged, isn't used.
package struct TableCache {
  /// The file of text.
  package let source: String
  /// The file of numbers.
  package let path: String
  private let delimiter: CSVDelimiter
  /// What columns are read as, where another table says it.
  private let known: KnownColumns?

  private static let mark = Array("bptable2".utf8)
  private static let start = 4096
  private static let digits = 48..<112

  /// The cache of a file, beside it or in a folder.
  ///
  /// - Parameter known: the columns of a table that this one is to be like, whose cache is another than that of the file alone.
  package init(
    of source: String, delimiter: CSVDelimiter, folder: String? = nil, like known: KnownColumns? = nil
  ) {
    self.source = source
    self.delimiter = delimiter
    self.known = known
    let ending = known == nil ? ".bptable" : ".test.bptable"
    guard let folder else {
      path = source + ending
      return
    }
    // Files of one name in different folders have caches of their own.
    var hash = SHA256()
    hash.update(Array((SystemCalls.resolvedPath(source) ?? source).utf8))
    path = FilePath.join(folder, "\(FilePath.name(of: source))-\(hash.hexadecimal.prefix(12))\(ending)")
  }

  /// The table, where the cache is there and belongs to the text as it is now; `nil` elsewhere.
  ///
  /// All of it is read once, to see that it is as it was written.
  package func table() throws(FileError) -> DataTable? {
    // One that can't be read, as another user's, is made anew, or there is told what to do.
    guard let status = try? SystemCalls.status(ofPath: path), status.isRegularFile,
      let file = try? MappedFile(path)
    else { return nil }
    guard let (head, json) = description(file) else { return nil }
    guard json["source"]?.description == sourceJSON?.description, !(json["source"]?.isNull ?? true) else {
      return nil
    }
    let cells = UnsafeRawBufferPointer(rebasing: file.bytes[Self.start..<head.descriptionStart])
    guard Self.checksum(cells) == head.checksum, let first = cells.baseAddress else { return nil }
    let table = DataTable(
      source: source, json, columnCount: head.columns,
      TableCells(
        columnCount: head.columns, rowCount: head.rows, in: file,
        from: first.assumingMemoryBound(to: UInt32.self)))
    return table.flatMap { $0.hasKnownWordsOnly ? $0 : nil }
  }

  /// Reads the text and writes the cache, in memory for some rows only. Throws what is wrong with the text, and where the
  /// cache can't be written.
  package func make(_ progress: (TableProgress) -> Void) throws(FileError) {
    let before = sourceJSON
    var reader = TableReader(path: source, delimiter: delimiter)
    if let known { (reader.wordNames, reader.numberNames) = (known.words, known.numbers) }
    var written: OutputFile?
    var checksum: UInt = 0
    let table = try reader.read(
      into: { (columns: Int) throws(FileError) -> TableCells in
        // A word far down begins the reading anew.
        written?.discard()
        let file = try opened()
        (written, checksum) = (file, 0)
        return TableCells(columnCount: columns) { (bytes: UnsafeRawBufferPointer) throws(FileError) in
          try file.write(bytes)
          checksum = Self.checksum(bytes, after: checksum)
        }
      }, progress)
    guard table.cells.finish(), let file = written else {
      throw table.cells.failure ?? cannotWrite("none that could be written")
    }
    let members: [(String, JSONValue)] = [("source", before ?? .null)] + table.cacheMembers
    let description = Array(JSONValue.object(members).description.utf8)
    let numbers = [
      table.rowCount, table.columns.count, Self.start + 4 * table.rowCount * table.cells.columnCount,
      description.count, Int(checksum),
    ]
    var head: [UInt8] = []
    for number in numbers { withUnsafeBytes(of: UInt64(number).littleEndian) { head += $0 } }
    try write(description, to: file)
    var hash = SHA256()
    hash.update(head + description)
    try file.overwrite(Self.mark + head + Array(hash.hexadecimal.utf8), at: 0)
    try file.commit()
  }

  private func opened() throws(FileError) -> OutputFile {
    do throws(FileError) {
      let file = try OutputFile(path)
      try write([UInt8](repeating: 0, count: Self.start), to: file)
      return file
    } catch {
      throw cannotWrite(error.found)
    }
  }

  private func write(_ bytes: [UInt8], to file: OutputFile) throws(FileError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try file.write(bytes) }
    }
    try result.get()
  }

  private func cannotWrite(_ found: String) -> FileError {
    FileError(
      file: path, expected: "a place for the table's numbers, which processes read together", found: found,
      advice: "Give a folder that can be written to by --cache-dir.")
  }

  // MARK: - What the file says

  private struct Head {
    var rows, columns, descriptionStart: Int
    var checksum: UInt
  }

  /// What stands at the beginning and the end of a cache, where all of it is right.
  private func description(_ file: MappedFile) -> (Head, JSONValue)? {
    let bytes = file.bytes
    guard bytes.count > Self.start, bytes[0..<8].elementsEqual(Self.mark) else { return nil }
    let numbers = (0..<5).map {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 + 8 * $0, as: UInt64.self))
    }
    let counts = numbers.compactMap { Int(exactly: $0) }
    guard counts.count == 5, counts[0] > 0, counts[0] < Int(Int32.max), counts[1] > 0 else { return nil }
    let cells = counts[0].multipliedReportingOverflow(by: counts[1])
    guard !cells.overflow, cells.partialValue < 1 << 50,
      counts[2] == Self.start + 4 * cells.partialValue, counts[3] >= 0, counts[3] < 1 << 40,
      bytes.count == counts[2] + counts[3]
    else { return nil }
    let text = Array(bytes[counts[2]...])
    var hash = SHA256()
    hash.update(Array(bytes[8..<48]) + text)
    guard Array(hash.hexadecimal.utf8) == Array(bytes[Self.digits]),
      let json = try? JSONValue(parsing: text, file: path, limits: .init(byteCount: 1 << 40))
    else { return nil }
    return (
      Head(rows: counts[0], columns: counts[1], descriptionStart: counts[2], checksum: UInt(numbers[4])), json
    )
  }

  /// What tells the text from what it may become: its size and the time of its last change, and how it is read.
  private var sourceJSON: JSONValue? {
    guard let status = try? SystemCalls.status(ofPath: source) else { return nil }
    var members: [(String, JSONValue)] = [
      ("bytes", .integer(status.byteCount)), ("seconds", .integer(status.modified)),
      ("nanoseconds", .integer(status.modifiedNanoseconds)), ("delimiter", .string("\(delimiter)")),
    ]
    if let known {
      for (name, names) in [("words", known.words), ("numbers", known.numbers)] {
        members.append((name, .array(names.sorted().map { .string($0) })))
      }
    }
    return .object(members)
  }

  private static func checksum(_ bytes: UnsafeRawBufferPointer, after sum: UInt = 0) -> UInt {
    crc32_z(sum, bytes.baseAddress?.assumingMemoryBound(to: Bytef.self), bytes.count)
  }
}

extension JSONValue {
  fileprivate var isNull: Bool { if case .null = self { true } else { false } }
}
