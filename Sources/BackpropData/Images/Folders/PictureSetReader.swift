import BackpropFiles
import BackpropFormats

/// Reads the pictures of classes as images of one size, bytes all along.
struct PictureSetReader {
  let size: PictureReading.Size
  let channels: Int
  /// Which pictures couldn't be read.
  private(set) var broken: [FileError] = []
  /// Whether a picture that was read has a pixel with a colour.
  private(set) var hasColour = false

  init(size: PictureReading.Size, channels: Int) {
    (self.size, self.channels) = (size, channels)
  }

  /// The images of some classes.
  ///
  /// - Parameter labels: the label of each class.
  /// - Throws: `FileError` if there is no memory for them.
  mutating func read(_ classes: [PictureFolder.PictureClass], labels: [UInt8]) throws(FileError) -> ImageSet {
    let count = classes.reduce(0) { $0 + $1.files.count }
    let imageSize = size.rows * size.columns * channels
    let (byteCount, overflow) = count.multipliedReportingOverflow(by: imageSize)
    guard !overflow, FileBytes.fit(byteCount) else {
      throw FileError(
        file: "pictures", expected: "memory for \(count) images of \(Wording.bytes(imageSize))",
        found: "too little",
        advice: "Give a smaller size.")
    }
    var images: [UInt8] = []
    images.reserveCapacity(byteCount)
    var imageLabels: [UInt8] = []
    for (pictureClass, label) in zip(classes, labels) {
      for file in pictureClass.files {
        do throws(FileError) {
          images += try image(file)
          imageLabels.append(label)
        } catch {
          broken.append(error)
        }
      }
    }
    return try ImageSet(
      images: images, labels: imageLabels, rows: size.rows, columns: size.columns, channels: channels)
  }

  /// A picture in the size and the channels of the images, channel after channel.
  private mutating func image(_ path: String) throws(FileError) -> [UInt8] {
    let raster = try Raster(contentsOf: path)
    guard channels == 3 else { return try raster.grey.scaled(width: size.columns, height: size.rows).bytes }
    let scaled = try raster.scaled(width: size.columns, height: size.rows)
    if !hasColour, !scaled.isGrey { hasColour = true }
    return scaled.colour.planes
  }
}
