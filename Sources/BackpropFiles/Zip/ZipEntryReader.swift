import CZlib

/// Reads the bytes of an entry of a zip archive in order.
///
/// There are as many as the archive says, and they have its checksum, or there is an error before the last are handed out.
package final class ZipEntryReader {
  /// The entry.
  package let entry: ZipEntry

  private let file: InputFile
  private let inflation: InflateStream?
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
  /// How many bytes of the archive are read, and how many of the entry handed out.
  private var taken = 0
  private var offset = 0
  private var checksum = crc32(0, nil, 0)
  private var streamHasEnded = false
  private var isAtEnd = false

  init(_ file: InputFile, _ entry: ZipEntry) {
    (self.file, self.entry) = (file, entry)
    inflation = entry.method == .deflated ? InflateStream(.raw) : nil
  }

  deinit {
    input.deallocate()
  }

  /// Reads the next bytes into a buffer; returns how many, 0 at the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard !isAtEnd, !buffer.isEmpty else { return 0 }
    // zlib counts in 32 bits.
    let wanted = UnsafeMutableRawBufferPointer(
      rebasing: buffer.prefix(min(entry.byteCount - offset, 1 << 30)))
    var count = 0
    if !wanted.isEmpty {
      count = try inflation == nil ? readStored(into: wanted) : inflate(into: wanted)
      guard count > 0 else {
        throw failure("\(Wording.bytes(entry.byteCount)) of it", "the end after \(Wording.bytes(offset))")
      }
    }
    checksum = crc32(checksum, wanted.baseAddress?.assumingMemoryBound(to: Bytef.self), uInt(count))
    offset += count
    if offset == entry.byteCount { try finish() }
    return count
  }

  private func readStored(into output: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = try file.read(into: output, at: entry.dataOffset + taken)
    taken += count
    return count
  }

  /// Uncompresses until the output is full or the data end.
  private func inflate(into output: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard let inflation, inflation.initStatus == Z_OK else {
      throw failure("memory for uncompressing it", "too little")
    }
    let stream = inflation.record
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_out = uInt(output.count)
    while stream.pointee.avail_out > 0, !streamHasEnded {
      if stream.pointee.avail_in == 0 {
        let rest = UnsafeMutableRawBufferPointer(rebasing: input.prefix(entry.storedByteCount - taken))
        let count = rest.isEmpty ? 0 : try file.read(into: rest, at: entry.dataOffset + taken)
        guard count > 0 else {
          throw failure("whole deflated data", "their end after \(Wording.bytes(taken))")
        }
        taken += count
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_in = uInt(count)
      }
      switch CZlib.inflate(stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: streamHasEnded = true
      case Z_MEM_ERROR: throw failure("memory for uncompressing it", "too little")
      default:
        let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error"
        throw failure("whole deflated data", "damage after \(Wording.bytes(offset)) of it (\(message))")
      }
    }
    return output.count - Int(stream.pointee.avail_out)
  }

  /// Checks that the entry ends where it should and that its bytes have the checksum.
  private func finish() throws(FileError) {
    if let inflation {
      var byte: UInt8 = 0
      let result = withUnsafeMutableBytes(of: &byte) { byte in
        Result { () throws(FileError) in try streamHasEnded ? 0 : inflate(into: byte) }
      }
      guard try result.get() == 0, inflation.record.pointee.avail_in == 0, taken == entry.storedByteCount
      else {
        throw failure("\(Wording.bytes(entry.byteCount)) of it", "more data")
      }
    }
    guard UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
      throw failure("data that match its checksum", "data that don't")
    }
    isAtEnd = true
  }

  private func failure(_ expected: String, _ found: String) -> FileError {
    FileError(
      file: file.path, expected: "\(expected) in the entry “\(entry.name)”", found: found,
      advice: "Fetch or copy the file again.")
  }
}
