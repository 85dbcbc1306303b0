import BackpropData
import BackpropFiles

/// Rows of a table to measure on.
enum TableEvaluation {
  /// The rows of a file, as a model's preparation takes them; nil where it is no table.
  static func load(_ path: String, for model: SavedModel) throws -> EvaluationData? { nil }
}
