extension SHA256 {
  /// The sum of a file's bytes as they lie on the disk.
  package init(ofFile path: String) throws(FileError) {
    let file = try InputFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    defer { buffer.deallocate() }
    self.init()
    while true {
      let count = try file.read(into: buffer)
      if count == 0 { return }
      update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
