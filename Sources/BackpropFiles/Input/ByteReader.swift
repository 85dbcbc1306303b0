/// Reads a file's uncompressed bytes in order, whether the file is plain or gzip.
///
/// What the file is shows in its first bytes, never in its name. The memory taken is fixed: two buffers.
package final class ByteReader {
  /// The path as it was given.
  package let path: String

  /// The length of the file on the disk in bytes, compressed as it may be.
  package let fileByteCount: Int

  /// Whether the file's bytes are a gzip stream.
  package let isGzip: Bool

  /// The number of uncompressed bytes handed out so far.
  package private(set) var offset = 0

  private let file: InputFile
  private let chunk: UnsafeMutableRawBufferPointer
  private let inflater: GzipInflater?
  private var head: ArraySlice<UInt8>

  private static let chunkSize = 256 * 1024

  /// Opens the file and looks at its first bytes.
  package init(_ path: String) throws(FileError) {
    self.path = path
    file = try InputFile(path)
    fileByteCount = file.byteCount
    chunk = .allocate(byteCount: Self.chunkSize, alignment: 16)
    let headCount: Int
    do throws(FileError) {
      headCount = try file.fill(UnsafeMutableRawBufferPointer(rebasing: chunk[..<2]))
    } catch {
      chunk.deallocate()
      throw error
    }
    head = [UInt8](chunk[..<headCount])[...]
    isGzip = Array(head) == GzipInflater.magic
    if isGzip {
      inflater = GzipInflater(file: file, head: Array(head))
    } else {
      inflater = nil
    }
  }

  deinit {
    chunk.deallocate()
  }

  /// Reads the next uncompressed bytes.
  ///
  /// - Parameter limit: How many bytes at most.
  /// - Returns: The bytes, valid until the next call; none at the end of the data. For gzip, none
  ///   also means that the checksum and the length at the stream's end were right.
  package func next(atMost limit: Int) throws(FileError) -> UnsafeRawBufferPointer {
    let wanted = UnsafeMutableRawBufferPointer(rebasing: chunk[..<min(max(limit, 0), chunk.count)])
    return UnsafeRawBufferPointer(rebasing: wanted[..<(try read(into: wanted))])
  }

  /// Reads uncompressed bytes until a buffer is full or the data end; returns how many.
  package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var count = 0
    while count < buffer.count {
      let part = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      if part == 0 { break }
      count += part
    }
    return count
  }

  /// Reads the next uncompressed bytes into a buffer; returns how many, 0 at the end of the data.
  private func read(into wanted: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard !wanted.isEmpty else { return 0 }
    let count: Int
    if let inflater {
      count = try inflater.read(into: wanted)
    } else if !head.isEmpty {
      count = min(head.count, wanted.count)
      wanted.copyBytes(from: head.prefix(count))
      head = head.dropFirst(count)
    } else {
      count = try file.read(into: wanted)
    }
    offset += count
    return count
  }

  /// Reads so many bytes, fewer only at the end of the data.
  package func bytes(_ count: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let part = try next(atMost: count - bytes.count)
      if part.isEmpty { break }
      bytes.append(contentsOf: part)
    }
    return bytes
  }
}
