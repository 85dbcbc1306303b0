import BackpropArguments
import BackpropData
import BackpropFiles

/// The rows of a table as samples.
struct TableInputs {
  let path: String
  let model: SavedModel

  /// Calls a function with each row as the network sees it.
  func forEach(_ body: (PredictionInput) throws -> Void) throws {
    throw ValidationError("--csv needs a model that was trained on a table, and this one wasn't.")
  }
}
