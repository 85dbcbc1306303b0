/// Trains a model on samples by mini-batches, as the last listing of the notes does.
///
/// ```swift
/// let trainer = try Trainer(model, on: train, test: test, .init(duration: .epochs(5), seed: 1))
/// let history = try trainer.run { event in
///   if case .epoch(let epoch) = event { print(epoch.number, epoch.trainAccuracy) }
///   return .continue
/// }
/// ```
public final class Trainer<Scalar: TensorScalar> {
  /// The model that is trained.
  public let model: Model<Scalar>
  /// What the run is like.
  public let settings: TrainingSettings
  /// The samples that mini-batches are drawn from.
  public let samples: any Dataset<Scalar>
  /// The samples that the model never learns from.
  public let testSamples: (any Dataset<Scalar>)?
  /// The rule that updates parameters, with what it remembers of them.
  public let optimizer: OptimizerState<Scalar>

  /// What the last run left behind; a run that is still going on isn't in it yet.
  public private(set) var history = TrainingHistory()

  /// The learning rate's base, schedule and what has come of the losses; unless the schedule is constant, it sets the
  /// optimiser's rate before each update.
  @exclusivity(unchecked) public var scheduledRate: ScheduledRate

  @exclusivity(unchecked) private var sampler: any Sampler
  private let sink: any GradientSink<Scalar>
  private let metrics: [any Metric<Scalar>]
  private let parameters: [Parameter<Scalar>]
  private let graph = Graph<Scalar>()

  /// The graph in which the last run met a value that isn't finite, with the derivatives as far as they are known;
  /// see ``TrainingSettings/watchesNaN``.
  public private(set) var nonFiniteGraph: GraphSnapshot<Scalar>?

  /// A trainer of a model.
  ///
  /// Throws a ``TrainingError`` when there is nothing to train on, the model can't take the samples, or a setting has no
  /// meaning: the learning rate must be 0 or more, finite, and not vanish in the model's type of number.
  ///
  /// - Parameters:
  ///   - optimizer: the rule that updates parameters; gradient descent by default.
  ///   - schedule: how the learning rate changes; not at all by default.
  ///   - sampler: which samples an iteration learns from; drawn with replacement by default.
  ///   - metrics: what is measured once an epoch; the mean loss and, for classes, the accuracy by default.
  ///   - sink: where gradients go on their way to the optimiser, such as ``GradientClipper``; straight to it by default.
  public init(
    _ model: Model<Scalar>, on samples: any Dataset<Scalar>, test testSamples: (any Dataset<Scalar>)? = nil,
    _ settings: TrainingSettings = TrainingSettings(), optimizer: (any Optimizer<Scalar>)? = nil,
    schedule: Schedule = .constant, sampler: any Sampler = DrawnSampler(),
    metrics: [any Metric<Scalar>]? = nil,
    sink: (OptimizerState<Scalar>) -> any GradientSink<Scalar> = { $0 }
  ) throws(TrainingError) {
    let optimizer = optimizer ?? SGD()
    let rate = try settings.learningRate(as: Scalar.self, usual: optimizer.usualRate)
    self.model = model
    self.samples = samples
    self.testSamples = testSamples
    self.settings = settings
    scheduledRate = ScheduledRate(
      base: settings.learningRate ?? optimizer.usualRate, schedule: schedule)
    let state = OptimizerState(optimizer, rate: rate)
    self.optimizer = state
    self.sink = sink(state)
    self.sampler = sampler
    self.metrics = metrics ?? model.usualMetrics(for: samples.targetKind)
    parameters = model.parameters
    guard settings.batchSize > 0 else {
      throw TrainingError("the batch size must be 1 or more, not \(settings.batchSize)")
    }
    let names = self.metrics.map(\.name)
    guard Set(names).count == names.count, !names.contains(where: { $0.contains { ",\"\n".contains($0) } })
    else {
      throw TrainingError(
        "metrics need names of their own, without commas, quotes and line feeds, not \(names)")
    }
    guard samples.count > 0 else { throw TrainingError("there are no samples to train on") }
    if let testSamples, testSamples.sampleShape != samples.sampleShape {
      throw TrainingError(
        "training samples have shape \(samples.sampleShape), but test samples \(testSamples.sampleShape)")
    }
    for (samples, kind) in [(samples, "training samples")]
      + (testSamples.map { [($0, "test samples")] } ?? [])
    {
      do throws(ShapeError) {
        try model.check(sampleShape: samples.sampleShape, targets: samples.targetKind)
      } catch {
        throw TrainingError("the model doesn't fit the \(kind): \(error)")
      }
    }
  }

  /// The names of the metrics that are measured, in their order.
  public var metricNames: [String] { metrics.map(\.name) }

  /// How many iterations make an epoch.
  public var iterationsPerEpoch: Int {
    sampler.iterationsPerEpoch(count: samples.count, batchSize: settings.batchSize)
  }

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

  /// Trains from the parameters' present values, and with what the optimiser remembers of earlier runs.
  ///
  /// Throws what keeps the samples from being read, and a ``TrainingError`` for an iteration that there isn't; ``history``
  /// then tells how far the run came. Stops with a sentence where the first iteration uses a parameter or statistic that no
  /// layer lists among its members: it would never be trained.
  ///
  /// - Parameters:
  ///   - first: how many iterations were made before, in a run that is taken up again: the model's and the optimiser's
  ///     state must be as they were then.
  ///   - onEvent: is called after each iteration and each evaluation but the last, whose result is ``TrainingHistory/final``;
  ///     what it returns can end the training.
  ///   - isStopped: is asked between the batches of an evaluation; `true` breaks it off and ends the training. What was
  ///     to be measured there, or after the last update, is then missing.
  @discardableResult
  public func run(
    from first: Int = 0, onEvent: (TrainingEvent) -> TrainingDecision = { _ in .continue },
    isStopped: () -> Bool = { false }
  ) throws -> TrainingHistory {
    let limit = Swift.min(iterationCount, RandomStream.batchLimit)
    guard (0...limit).contains(first) else {
      throw TrainingError(
        "a training of \(limit) iterations can start from 0 ... \(limit), not from \(first)")
    }
    var history = TrainingHistory(startingAt: first)
    history.metricNames = metricNames
    defer { self.history = history }
    nonFiniteGraph = nil
    let end = limit
    history.losses.reserveCapacity(Swift.min(end - first, TrainingHistory.lossLimit))
    let clock = ContinuousClock()
    let start = clock.now
    let iterationsPerEpoch = iterationsPerEpoch
    for iteration in first..<end {
      let isFirstOfEpoch = iteration % iterationsPerEpoch == 0
      var loss: Double?
      do {
        let batch = try drawBatch(iteration)
        loss = Double(try step(batch, iteration, checksMembers: iteration == first))
        if settings.watchesNaN { try watchUpdate(batch, iteration) }
        if isFirstOfEpoch || settings.lossTiming == .afterUpdate {
          loss = Double(try lossAfterUpdate(batch, iteration))
        }
      } catch let finding as NonFiniteValue {
        history.nonFinite = finding
      }
      if let loss {
        history.record(loss: loss)
        if !loss.isFinite, history.firstNonFiniteIteration == nil {
          history.firstNonFiniteIteration = iteration + 1
        }
      }
      guard let loss, history.nonFinite == nil else { break }
      var decision = onEvent(.iteration(iteration + 1, loss: loss))
      if isFirstOfEpoch {
        let epoch = try evaluate(&history, number: iteration / iterationsPerEpoch + 1, isStopped)
        history.record(epoch.record)
        if epoch.isWhole, let loss = epoch.record.training["loss"] { scheduledRate.hear(loss: loss) }
        if !epoch.isWhole || onEvent(.epoch(epoch.record)) == .stop { decision = .stop }
      }
      if decision == .stop {
        history.wasStopped = true
        break
      }
    }
    history.nonFiniteParameters = model.state.parameters.filter { Flaw(in: $0.parameter.value) != nil }.map(
      \.label)
    let made = history.iterations
    let final = try evaluate(
      &history, number: made == 0 ? 0 : (made - 1) / iterationsPerEpoch + 1, isStopped)
    history.final = final.record
    if !final.isWhole { history.wasStopped = true }
    history.duration = clock.now - start
    return history
  }

  private func drawBatch(_ iteration: Int) throws -> Batch<Scalar> {
    try samples.batch(
      at: sampler.positions(
        ofIteration: iteration, count: samples.count, batchSize: settings.batchSize, seed: settings.seed))
  }

  /// One iteration: finds the gradients of a mini-batch and updates the parameters. Returns the loss before it.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func step(
    _ batch: Batch<Scalar>, _ iteration: Int, checksMembers: Bool
  ) throws(NonFiniteValue) -> Scalar {
    let pass = model.training(iteration: iteration, seed: settings.seed)
    let result =
      checksMembers
      ? model.lossCheckingMembers(of: batch, in: graph, pass) : model.loss(of: batch, in: graph, pass)
    let loss = result.value.item
    if settings.watchesNaN {
      let gradients = result.backward()
      try watch(graph.firstNonFinite(gradients: gradients), iteration, gradients)
    }
    if !scheduledRate.schedule.isConstant { optimizer.rate = scheduled(iteration) }
    optimizer.iteration = iteration
    result.backward(for: parameters, into: sink)
    pass.commit()
    return loss
  }

  /// The learning rate of an iteration by the schedule.
  private func scheduled(_ iteration: Int) -> Scalar {
    let rate = scheduledRate.rate(
      ofIteration: iteration, of: iterationCount, iterationsPerEpoch: iterationsPerEpoch)
    return Swift.min(Scalar(rate), .greatestFiniteMagnitude)
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

  /// Looks at the parameters' new values and, where one isn't finite, at what the model makes of it.
  private func watchUpdate(_ batch: Batch<Scalar>, _ iteration: Int) throws(NonFiniteValue) {
    guard parameters.contains(where: { Flaw(in: $0.value) != nil }) else { return }
    defer { graph.removeAll() }
    // The same pass as the step's, so that the parameter is read as it was there.
    _ = model.loss(of: batch, in: graph, model.training(iteration: iteration, seed: settings.seed))
    var value = graph.firstNonFinite()
    value?.phase = .update
    try watch(value, iteration, nil)
  }

  /// The loss of a mini-batch after its update, evaluated.
  private func lossAfterUpdate(_ batch: Batch<Scalar>, _ iteration: Int) throws(NonFiniteValue) -> Scalar {
    let value = model.loss(of: batch, in: graph).value.item
    if settings.watchesNaN { try watch(graph.firstNonFinite(), iteration, nil) }
    graph.removeAll()
    return value
  }

  /// Measures the metrics; a record without any where that was broken off.
  private func evaluate(
    _ history: inout TrainingHistory, number: Int, _ isStopped: () -> Bool
  ) throws -> (record: TrainingHistory.Epoch, isWhole: Bool) {
    let clock = ContinuousClock()
    let start = clock.now
    defer { history.evaluationDuration += clock.now - start }
    var record = TrainingHistory.Epoch(
      number: number, iteration: history.iterations, loss: history.lastLoss ?? .nan, training: [:])
    do {
      let training = try model.evaluate(on: samples, metrics, isStopped: isStopped)
      record.test =
        try testSamples.map { try model.evaluate(on: $0, metrics, isStopped: isStopped) } ?? [:]
      record.training = training
    } catch is CancellationError {
      return (record, false)
    }
    return (record, true)
  }
}
