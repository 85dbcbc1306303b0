/// Trains a network on samples by mini-batch gradient descent, as the page's last listing does.
///
/// ```swift
/// let trainer = try Trainer(network, on: train, test: test, .init(duration: .epochs(5), seed: 1))
/// let history = trainer.run { event in
///   if case .epoch(let epoch) = event { print(epoch.number, epoch.trainAccuracy) }
///   return .goOn
/// }
/// ```
public final class Trainer<Scalar: TensorScalar> {
  /// The network that is trained.
  public let network: any Layer<Scalar>
  /// What its output is compared with the labels by.
  public let loss: any LossLayer<Scalar>
  /// What the run is like.
  public let settings: TrainingSettings
  /// The samples that mini-batches are drawn from.
  public let samples: LabeledSamples<Scalar>
  /// The samples that the network never learns from.
  public let testSamples: LabeledSamples<Scalar>?

  private var optimizer: any Optimizer<Scalar>
  private let graph = Graph<Scalar>()
  private var positions: [Int64]
  private var labels: [Int]

  /// A trainer for a network whose output has a score for each class.
  ///
  /// Throws a ``SampleError`` when there is nothing to train on or the network can't take the samples.
  public init(
    _ network: any Layer<Scalar>, loss: (any LossLayer<Scalar>)? = nil, on samples: LabeledSamples<Scalar>,
    test testSamples: LabeledSamples<Scalar>? = nil, _ settings: TrainingSettings = TrainingSettings(),
    optimizer: (any Optimizer<Scalar>)? = nil
  ) throws(SampleError) {
    self.network = network
    self.loss = loss ?? SoftmaxWithLoss<Scalar>()
    self.samples = samples
    self.testSamples = testSamples
    self.settings = settings
    self.optimizer = optimizer ?? SGD(learningRate: Scalar(settings.learningRate))
    guard settings.batchSize > 0 else {
      throw SampleError("the batch size must be 1 or more, not \(settings.batchSize)")
    }
    guard samples.count > 0 else { throw SampleError("there are no samples to train on") }
    positions = Array(repeating: 0, count: settings.batchSize)
    labels = Array(repeating: 0, count: settings.batchSize)
    if let testSamples, testSamples.sampleShape != samples.sampleShape {
      throw SampleError(
        "training samples have shape \(samples.sampleShape), but test samples \(testSamples.sampleShape)")
    }
  }

  /// How many iterations make an epoch: as many as it takes to draw as many samples as there are, at least one.
  public var iterationsPerEpoch: Int { Swift.max(samples.count / settings.batchSize, 1) }

  /// How many iterations the run has.
  public var iterationCount: Int {
    switch settings.duration {
    case .iterations(let count): Swift.max(count, 0)
    case .epochs(let count): Swift.max(count, 0) * iterationsPerEpoch
    }
  }

  /// Trains from the parameters' present values.
  ///
  /// - Parameter onEvent: is called after each iteration and each evaluation; what it returns can end the training.
  @discardableResult
  public func run(onEvent: (TrainingEvent) -> TrainingDecision = { _ in .goOn }) -> TrainingHistory {
    var history = TrainingHistory()
    history.losses.reserveCapacity(iterationCount)
    let clock = ContinuousClock()
    let start = clock.now
    for iteration in 0..<iterationCount {
      let isFirstOfEpoch = iteration % iterationsPerEpoch == 0
      var loss = step(iteration)
      if isFirstOfEpoch || settings.lossTiming == .afterUpdate { loss = lossOfBatch() }
      history.losses.append(Double(loss))
      var decision = onEvent(.iteration(iteration + 1, loss: Double(loss)))
      if isFirstOfEpoch {
        let epoch = evaluate(&history, number: iteration / iterationsPerEpoch + 1)
        history.epochs.append(epoch)
        if onEvent(.epoch(epoch)) == .stop { decision = .stop }
      }
      if decision == .stop {
        history.wasStopped = true
        break
      }
    }
    history.final = evaluate(&history, number: history.epochs.count)
    history.duration = clock.now - start
    return history
  }

  /// One iteration: draws a mini-batch, finds the gradients and updates the parameters. Returns the loss before it.
  private func step(_ iteration: Int) -> Scalar {
    drawBatch(iteration)
    let parameters = network.parameters
    let result = loss(network(graph.constant(samples.batch(at: positions), name: "x")), .indices(labels))
    let loss = result.value.item
    let gradients = result.backward(for: parameters)
    let updates = parameters.map { gradients[$0] }
    // The graph shares the parameters' memory; once it lets go of it, the update can happen in place.
    graph.removeAll()
    optimizer.update(parameters, by: updates)
    return loss
  }

  /// Draws the positions of a mini-batch with replacement. They depend on the seed and the iteration alone.
  private func drawBatch(_ iteration: Int) {
    var generator = Philox4x32(seed: settings.seed, stream: RandomStream.batches + UInt64(iteration))
    for index in positions.indices {
      let position = generator.nextIndex(below: samples.count)
      positions[index] = Int64(position)
      labels[index] = samples.labels[position]
    }
  }

  private func lossOfBatch() -> Scalar {
    let predictions = network(graph.constant(samples.batch(at: positions), name: "x"))
    let value = loss(predictions, .indices(labels)).value.item
    graph.removeAll()
    return value
  }

  private func evaluate(_ history: inout TrainingHistory, number: Int) -> TrainingHistory.Epoch {
    let clock = ContinuousClock()
    let start = clock.now
    let epoch = TrainingHistory.Epoch(
      number: number, iteration: history.iterations, loss: history.losses.last ?? .nan,
      trainAccuracy: samples.accuracy(of: network) ?? .nan, testAccuracy: testSamples?.accuracy(of: network))
    history.evaluationDuration += clock.now - start
    return epoch
  }
}

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

  /// Settings that differ from the page's where given.
  public init(
    duration: Length = .iterations(10_000), batchSize: Int = 100, learningRate: Double = 0.1,
    seed: UInt64 = 0,
    lossTiming: LossTiming = .afterUpdate
  ) {
    self.duration = duration
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.seed = seed
    self.lossTiming = lossTiming
  }
}

/// What a trainer tells its callback.
public enum TrainingEvent: Sendable {
  /// An update was made; they are counted from 1.
  case iteration(Int, loss: Double)
  /// Accuracies were measured, after the first update of an epoch.
  case epoch(TrainingHistory.Epoch)
}

/// What a callback tells its trainer.
public enum TrainingDecision: Sendable {
  /// To go on.
  case goOn
  /// To end the training after this iteration.
  case stop
}
