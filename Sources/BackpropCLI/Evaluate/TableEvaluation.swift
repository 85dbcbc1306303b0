import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats

/// Rows of a table to measure on.
enum TableEvaluation {
  /// The rows of a file, as a model's preparation takes them; nil where the model learnt from no table.
  static func load(
    _ path: String, _ delimiter: CSVDelimiter, for model: SavedModel
  ) throws -> EvaluationData? {
    guard case .table(let preparation) = model.preparation else { return nil }
    let prepared = try TableInputs.prepared(path, delimiter, preparation)
    return EvaluationData(
      name: FilePath.name(of: path), samples: try prepared.dataset(), notes: prepared.remarks)
  }
}
