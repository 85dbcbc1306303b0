/// What a training run is like. The defaults are those of the notes.
public struct TrainingSettings: Sendable, Equatable {
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
  /// The share of the training samples that the model doesn't learn from but is measured with once an epoch, below 1; see
  /// ``Dataset/split(validation:seed:)``. `nil` for no such part, 0 for none and no early stopping either.
  public var validationShare: Double?
  /// After how many epochs in a row without a smaller validation loss the training ends; `nil` or 0 for never.
  ///
  /// Where it is given, a run ends with the parameters and statistics that had the smallest validation loss, however it
  /// ends. What the optimiser remembers stays that of the last update.
  public var earlyStopping: Int?
  /// How many mini-batches make one update, from 1 to 10,000. They are drawn together, as one of ``batchSize`` times as many
  /// samples, and taken one after the other, so that memory is needed for one only.
  ///
  /// Gradient and loss are the means over all their samples, also where the last one is smaller: but for roundings, and for
  /// layers that look at a mini-batch as a whole, such as a batch norm, an update is that of the large mini-batch.
  public var accumulation: Int
  /// How many shards each mini-batch is cut into: a power of two, to 1,024.
  ///
  /// Shards differ by at most one sample. Each shard's gradient is summed by itself, and the sums are added by a binary tree:
  /// the bits depend on the number of shards, and not on how many processes share them; see ``Trainer/group``. A batch norm
  /// takes its statistics shard by shard, and moves its running ones towards the shards' mean. Random numbers are those of a
  /// sample's place in the whole mini-batch.
  public var shards: Int
  /// Whether each epoch's record tells the learning rate of its first update and the length of each layer's gradient there.
  public var recordsGradients: Bool

  /// Settings that differ from those of the notes where given.
  public init(
    duration: Length = .iterations(10_000), batchSize: Int = 100, learningRate: Double? = nil,
    seed: UInt64 = 0,
    lossTiming: LossTiming = .afterUpdate, watchesNaN: Bool = false,
    validationShare: Double? = nil, earlyStopping: Int? = nil, accumulation: Int = 1,
    recordsGradients: Bool = false, shards: Int = 1
  ) {
    self.duration = duration
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.seed = seed
    self.lossTiming = lossTiming
    self.watchesNaN = watchesNaN
    self.validationShare = validationShare
    self.earlyStopping = earlyStopping
    self.accumulation = accumulation
    self.recordsGradients = recordsGradients
    self.shards = shards
  }
}

extension TrainingSettings {
  /// How many samples an update learns from; the largest number where that is more than can be counted.
  package var samplesPerUpdate: Int {
    let (product, isTooLarge) = batchSize.multipliedReportingOverflow(by: accumulation)
    return isTooLarge ? .max : product
  }

  /// Throws where a setting has no meaning.
  ///
  /// - Parameter validates: whether there are samples to validate with.
  func check(validates: Bool) throws(TrainingError) {
    guard batchSize > 0 else { throw TrainingError("the batch size must be 1 or more, not \(batchSize)") }
    guard (1...10_000).contains(accumulation) else {
      throw TrainingError(
        "an update is made of 1 to 10,000 mini-batches, not of \(accumulation); see TrainingSettings.accumulation"
      )
    }
    try checkShards()
    if let share = validationShare {
      guard share >= 0, share < 1 else {
        throw TrainingError("the validation part must be a share from 0 on and below 1, not \(share)")
      }
    }
    guard let epochs = earlyStopping else { return }
    guard epochs >= 0 else {
      throw TrainingError("early stopping waits for a number of epochs, 0 or more, not \(epochs)")
    }
    guard epochs == 0 || validates || validationShare == 0 else {
      throw TrainingError(
        "early stopping looks at the loss of validation samples, and there are none: set validationShare, such as "
          + "to 0.1, or give the trainer validation samples")
    }
  }

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
