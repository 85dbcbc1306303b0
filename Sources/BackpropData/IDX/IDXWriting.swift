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
  /// - Throws: `DataError` if the file cannot be written.
  public static func write(
    _ array: IDXArray, to path: String, compression: Compression = .none
  ) throws(DataError) {
    let file = try OutputFile(path)
    let sink: any ByteSink
    switch compression {
    case .none: sink = file
    case .gzip: sink = GzipWriter(file)
    }
    try write(header(of: array), to: sink)
    try write(array.bytes, to: sink)
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

  private static func write(_ bytes: [UInt8], to sink: any ByteSink) throws(DataError) {
    // The error is carried out by value: closures of the standard library lose an error's type.
    var failure: DataError?
    bytes.withUnsafeBytes { buffer in
      do throws(DataError) { try sink.write(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
