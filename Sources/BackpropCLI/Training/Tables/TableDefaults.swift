/// What a training on a table is like where no option says it.
///
/// A penalty on weights of λ/2 |W|² beside the mean loss of n rows is what a prior of the weights asks for, whose part grows as
/// rows get fewer: λ = c / n. With it a small table needs no early stopping, which would cost it rows to validate with. The
/// constant is larger for numbers, whose loss is curved as 1, than for classes, whose loss is curved as p (1 − p), and that is
/// below 1/4; of few rows that tell a number ``DecayTrials`` finds it. Mini-batches are so small that an epoch has 20 of them,
/// from 16 rows on, so that few rows make many updates, too; the learning rate begins high and falls to 0, so that few updates
/// are enough.
struct TableDefaults {
  /// The rows to learn from.
  let rowCount: Int
  /// Whether classes are told, not a number.
  let tellsClasses: Bool

  /// The hidden layers' sizes.
  static let hidden = "200"
  /// After how many epochs without a smaller validation loss a training ends.
  static let patience = 10
  /// Where the learning rate begins, with the optimiser and the schedule that are used if none are given.
  static let learningRate = 0.02

  /// What the decay of a number is times the number of rows, where that isn't found by trials.
  static let usualConstant = 10.0

  /// How much weights decay, where that isn't found by trials.
  var weightDecay: Double { min((tellsClasses ? 1 : Self.usualConstant) / Double(max(rowCount, 1)), 0.1) }

  /// How many rows a mini-batch has.
  var batchSize: Int { min(max(rowCount / 20, 16), 200) }

  /// How many epochs there are at most.
  ///
  /// - Parameter batchSize: how many rows a mini-batch has.
  func epochs(batchSize: Int) -> Int {
    let perEpoch = max((rowCount + batchSize - 1) / max(batchSize, 1), 1)
    // Classes are found sooner than numbers that are to be met.
    return tellsClasses ? max(30, 240 / perEpoch) : max(50, 400 / perEpoch)
  }
}
