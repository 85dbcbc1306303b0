import Backprop
import BackpropData
import BackpropFiles

/// What a summary tells of a table besides the figures that all trainings have.
struct TableFacts {
  private let task: String
  private let target: String
  private let rows: (training: Int, validation: Int, heldOut: Int)
  /// The rows that are left out, for want of a value.
  private let droppedCount: Int
  /// The mean absolute error of the rows that are only measured, in the target's unit.
  private let error: Double?
  /// How much weights decay, where trials found it.
  private let decay: Double?

  /// Takes a pass over the rows that are only measured where a number is told.
  init(of table: TableTraining, model: Model<Float>, trials: DecayTrials? = nil) {
    decay = trials?.decay(rowCount: table.training.count)
    target = table.preparation.targetName
    droppedCount = table.droppedCount
    rows = (table.training.count, table.validation?.count ?? 0, table.holdOut?.count ?? 0)
    switch table.preparation.target {
    case .classes:
      task = "classify"
      error = nil
    case .number(let scale):
      task = "regress"
      let metric: [any Metric<Float>] = [MeanAbsoluteError()]
      let measured = table.holdOut.flatMap { try? model.evaluate(on: $0, metric) }
      error = measured?["mean_absolute_error"].map { $0 * scale.deviation }
    }
  }

  var members: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("task", .string(task)), ("target", .string(target)), ("training_rows", .integer(rows.training)),
      ("validation_rows", .integer(rows.validation)), ("hold_out_rows", .integer(rows.heldOut)),
      ("dropped_rows", .integer(droppedCount)),
    ]
    if let decay { members.append(("weight_decay", .number(decay))) }
    if let error { members.append(("hold_out_mean_absolute_error", .number(error))) }
    return members
  }

  /// What stands behind the accuracies.
  var text: String {
    let error = error.map { ", mean absolute error \(NumberText.significant($0))" } ?? ""
    // Told here, too, since the header isn't printed with --quiet.
    let rows =
      droppedCount > 0
      ? "; \(Wording.counted(droppedCount, "row", in: \.grouped)) left out for want of a value" : ""
    return error + rows
  }
}
