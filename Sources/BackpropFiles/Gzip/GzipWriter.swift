/// Compresses bytes to a gzip file of one member, without a name or a time in it, so that the same
/// bytes give the same file.
package final class GzipWriter: ByteSink {
  private let file: OutputFile
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
  private let stream = DeflateStream(.gzip)

  /// Makes a writer to a file that is to be made anew.
  package init(_ file: OutputFile) {
    self.file = file
  }

  deinit {
    buffer.deallocate()
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try compress(bytes, isEnd: false)
  }

  package func commit() throws(FileError) {
    try compress(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true)
    try file.commit()
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, isEnd: Bool) throws(FileError) {
    let file = file
    let status = try stream.compress(bytes, isEnd: isEnd, through: buffer) { (part) throws(FileError) in
      try file.write(part)
    }
    guard let status else { return }
    throw FileError(
      file: file.path, expected: "to compress the data", found: "zlib error \(status)",
      advice: "Free some memory or write the file without compression.")
  }
}
