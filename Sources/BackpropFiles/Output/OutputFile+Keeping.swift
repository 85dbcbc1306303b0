extension OutputFile {
  /// Gives the complete file its own name, and keeps files that had it before: the last one as `name.1`, the one before
  /// as `name.2` and so on, `count` files with the new one. At each moment there is a whole file of the name itself.
  package func commit(keeping count: Int) throws(FileError) {
    if count > 1, let target = renamedPath { Self.keep(target, count: count - 1) }
    try commit()
  }

  /// Whether a path means a device, a pipe or an open file, where nothing can be replaced as a whole.
  package static func isWrittenAsItComes(_ path: String) throws(FileError) -> Bool {
    if case .file = try OutputPlace(path) { false } else { true }
  }

  /// Gives a file that is there another name beside its own; says whether that was possible.
  ///
  /// Both names are of one file, so that nothing is copied and nothing is missing meanwhile; on disks without such links a
  /// copy is made.
  @discardableResult
  package static func keepCopy(of path: String, as other: String) -> Bool {
    SystemCalls.removeFile(other)
    return SystemCalls.link(path, as: other) || copy(path, to: other)
  }

  private static func keep(_ path: String, count: Int) {
    guard (try? SystemCalls.status(ofPath: path)) != nil else { return }
    for number in stride(from: count - 1, to: 0, by: -1) {
      // Where there are fewer yet, there is nothing to rename.
      try? SystemCalls.renameFile("\(path).\(number)", to: "\(path).\(number + 1)")
    }
    keepCopy(of: path, as: "\(path).1")
  }

  private static func copy(_ path: String, to other: String) -> Bool {
    do throws(FileError) {
      let input = try InputFile(path)
      let output = try OutputFile(other)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
      defer { buffer.deallocate() }
      while true {
        let count = try input.read(into: buffer)
        if count == 0 { break }
        try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
      try output.commit()
      return true
    } catch {
      return false
    }
  }
}
