import BackpropFiles

extension IDX {
  /// Reads an IDX file, plain or compressed with gzip.
  ///
  /// The header is checked before the data are read: a file that is not compressed must be exactly as
  /// long as its header says, and one that is compressed must be long enough for it: beyond 256 MiB of data
  /// it must have a byte for each 200 of them. Memory is touched as
  /// data arrive only, and reading stops with the first byte too many, so that a small file cannot fill
  /// the memory whatever it claims.
  ///
  /// - Parameters:
  ///   - path: The file's path; it must be a regular file.
  ///   - axes: The number of axes that the file must have, or `nil` for any from 1 to 255.
  ///   - elementType: The type that the elements must have, or `nil` for any.
  ///   - limit: The greatest size of the uncompressed data in bytes that is accepted.
  /// - Returns: The file's contents.
  /// - Throws: `FileError` if the file cannot be read, is not a whole IDX file of that kind, or there is no memory for
  ///   its data.
  public static func read(
    _ path: String, axes: Int? = nil, elementType: IDXElementType? = nil, limit: Int = defaultLimit
  ) throws(FileError) -> IDXArray {
    let reader = try ByteReader(path)
    let layout = try readHeader(reader, axes: axes, elementType: elementType, limit: limit)
    try checkLength(of: reader, layout)
    return IDXArray(layout: layout, bytes: try readData(reader, layout))
  }

  /// The sizes of an IDX file's axes, after the same checks of its header and length as `read` makes.
  static func shape(
    of path: String, axes: Int? = nil, elementType: IDXElementType? = nil, limit: Int = defaultLimit
  ) throws(FileError) -> [Int] {
    let reader = try ByteReader(path)
    let layout = try readHeader(reader, axes: axes, elementType: elementType, limit: limit)
    try checkLength(of: reader, layout)
    return layout.shape
  }

  private static func readHeader(
    _ reader: ByteReader, axes: Int?, elementType: IDXElementType?, limit: Int
  ) throws(FileError) -> IDXLayout {
    let file = reader.path
    let start = try reader.bytes(4)
    guard start.count == 4 else {
      throw FileError(
        file: file, offset: start.count, expected: "an IDX file, which starts with 4 bytes",
        found: start.isEmpty ? "no data" : "the end of the data after \(Wording.bytes(start.count))",
        advice: "The file is empty or cut off; fetch or copy it again.")
    }
    guard start[0] == 0, start[1] == 0 else {
      throw FileError(
        file: file, offset: 0, expected: "an IDX file, which starts with the bytes 00 00",
        found: "the bytes \(Wording.hex(Array(start[..<2])))",
        advice: "Check that this is an IDX file, plain or compressed with gzip.")
    }
    guard let found = IDXElementType(rawValue: start[2]) else {
      throw FileError(
        file: file, offset: 2,
        expected: "an IDX type code (0x08, 0x09, 0x0B, 0x0C, 0x0D or 0x0E)", found: Wording.hex(start[2]),
        advice: "Check that this is an IDX file, plain or compressed with gzip.")
    }
    if let elementType, found != elementType {
      throw FileError(
        file: file, offset: 2, expected: "the IDX type code \(elementType.text)", found: found.text,
        advice: "Convert the data to that type or check that this is the right file.")
    }
    let axisCount = Int(start[3])
    if let axes, axisCount != axes {
      throw FileError(
        file: file, offset: 3, expected: Wording.counted(axes, "axis", plural: "axes"),
        found: Wording.counted(axisCount, "axis", plural: "axes"),
        advice: "Check that this is the right file: images have 3 axes and labels have 1.")
    }
    let sizes = try reader.bytes(4 * axisCount)
    guard sizes.count == 4 * axisCount else {
      throw FileError(
        file: file, offset: reader.offset,
        expected: "a header of \(4 + 4 * axisCount) bytes with the sizes of \(axisCount) axes",
        found: "the end of the data after \(Wording.bytes(reader.offset))",
        advice: "The file is cut off; fetch or copy it again.")
    }
    let shape = (0..<axisCount).map { axis in
      sizes[4 * axis..<4 * axis + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    return try IDXLayout(shape: shape, elementType: found, file: file, limit: limit)
  }

  /// Compares the header's sizes with the file's length before any memory is taken.
  private static func checkLength(of reader: ByteReader, _ layout: IDXLayout) throws(FileError) {
    if reader.isGzip {
      let (most, overflow) = reader.fileByteCount.multipliedReportingOverflow(by: GzipInflater.greatestRatio)
      guard overflow || layout.byteCount <= most else {
        throw FileError(
          file: reader.path, offset: 4,
          expected: "sizes that the file's \(reader.fileByteCount) bytes of gzip can hold",
          found:
            "sizes of \(Wording.sizes(layout.shape)), which are \(Wording.bytes(layout.byteCount)) of data",
          advice: "The file is damaged or cut off; fetch or copy it again.")
      }
      guard layout.byteCount <= UnpackedLimit.byteCount(ofFile: reader.fileByteCount) else {
        throw FileError(
          file: reader.path, offset: 4, expected: UnpackedLimit.words(ofFile: reader.fileByteCount),
          found:
            "sizes of \(Wording.sizes(layout.shape)), which are \(Wording.bytes(layout.byteCount)) of data",
          advice: UnpackedLimit.advice)
      }
    } else {
      let found = reader.fileByteCount
      let expected = layout.headerByteCount + layout.byteCount
      if found < expected { throw tooShort(reader, layout, end: found) }
      if found > expected {
        throw tooLong(reader, layout, found: Wording.counted(found - expected, "more byte"))
      }
    }
  }

  private static func readData(_ reader: ByteReader, _ layout: IDXLayout) throws(FileError) -> [UInt8] {
    let bytes = try FileBytes.read(layout.byteCount, of: reader.path) { (buffer) throws(FileError) in
      let count = try reader.fill(buffer)
      guard count == layout.byteCount else { throw tooShort(reader, layout, end: reader.offset) }
      return count
    }
    // Asking for one byte more also makes zlib check the sum and the length at a gzip stream's end.
    guard try reader.next(atMost: 1).isEmpty else {
      throw tooLong(reader, layout, found: "more data")
    }
    return bytes
  }

  private static func tooShort(_ reader: ByteReader, _ layout: IDXLayout, end: Int) -> FileError {
    FileError(
      file: reader.path, offset: end, expected: "\(total(layout))",
      found: "the end of the data after \(Wording.bytes(end))",
      advice: "The file is cut off or its header is wrong; fetch or copy it again.")
  }

  private static func tooLong(_ reader: ByteReader, _ layout: IDXLayout, found: String) -> FileError {
    FileError(
      file: reader.path, offset: layout.headerByteCount + layout.byteCount,
      expected: "the end of the data after \(total(layout))", found: found,
      advice: "The file's header is wrong or something was appended; fetch or copy it again.")
  }

  private static func total(_ layout: IDXLayout) -> String {
    let sizes = "the header's sizes \(Wording.sizes(layout.shape))"
    return "\(Wording.bytes(layout.headerByteCount + layout.byteCount)) in all by \(sizes)"
  }
}
