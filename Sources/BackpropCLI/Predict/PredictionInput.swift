import Backprop
import BackpropData
import BackpropFiles

/// A sample that a model is asked about, and what is told of it.
struct PredictionInput {
  /// What outputs call the file that it comes from.
  var file: String
  /// Where in a file with several samples it stands, counted from 0.
  let position: Int?
  /// What the network sees, in the order of its samples.
  let sample: [Float]
  /// The same as a picture, where it is one.
  var picture: SamplePicture?
  /// What was done to bring it into the network's form, in sentences.
  var notes: [String] = []

  /// What outputs call it.
  var name: String {
    let file = FilePath.name(of: self.file).escapingControlCharacters()
    return position.map { "\(file) [\($0)]" } ?? file
  }
}

/// A grey picture as the network sees it.
struct SamplePicture {
  let rows: Int
  let columns: Int
  /// 0 for black and 1 for white, row by row.
  let values: [Float]
}

/// What turns a file into samples.
struct PredictionReader {
  let model: SavedModel
  /// Whether pictures are left as they are instead of being brought into the geometry of those the model learnt from.
  let asIs: Bool

  /// Calls a function with each sample of a file.
  func forEach(in path: String, _ body: (PredictionInput) throws -> Void) throws {
    if let status = try? SystemCalls.status(ofPath: path), status.isFolder {
      for file in try PictureInputs.files(inFolder: path) { try forEach(in: file, body) }
      return
    }
    let head = try ByteReader(path).bytes(16)
    if IDXInputs.recognises(head) {
      try IDXInputs(path: path, model: model).forEach(body)
    } else if PictureInputs.recognises(head) {
      try PictureInputs(path: path, model: model, asIs: asIs).forEach(body)
    } else {
      throw FileError(
        file: path, expected: PictureInputs.expectedFiles,
        found: head.isEmpty ? "no data" : "the bytes \(Wording.hex(Array(head.prefix(4))))",
        advice: PictureInputs.isNamedAsPicture(path)
          ? "Save the picture as PNG, or give another file." : "Give the rows of a table with --csv FILE.")
    }
  }

  /// The shape of the samples of a file, for a model that doesn't know it; nil where the file doesn't tell.
  static func sampleShape(of path: String) throws -> TensorShape? {
    if let status = try? SystemCalls.status(ofPath: path), status.isFolder {
      return try sampleShape(of: PictureInputs.files(inFolder: path)[0])
    }
    let head = try ByteReader(path).bytes(16)
    if IDXInputs.recognises(head) { return try IDXInputs.sampleShape(of: path) }
    return PictureInputs.recognises(head) ? try PictureInputs.sampleShape(of: path) : nil
  }
}
