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
  private var batch: MiniBatch

  /// The graph in which the last run met a value that isn't finite, with the derivatives as far as they are known;
  /// see ``TrainingSettings/watchesNaN``.
  public private(set) var nonFiniteGraph: GraphSnapshot<Scalar>?

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
    batch = MiniBatch(size: settings.batchSize)
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
    case .epochs(let count):
      // More than an Int can count is as good as endless.
      Swift.max(count, 0).multipliedReportingOverflow(by: iterationsPerEpoch).overflow
        ? .max : Swift.max(count, 0) * iterationsPerEpoch
    }
  }

  /// Trains from the parameters' present values.
  ///
  /// - Parameter onEvent: is called after each iteration and each evaluation; what it returns can end the training.
  @discardableResult
  public func run(onEvent: (TrainingEvent) -> TrainingDecision = { _ in .goOn }) -> TrainingHistory {
    var history = TrainingHistory()
    nonFiniteGraph = nil
    history.losses.reserveCapacity(Swift.min(iterationCount, 1 << 20))
    let clock = ContinuousClock()
    let start = clock.now
    for iteration in 0..<iterationCount {
      let isFirstOfEpoch = iteration % iterationsPerEpoch == 0
      do {
        let loss = try step(iteration)
        history.losses.append(Double(loss))
        if settings.watchesNaN { try watchUpdate(iteration) }
        if isFirstOfEpoch || settings.lossTiming == .afterUpdate {
          history.losses[iteration] = Double(try lossOfBatch(iteration))
        }
      } catch {
        history.nonFinite = error
        break
      }
      var decision = onEvent(.iteration(iteration + 1, loss: history.losses[iteration]))
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
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func step(_ iteration: Int) throws(NonFiniteValue) -> Scalar {
    batch.draw(iteration, from: samples.labels, seed: settings.seed)
    let parameters = distinctParameters
    let result = loss(
      network(graph.constant(samples.miniBatch(at: batch.positions), name: "x")), .indices(batch.labels))
    let loss = result.value.item
    if settings.watchesNaN {
      let gradients = result.backward()
      try watch(graph.firstNonFinite(gradients: gradients), iteration, gradients)
    }
    if let scale = optimizer.scaleOfGradients {
      result.descend(parameters, by: scale)
      return loss
    }
    let gradients = result.backward(for: parameters)
    let updates = parameters.map { gradients[$0] }
    // The graph shares the parameters' memory; once it lets go of it, the update can happen in place.
    graph.removeAll()
    optimizer.update(parameters, by: updates)
    return loss
  }

  /// The network's parameters, each once however often a layer lists it.
  private var distinctParameters: [Parameter<Scalar>] {
    var distinct: [Parameter<Scalar>] = []
    for parameter in network.parameters where !distinct.contains(where: { $0 === parameter }) {
      distinct.append(parameter)
    }
    return distinct
  }

  /// Keeps the graph of a value that isn't finite and throws the value.
  private func watch(
    _ value: NonFiniteValue?, _ iteration: Int, _ gradients: Gradients<Scalar>?
  ) throws(NonFiniteValue) {
    guard var value else { return }
    value.iteration = iteration + 1
    nonFiniteGraph = graph.snapshot(gradients: gradients)
    graph.removeAll()
    throw value
  }

  /// Looks at the parameters' new values and, where one isn't finite, at what the network makes of it.
  private func watchUpdate(_ iteration: Int) throws(NonFiniteValue) {
    guard network.parameters.contains(where: { Flaw(in: $0.value) != nil }) else { return }
    _ = loss(
      network(graph.constant(samples.miniBatch(at: batch.positions), name: "x")), .indices(batch.labels))
    var value = graph.firstNonFinite()
    value?.phase = .update
    try watch(value, iteration, nil)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func lossOfBatch(_ iteration: Int) throws(NonFiniteValue) -> Scalar {
    let predictions = network(graph.constant(samples.miniBatch(at: batch.positions), name: "x"))
    let value = loss(predictions, .indices(batch.labels)).value.item
    if settings.watchesNaN { try watch(graph.firstNonFinite(), iteration, nil) }
    graph.removeAll()
    return value
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
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
