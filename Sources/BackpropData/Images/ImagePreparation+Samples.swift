import BackpropFiles
import BackpropFormats

extension ImagePreparation {
  /// A picture as a network sees it.
  public struct Sample: Sendable, Hashable {
    /// Bytes that stand for numbers from 0 to 1, channel after channel and row by row.
    public let bytes: [UInt8]
    /// What was done to the picture besides scaling it, in sentences.
    public let remarks: [String]

    /// The numbers.
    public var numbers: [Float] { bytes.map { Float($0) / 255 } }
  }

  /// Brings a picture into the form of those that a network learnt from.
  ///
  /// - Parameters:
  ///   - picture: a picture of any size, upright.
  ///   - asIs: whether it is only scaled, even where the network learnt from pictures in MNIST's geometry.
  /// - Throws: `FileError` if there is no memory for it.
  public func sample(from picture: Raster, asIs: Bool = false) throws(FileError) -> Sample {
    if geometry == .mnist, !asIs, channels == 1, rows == MNISTGeometry.size, columns == MNISTGeometry.size {
      let brought = try MNISTGeometry(picture)
      return Sample(bytes: brought.raster.bytes, remarks: brought.remark.map { [$0] } ?? [])
    }
    let form = channels == 1 ? picture.grey : picture.colour
    let scaled = try form.scaled(width: columns, height: rows)
    return Sample(bytes: scaled.planes, remarks: [])
  }
}
