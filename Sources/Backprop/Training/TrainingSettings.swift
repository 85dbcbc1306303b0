/// What a training run is like. The defaults are those of the notes.
public struct TrainingSettings: Sendable {
  /// How long to train.
  public enum Length: Sendable, Equatable {
    /// A number of updates.
    case iterations(Int)
    /// A number of epochs, each of as many samples as there are.
    case epochs(Int)
  }

  /// When the loss of an iteration is measured.
  public enum LossTiming: Sendable, Equatable {
    /// Before the update, as a by-product of the gradient, at no cost: that of the training pass. The first of each
    /// epoch is measured after the update all the same.
    case beforeUpdate
    /// After the update on the same mini-batch, as in the notes, at the cost of another forward pass, which
    /// is an evaluation.
    case afterUpdate
  }

  /// How long to train.
  public var duration: Length
  /// How many samples a mini-batch has; a ``Sampler`` chooses them.
  public var batchSize: Int
  /// The step length η: finite and 0 or more, also in the model's type of number; `nil` for the optimiser's usual one, which
  /// for gradient descent is the notes' 0.1.
  public var learningRate: Double?
  /// Where mini-batches and the random numbers of layers come from: the same seed draws the same ones.
  public var seed: UInt64
  /// When the loss of an iteration is measured. In an epoch's first
  /// iteration it is always that after the update.
  public var lossTiming: LossTiming
  /// Whether each value, derivative and parameter is looked at in each iteration, and the training stopped at the first
  /// that is NaN or infinite; ``TrainingHistory/nonFinite`` then says where it came from. Without it nothing is looked at.
  public var watchesNaN: Bool

  /// Settings that differ from those of the notes where given.
  public init(
    duration: Length = .iterations(10_000), batchSize: Int = 100, learningRate: Double? = nil,
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

extension TrainingSettings {
  /// The learning rate, or else the optimiser's usual one, in a type of number; an error where it isn't a step length there.
  func learningRate<Scalar: TensorScalar>(as type: Scalar.Type, usual: Double = 0.1) throws(TrainingError)
    -> Scalar
  {
    let learningRate = learningRate ?? usual
    guard learningRate.isFinite, learningRate >= 0 else {
      throw TrainingError("the learning rate must be a finite number, 0 or more, not \(learningRate)")
    }
    let rate = Scalar(learningRate)
    guard rate.isFinite else {
      throw TrainingError(
        "the learning rate \(learningRate) is infinite as a \(type), whose largest number is \(Scalar.greatestFiniteMagnitude)"
      )
    }
    guard rate > 0 || learningRate == 0 else {
      throw TrainingError(
        "the learning rate \(learningRate) is 0 as a \(type), whose smallest number above 0 is \(Scalar.leastNonzeroMagnitude)"
      )
    }
    return rate
  }
}
