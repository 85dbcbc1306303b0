import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats

/// Pictures as samples: PNG, PBM, PGM, PPM and JPEG files.
struct PictureInputs {
  let path: String
  let model: SavedModel
  let asIs: Bool

  /// What may be given as an input, for errors.
  static let expectedFiles = "an IDX file or a picture (PNG, PGM, PPM, JPEG)"

  /// Whether a file's name says that it is a picture.
  static func isNamedAsPicture(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".png", ".pgm", ".ppm", ".pbm", ".jpg", ".jpeg"].contains { name.hasSuffix($0) }
  }

  /// Whether a file's first bytes are a picture's.
  static func recognises(_ head: [UInt8]) -> Bool { PictureKind(head) != nil }

  /// A sample as large as the picture, in grey: a network knows better how many channels it takes.
  static func sampleShape(of path: String) throws -> TensorShape {
    let raster = try Raster(contentsOf: path)
    return [1, raster.height, raster.width]
  }

  /// Calls a function with the picture as the network sees it.
  func forEach(_ body: (PredictionInput) throws -> Void) throws {
    let preparation = try ImagePreparation(of: model.details, for: path)
    let sample = try preparation.sample(from: try Raster(contentsOf: path), asIs: asIs)
    let numbers = sample.numbers
    var input = PredictionInput(file: path, position: nil, sample: numbers)
    let plane = preparation.rows * preparation.columns
    let grey = (0..<plane).map { place in
      (0..<preparation.channels).reduce(Float(0)) { $0 + numbers[$1 * plane + place] }
        / Float(preparation.channels)
    }
    input.picture = SamplePicture(rows: preparation.rows, columns: preparation.columns, values: grey)
    input.notes = sample.remarks
    try body(input)
  }

  /// The pictures of a folder and of the folders in it, in natural order, hidden ones left out.
  static func files(inFolder folder: String) throws(FileError) -> [String] {
    let files = ImageDataset.pictures(inFolder: folder)
    guard !files.isEmpty else {
      throw FileError(
        file: folder, expected: "a folder with pictures", found: "none in it",
        advice: "Give a folder with PNG, PGM or PPM files, or the files themselves.")
    }
    return files
  }
}
