import BackpropFiles

extension NumPy {
  /// Writes an array to an `.npy` file, byte for byte as `numpy.save` does; its name is left out.
  ///
  /// The file is written under a temporary name and renamed when it is complete. Numbers of the kind bfloat16, which NumPy
  /// doesn't have, become float32.
  ///
  /// - Throws: `FileError` if the file can't be written.
  public static func write(_ array: StoredArray, to path: String) throws(FileError) {
    let file = try OutputFile(path)
    try file.write(NumPyHeader.bytes(array.kind, array.shape))
    try file.write(array.numPyBytes)
    try file.commit()
  }

  /// Writes arrays to an `.npz` archive, each as an entry of its name, as `numpy.savez` does.
  ///
  /// The same arrays give the same bytes. The archive is written under a temporary name and renamed when it is complete.
  ///
  /// - Throws: `FileError` if the archive can't be written, or names aren't such as an archive may have: different, and
  ///   below its folder.
  public static func writeArchive(
    _ arrays: [StoredArray], to path: String, compression: Compression = .none
  ) throws(FileError) {
    let archive = ZipWriter(try OutputFile(path))
    for array in arrays {
      let (header, bytes) = (NumPyHeader.bytes(array.kind, array.shape), array.numPyBytes)
      try archive.begin(
        array.name + ".npy", byteCount: header.count + bytes.count,
        method: compression == .none ? .stored : .deflated)
      try archive.write(header)
      try archive.write(bytes)
    }
    try archive.commit()
  }
}

extension StoredArray {
  /// The array's bytes as numbers that NumPy has.
  fileprivate var numPyBytes: [UInt8] {
    guard kind == .bfloat16 else { return bytes }
    // The upper half of a float32.
    var wide: [UInt8] = []
    wide.reserveCapacity(2 * bytes.count)
    for place in stride(from: 0, to: bytes.count - 1, by: 2) {
      wide += [0, 0, bytes[place], bytes[place + 1]]
    }
    return wide
  }
}
