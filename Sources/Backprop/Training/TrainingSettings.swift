/// What a training run is like. The defaults are the page's.
public struct TrainingSettings: Sendable {
  /// How long to train.
  public enum Length: Sendable, Equatable {
    /// A number of updates.
    case iterations(Int)
    /// A number of times as many samples as there are.
    case epochs(Int)
  }

  /// When the loss of an iteration is measured.
  public enum LossTiming: Sendable, Equatable {
    /// Before the update, as a by-product of the gradient, at no cost.
    case beforeUpdate
    /// After the update on the same mini-batch, as on the page, at the cost of another forward pass.
    case afterUpdate
  }

  /// How long to train.
  public var duration: Length
  /// How many samples a mini-batch has; they are drawn with replacement.
  public var batchSize: Int
  /// The step length of gradient descent.
  public var learningRate: Double
  /// Where the mini-batches come from: the same seed draws the same ones.
  public var seed: UInt64
  /// When the loss of an iteration is measured. The loss of an epoch's record is always that after the update.
  public var lossTiming: LossTiming
  /// Whether each value, derivative and parameter is looked at in each iteration, and the training stopped at the first
  /// that is NaN or infinite; ``TrainingHistory/nonFinite`` then says where it came from. Without it nothing is looked at.
  public var watchesNaN: Bool

  /// Settings that differ from the page's where given.
  public init(
    duration: Length = .iterations(10_000), batchSize: Int = 100, learningRate: Double = 0.1,
    seed: UInt64 = 0,
    lossTiming: LossTiming = .afterUpdate, watchesNaN: Bool = false
  ) {
    self.duration = duration
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.seed = seed
    self.lossTiming = lossTiming
    self.watchesNaN = watchesNaN
  }
}
