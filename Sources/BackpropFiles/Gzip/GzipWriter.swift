import CZlib

/// Compresses bytes to a gzip file of one member, without a name or a time in it, so that the same
/// bytes give the same file.
package final class GzipWriter: ByteSink {
  private let file: OutputFile
  private let output: UnsafeMutableRawBufferPointer
  // zlib keeps the address of its stream record, so the record must not move in memory.
  private let stream: UnsafeMutablePointer<z_stream>
  private let initStatus: Int32

  private static let outputSize = 64 * 1024

  /// Makes a writer to a file that is to be made anew.
  package init(_ file: OutputFile) {
    self.file = file
    output = .allocate(byteCount: Self.outputSize, alignment: 16)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    initStatus = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    if initStatus == Z_OK { deflateEnd(stream) }
    stream.deinitialize(count: 1)
    stream.deallocate()
    output.deallocate()
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // zlib counts in 32 bits.
      let part = rest.prefix(1 << 30)
      try compress(UnsafeRawBufferPointer(rebasing: part), flush: Z_NO_FLUSH)
      rest = rest.dropFirst(part.count)
    }
  }

  package func commit() throws(FileError) {
    try compress(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_FINISH)
    try file.commit()
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, flush: Int32) throws(FileError) {
    guard initStatus == Z_OK else { throw failure(initStatus) }
    // zlib's header leaves out that the input is only read.
    stream.pointee.next_in = bytes.baseAddress.map {
      UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: Bytef.self)
    }
    stream.pointee.avail_in = uInt(bytes.count)
    while true {
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_out = uInt(output.count)
      let status = deflate(stream, flush)
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw failure(status) }
      let count = output.count - Int(stream.pointee.avail_out)
      try file.write(UnsafeRawBufferPointer(rebasing: output[..<count]))
      if stream.pointee.avail_out > 0 { return }
    }
  }

  private func failure(_ status: Int32) -> FileError {
    FileError(
      file: file.path, expected: "to compress the data", found: "zlib error \(status)",
      advice: "Free some memory or write the file without compression.")
  }
}
