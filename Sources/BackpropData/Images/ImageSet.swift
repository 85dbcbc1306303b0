import BackpropFiles

/// Images of one size with a label each, as bytes.
///
/// A set is consistent: there are `count` images of `channels` by `rows` by `columns` bytes and `count` labels.
public struct ImageSet: Sendable, Hashable {
  /// The pixels, image after image, each channel after channel and row by row; 0 to 255.
  public let images: [UInt8]

  /// The label of each image, a class's number.
  public let labels: [UInt8]

  /// The number of images.
  public let count: Int

  /// The height of an image in pixels, at least 1.
  public let rows: Int

  /// The width of an image in pixels, at least 1.
  public let columns: Int

  /// 1 for grey images, 3 for red, green and blue.
  public let channels: Int

  /// The greatest number of classes: a label is a byte.
  public static let greatestClassCount = 256

  /// How many classes the labels ask for: the largest label and one more, 0 without images.
  public var classCount: Int { (labels.max().map(Int.init) ?? -1) + 1 }

  /// The number of bytes of one image: one for each pixel in grey, three in colour.
  public var pixelCount: Int { channels * rows * columns }

  /// Makes a set from its parts.
  ///
  /// - Parameters:
  ///   - images: The pixels of all images, row by row.
  ///   - labels: The labels, one for each image.
  ///   - rows: The height of an image, at least 1.
  ///   - columns: The width of an image, at least 1.
  ///   - channels: 1 for grey, 3 for red, green and blue, which follow one another in each image.
  /// - Throws: `FileError` if the parts do not fit one another.
  public init(
    images: [UInt8], labels: [UInt8], rows: Int, columns: Int, channels: Int = 1
  ) throws(FileError) {
    let (plane, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (pixels, pixelOverflow) = plane.multipliedReportingOverflow(by: channels)
    guard rows > 0, columns > 0, !overflow, !pixelOverflow, channels == 1 || channels == 3 else {
      throw FileError(
        file: "image set", expected: "images of at least 1 x 1 pixel with 1 or 3 channels",
        found: "\(rows) x \(columns) with \(channels)",
        advice: "Give the height and the width of one image, and 3 channels for colours.")
    }
    let (count, remainder) = images.count.quotientAndRemainder(dividingBy: pixels)
    guard remainder == 0, count == labels.count else {
      throw FileError(
        file: "image set", expected: "\(rows) x \(columns) pixels for each of \(labels.count) labels",
        found: "\(images.count) pixels in all",
        advice: "Give as many labels as images, and images of one size.")
    }
    self.init(whole: images, labels: labels, rows: rows, columns: columns, channels: channels)
  }

  /// Makes a set from parts that are known to fit one another.
  init(whole images: [UInt8], labels: [UInt8], rows: Int, columns: Int, channels: Int) {
    self.images = images
    self.labels = labels
    self.rows = rows
    self.columns = columns
    self.channels = channels
    count = labels.count
  }
}

extension ImageSet {
  /// Reads images and their labels from two IDX files, plain or compressed with gzip.
  ///
  /// - Parameters:
  ///   - images: The path of a file of unsigned bytes with the axes image, row and column.
  ///   - labels: The path of a file of unsigned bytes with one axis.
  ///   - classes: The number of classes; every label must be less.
  ///   - allowsEmpty: Whether a set without a single image is accepted.
  ///   - limit: The greatest size of the uncompressed images in bytes that is accepted.
  /// - Returns: The set.
  /// - Throws: `FileError` if a file cannot be read, is broken or does not fit the other.
  public static func read(
    images imagesPath: String, labels labelsPath: String, classes: Int = 10, allowsEmpty: Bool = false,
    limit: Int = IDX.defaultLimit
  ) throws(FileError) -> ImageSet {
    // Images that don't fit their labels aren't read at all: there may be a lot of them.
    let shape = try IDX.shape(of: imagesPath, axes: 3, elementType: .uint8, limit: limit)
    let (count, rows, columns) = (shape[0], shape[1], shape[2])
    for (axis, size) in [(1, rows), (2, columns)] where size == 0 {
      throw FileError(
        file: imagesPath, offset: 4 + 4 * axis, expected: "images of at least 1 x 1 pixel",
        found: "\(rows) x \(columns)", advice: "Check that this is the right file.")
    }
    guard count > 0 || allowsEmpty else {
      throw FileError(
        file: imagesPath, offset: 4, expected: "at least 1 image", found: "0 images",
        advice: "Training and testing need images; check that this is the right file.")
    }
    let labels = try IDX.read(labelsPath, axes: 1, elementType: .uint8, limit: limit)
    guard labels.count == count else {
      throw FileError(
        file: labelsPath, offset: 4,
        expected: "\(Wording.counted(count, "label")), one for each image of \(imagesPath)",
        found: Wording.counted(labels.count, "label"),
        advice: "Check that the two files belong together.")
    }
    if let index = labels.bytes.firstIndex(where: { Int($0) >= classes }) {
      throw FileError(
        file: labelsPath, offset: 8 + index, expected: "labels less than the number of classes, \(classes)",
        found: "the label \(labels.bytes[index])",
        advice: "Check that this is the right file, or read it with more classes.")
    }
    let images = try IDX.read(imagesPath, axes: 3, elementType: .uint8, limit: limit)
    return try ImageSet(images: images.bytes, labels: labels.bytes, rows: rows, columns: columns)
  }
}
