import BackpropFiles

extension Raster {
  /// The most bytes that a picture's file may have: 1 GiB.
  public static let greatestFileByteCount = 1 << 30

  /// Reads a picture from a file: PNG, PBM, PGM, PPM, and JPEG where the package is built with the trait `JPEG`.
  ///
  /// What the file is shows in its first bytes, never in its name. What is transparent lies on white; samples of 16 bits
  /// are rounded to 8, those of fewer bits spread over 0 to 255. Colour profiles and gamma are left as they are.
  ///
  /// - Throws: `FileError` if the file can't be read, isn't a whole picture of a format that is read, has more than
  ///   ``greatestPixelCount`` pixels, or there is no memory for it.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(encoded: try Self.encodedBytes(path), name: path)
  }

  /// Reads a picture from the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What errors call it, its path for instance.
  ///   - pixelLimit: The most pixels that it may have; a service that reads strangers' pictures takes few.
  /// - Throws: `FileError` as `init(contentsOf:)` does.
  public init(
    encoded bytes: [UInt8], name: String, pixelLimit: Int = greatestPixelCount
  ) throws(FileError) {
    if pixelLimit < Self.greatestPixelCount {
      let size = try PictureSize(bytes, name)
      try Self.check(width: size.width, height: size.height, of: name, limit: pixelLimit)
    }
    switch PictureKind(bytes) {
    case .png: self = try PNGReader(bytes, name).raster()
    case .pnm: self = try PNMReader(bytes, name).raster()
    case .jpeg: self = try JPEGReader(bytes, name).raster()
    case .other(let format): throw Self.unread(name, "a picture in the format \(format)")
    case nil: throw Self.unread(name, Self.opening(bytes))
    }
  }

  /// The bytes of a file that may be a picture; one that can't be isn't read beyond its first bytes.
  private static func encodedBytes(_ path: String) throws(FileError) -> [UInt8] {
    let file = try InputFile(path)
    let head = try file.bytes(PictureKind.headByteCount, at: 0)
    switch PictureKind(head) {
    case .png, .pnm, .jpeg: break
    case .other(let format): throw unread(path, "a picture in the format \(format)")
    case nil: throw unread(path, opening(head))
    }
    guard file.byteCount <= greatestFileByteCount else {
      throw FileError(
        file: path, expected: "a picture of at most \(Wording.bytes(greatestFileByteCount))",
        found: "a file of \(Wording.bytes(file.byteCount))",
        advice: "Save the picture smaller, as PNG for instance.")
    }
    return try file.bytes(file.byteCount, at: 0)
  }

  private static func opening(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? "no data" : "the bytes \(Wording.hex(Array(bytes.prefix(8)))) at its beginning"
  }

  private static func unread(_ name: String, _ found: String) -> FileError {
    FileError(
      file: name, expected: "a picture as PNG, PGM, PPM, PBM or JPEG", found: found,
      advice: "Save the picture as PNG, or give another file.")
  }

  /// Throws where a picture of a size has no or too many pixels.
  static func check(
    width: Int, height: Int, of name: String, limit: Int = greatestPixelCount
  ) throws(FileError) {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflow, pixels <= limit else {
      let expected =
        width > 0 && height > 0
        ? "a picture of at most \(limit) pixels" : "a picture of at least 1 x 1 pixel"
      throw FileError(
        file: name, expected: expected, found: "\(width) x \(height)",
        advice: "Check that this is the right file, or save the picture in another size.")
    }
  }
}
