import BackpropFiles

extension IDX {
  /// Writes an IDX file.
  ///
  /// The file is written under a temporary name in its folder and renamed when it is complete; on an
  /// error nothing is left behind and an older file of that name stays as it was.
  ///
  /// - Parameters:
  ///   - array: The file's contents.
  ///   - path: The path of the file, in a folder that exists.
  ///   - compression: Whether to compress the file with gzip.
  /// - Throws: `FileError` if the file cannot be written.
  public static func write(
    _ array: IDXArray, to path: String, compression: Compression = .none
  ) throws(FileError) {
    let file = try OutputFile(path)
    let sink: any ByteSink
    switch compression {
    case .none: sink = file
    case .gzip: sink = GzipWriter(file)
    }
    try sink.write(header(of: array))
    try sink.write(array.bytes)
    try sink.commit()
  }

  private static func header(of array: IDXArray) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, array.elementType.rawValue, UInt8(truncatingIfNeeded: array.shape.count)]
    for size in array.shape {
      for place in stride(from: 24, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: size >> place))
      }
    }
    return bytes
  }
}
