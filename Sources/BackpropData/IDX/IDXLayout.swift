import BackpropFiles

/// The shape and the element type of an IDX file, checked so that no product of sizes can overflow.
struct IDXLayout: Equatable {
  let shape: [Int]
  let elementType: IDXElementType

  /// The number of elements.
  let elementCount: Int

  /// The size of all elements in bytes.
  let byteCount: Int

  /// The size of the header in bytes.
  var headerByteCount: Int { 4 + 4 * shape.count }

  /// The greatest number of axes, whose number is one byte in the file.
  static let greatestAxisCount = 255

  /// The greatest size of the data that leaves room for the header in a file's length.
  private static let greatestByteCount = Int.max - 4 * (1 + greatestAxisCount)

  /// Checks a shape.
  ///
  /// The product of the sizes other than 0 must not overflow either: the sizes of one image, say, are
  /// multiplied in files with no images too.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes.
  ///   - elementType: The type of the elements.
  ///   - file: The file's path for errors.
  ///   - limit: The greatest size of the data in bytes.
  init(shape: [Int], elementType: IDXElementType, file: String, limit: Int = .max) throws(FileError) {
    guard (1...Self.greatestAxisCount).contains(shape.count) else {
      throw FileError(
        file: file, offset: 3, expected: "a number of axes from 1 to \(Self.greatestAxisCount)",
        found: "\(shape.count)", advice: "Check that this is an IDX file.")
    }
    var product = elementType.byteCount
    for (axis, size) in shape.enumerated() {
      guard size >= 0, size <= Int(UInt32.max) else {
        throw FileError(
          file: file, offset: 4 + 4 * axis, expected: "a size from 0 to \(UInt32.max)", found: "\(size)",
          advice: "IDX files hold sizes in 32 bits; split the data over several files.")
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: max(size, 1))
      guard !overflow, next <= min(limit, Self.greatestByteCount) else {
        let known =
          limit > Self.greatestByteCount
          ? "sizes whose product fits in 63 bits" : "at most \(Wording.bytes(limit)) of data"
        throw FileError(
          file: file, offset: 4 + 4 * axis, expected: known,
          found: "sizes of \(Wording.sizes(shape)) in elements of \(Wording.bytes(elementType.byteCount))",
          advice: "Check that this is the right file, or split the data over several files.")
      }
      product = next
    }
    self.shape = shape
    self.elementType = elementType
    byteCount = shape.contains(0) ? 0 : product
    elementCount = byteCount / elementType.byteCount
  }
}
