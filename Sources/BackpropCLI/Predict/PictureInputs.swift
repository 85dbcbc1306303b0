import BackpropData
import BackpropFiles

/// Pictures as samples: PNG, PGM, PPM and JPEG files.
struct PictureInputs {
  let path: String
  let model: SavedModel
  let asIs: Bool

  /// What may be given as an input, for errors.
  static let expectedFiles = "an IDX file"

  /// Whether a file's first bytes are a picture's.
  static func recognises(_ head: [UInt8]) -> Bool { false }

  /// Calls a function with the picture as the network sees it.
  func forEach(_ body: (PredictionInput) throws -> Void) throws {}
}
