import BackpropFiles

/// Sums of files on the disk.
enum FileSum {
  /// Whether a file is there, can be read and has the published size and sum.
  static func matches(_ file: RemoteFile, path: String) -> Bool {
    guard let status = try? SystemCalls.status(ofPath: path), status.isRegularFile,
      status.byteCount == file.byteCount, let sum = try? sha256(ofFile: path)
    else { return false }
    return sum == file.sha256.lowercased()
  }

  /// The SHA-256 sum of a file's bytes as they lie on the disk.
  static func sha256(ofFile path: String) throws(DataError) -> String {
    let file = try InputFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    defer { buffer.deallocate() }
    var sum = SHA256()
    while true {
      let count = try file.read(into: buffer)
      if count == 0 { return sum.hexadecimal }
      sum.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
