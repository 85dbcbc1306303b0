import Backprop
import BackpropData
import BackpropFiles

/// The entries of an IDX file as samples: bytes are pixels from 0 to 255, other numbers are taken as they are.
struct IDXInputs {
  let path: String
  let model: SavedModel

  /// Whether a file's first bytes, uncompressed, are an IDX file's.
  static func recognises(_ head: [UInt8]) -> Bool {
    head.count >= 4 && head[0] == 0 && head[1] == 0 && IDXElementType(rawValue: head[2]) != nil && head[3] > 0
  }

  /// The shape of one sample: images have a channel.
  static func sampleShape(of path: String) throws -> TensorShape? {
    let sizes = Array(try IDX.read(path).shape.dropFirst())
    return TensorShape(exactly: sizes.count == 2 ? [1] + sizes : sizes)
  }

  func forEach(_ body: (PredictionInput) throws -> Void) throws {
    let array = try IDX.read(path)
    guard array.shape.count > 1, let shape = TensorShape(exactly: array.shape.dropFirst()) else {
      throw FileError(
        file: path, offset: 3, expected: "samples, which have an axis for their number and others",
        found: Wording.counted(array.shape.count, "axis", plural: "axes"),
        advice: "Give a file of images; this looks like one of labels.")
    }
    let wanted = model.details.sampleShape
    guard shape.elementCount == wanted.elementCount,
      shape.rank < 2 || wanted.rank < 2
        || agrees(isTransposed ? TensorShape(shape.reversed()) : shape, wanted)
    else {
      throw FileError(
        file: path, expected: "samples of \(Wording.sizes(Array(wanted))) numbers, as the model takes them",
        found: Wording.sizes(Array(shape)), advice: "Give samples of the size that the model was trained on.")
    }
    let size = shape.elementCount
    // What a table's rows are looked up by stays whole.
    let isIndex = try SampleWork(of: model.details, file: path).indexCount != nil
    let isBytes = array.elementType == .uint8 && !isIndex
    let numbers = isBytes ? [] : array.doubles
    for position in 0..<array.shape[0] {
      let range = position * size..<(position + 1) * size
      var sample = isBytes ? array.bytes[range].map { Float($0) / 255 } : numbers[range].map { Float($0) }
      // What the model learnt from lay on its side in such files, and was put upright.
      if isTransposed, shape.rank == 2 { sample = upright(sample, rows: shape[0], columns: shape[1]) }
      var input = PredictionInput(file: path, position: position, sample: sample)
      if shape.rank == 2 {
        let (rows, columns) = isTransposed ? (shape[1], shape[0]) : (shape[0], shape[1])
        input.picture = SamplePicture(rows: rows, columns: columns, values: sample)
      }
      try body(input)
    }
  }

  /// Whether rows and columns of images in such files are exchanged.
  private var isTransposed: Bool {
    if case .images(let images) = model.details.preparation { images.transposed } else { false }
  }

  private func upright(_ sample: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<columns).flatMap { column in (0..<rows).map { sample[$0 * columns + column] } }
  }

  /// Whether the last sizes are the same.
  private func agrees(_ shape: TensorShape, _ wanted: TensorShape) -> Bool {
    zip(shape.reversed(), wanted.reversed()).allSatisfy { $0 == $1 }
  }
}
