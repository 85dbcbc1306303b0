import BackpropFiles

/// Sums of files on the disk.
enum FileSum {
  /// Whether a file is there, can be read and has the published size and sum.
  static func matches(_ file: RemoteFile, path: String) -> Bool {
    guard let status = try? SystemCalls.status(ofPath: path), status.isRegularFile,
      status.byteCount == file.byteCount, let sum = try? SHA256(ofFile: path)
    else { return false }
    return sum.hexadecimal == file.sha256.lowercased()
  }
}
