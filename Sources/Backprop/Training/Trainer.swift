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
  ///
  /// Can be changed in a run, from its callback, and takes effect with the next iteration; the batch size and
  /// ``TrainingSettings/accumulation`` do so with the next epoch. The validation part stays as it was chosen in the beginning:
  /// what changes it, or has no meaning, makes the run throw a ``TrainingError``.
  public var settings: TrainingSettings {
    didSet { haveSettingsChanged = true }
  }
  /// The samples that mini-batches are drawn from: without those of a validation part.
  public let samples: any Dataset<Scalar>
  /// The samples that the model is measured with once an epoch, and that early stopping looks at.
  public let validationSamples: (any Dataset<Scalar>)?
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
  private let augmentation: (any Augmentation<Scalar>)?
  /// Adds up the gradients of an update's mini-batches, where there are several.
  private lazy var accumulator = GradientAccumulator(to: sink)
  /// Measures gradients where their lengths are recorded.
  private lazy var norms = GradientNorms(to: sink)
  /// Those of the settings whose change has taken effect.
  private var heeded: TrainingSettings
  @exclusivity(unchecked) private var haveSettingsChanged = false
  private let metrics: [any Metric<Scalar>]
  private let parameters: [Parameter<Scalar>]
  private let graph = Graph<Scalar>()

  /// The graph in which the last run met a value that isn't finite, with the derivatives as far as they are known;
  /// see ``TrainingSettings/watchesNaN``.
  public private(set) var nonFiniteGraph: GraphSnapshot<Scalar>?

  /// A trainer of a model.
  ///
  /// Throws a ``TrainingError`` when there is nothing to train on, the model can't take the samples, a mini-batch would have one
  /// sample where a ``BatchNorm`` of features needs two, or a setting has no meaning: the learning rate must be 0 or more, finite, and not vanish in the model's type of number.
  ///
  /// - Parameters:
  ///   - validationSamples: what to validate with, instead of a part of the samples; not together with
  ///     ``TrainingSettings/validationShare``.
  ///   - optimizer: the rule that updates parameters; gradient descent by default.
  ///   - schedule: how the learning rate changes; not at all by default.
  ///   - sampler: which samples an iteration learns from; drawn with replacement by default.
  ///   - metrics: what is measured once an epoch; the mean loss and, for classes, the accuracy by default.
  ///   - augmentation: what changes the samples of a mini-batch before the model learns from them; nothing by default.
  ///   - sink: where gradients go on their way to the optimiser, such as ``GradientClipper``; straight to it by default.
  public init(
    _ model: Model<Scalar>, on samples: any Dataset<Scalar>, test testSamples: (any Dataset<Scalar>)? = nil,
    validation validationSamples: (any Dataset<Scalar>)? = nil,
    _ settings: TrainingSettings = TrainingSettings(), optimizer: (any Optimizer<Scalar>)? = nil,
    schedule: Schedule = .constant, sampler: any Sampler = DrawnSampler(),
    metrics: [any Metric<Scalar>]? = nil, augmentation: (any Augmentation<Scalar>)? = nil,
    sink: (OptimizerState<Scalar>) -> any GradientSink<Scalar> = { $0 }
  ) throws(TrainingError) {
    let optimizer = optimizer ?? SGD()
    let rate = try settings.learningRate(as: Scalar.self, usual: optimizer.usualRate)
    let share = settings.validationShare ?? 0
    guard validationSamples == nil || share == 0 else {
      throw TrainingError(
        "validation samples were given, and validationShare asks for a part of the training samples, too: give one"
      )
    }
    try settings.check(validates: validationSamples != nil || share > 0)
    let (samples, validationSamples) = try Self.parts(of: samples, validationSamples, settings)
    self.model = model
    self.samples = samples
    self.validationSamples = validationSamples
    self.testSamples = testSamples
    self.augmentation = augmentation
    self.settings = settings
    heeded = settings
    scheduledRate = ScheduledRate(
      base: settings.learningRate ?? optimizer.usualRate, schedule: schedule)
    let state = OptimizerState(optimizer, rate: rate)
    self.optimizer = state
    self.sink = sink(state)
    self.sampler = sampler
    self.metrics = metrics ?? model.usualMetrics(for: samples.targetKind)
    parameters = model.parameters
    let names = self.metrics.map(\.name)
    guard Set(names).count == names.count, !names.contains(where: { $0.contains { ",\"\n".contains($0) } })
    else {
      throw TrainingError(
        "metrics need names of their own, without commas, quotes and line feeds, not \(names)")
    }
    guard samples.count > 0 else { throw TrainingError("there are no samples to train on") }
    let others = [(testSamples, "test samples"), (validationSamples, "validation samples")]
    for case (let other?, let kind) in others where other.sampleShape != samples.sampleShape {
      throw TrainingError(
        "training samples have shape \(samples.sampleShape), but \(kind) \(other.sampleShape)")
    }
    for case (let samples?, let kind) in [(samples, "training samples")] + others {
      do throws(ShapeError) {
        try model.check(sampleShape: samples.sampleShape, targets: samples.targetKind)
      } catch {
        throw TrainingError("the model doesn't fit the \(kind): \(error)")
      }
      for metric in self.metrics { try metric.check(targets: samples.targetKind) }
    }
    try augmentation?.check(sampleShape: samples.sampleShape)
    try checkBatches()
  }

  /// Throws where a mini-batch has too few samples for a layer.
  private func checkBatches() throws(TrainingError) {
    // Few models ask; an order of samples is shuffled for these only.
    guard !model.layersOverBatch(for: samples.sampleShape).isEmpty,
      let smallest = sampler.smallestBatch(ofIterations: iterationCount, count: samples.count, settings)
    else { return }
    try model.checkTraining(
      onBatchOf: smallest, sampleShape: samples.sampleShape,
      advice: settings.batchSize == 1
        ? "give a batch size of 2 or more"
        : "of \(samples.count) samples, batches of \(settings.batchSize) leave one over; give another batch size, or draw "
          + "the samples instead of shuffling them")
  }

  /// The samples to train on and those to validate with.
  private static func parts(
    of samples: any Dataset<Scalar>, _ validationSamples: (any Dataset<Scalar>)?, _ settings: TrainingSettings
  ) throws(TrainingError) -> (training: any Dataset<Scalar>, validation: (any Dataset<Scalar>)?) {
    guard let share = settings.validationShare, share > 0 else { return (samples, validationSamples) }
    do {
      let (training, validation) = try samples.split(validation: share, seed: settings.seed)
      return (training, validation)
    } catch let error as TrainingError {
      throw error
    } catch {
      throw TrainingError("the validation part can't be chosen: \(error)")
    }
  }

  /// The names of the metrics that are measured, in their order.
  public var metricNames: [String] { metrics.map(\.name) }

  /// How many iterations make an epoch.
  public var iterationsPerEpoch: Int {
    sampler.iterationsPerEpoch(count: samples.count, batchSize: settings.samplesPerUpdate)
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
    try heedSettings()
    try checkBatches()
    var history = TrainingHistory(startingAt: first)
    history.metricNames = metricNames
    history.hasValidation = validationSamples != nil
    if settings.recordsGradients { history.gradientLayers = gradientLayers.map(\.label) }
    defer { self.history = history }
    nonFiniteGraph = nil
    history.losses.reserveCapacity(Swift.min(limit - first, TrainingHistory.lossLimit))
    let clock = ContinuousClock()
    let start = clock.now
    var place = EpochPlace(iteration: first, settings, perEpoch: iterationsPerEpoch)
    var best = BestState<Scalar>()
    var startCheck = first == 0 ? StartCheck(of: model) : nil
    while !isOver(place) {
      if haveSettingsChanged { try heedSettings() }
      let iteration = place.iteration
      if place.isFirstOfEpoch {
        if place.batchSize != settings.batchSize || place.samplesPerUpdate != settings.samplesPerUpdate {
          try checkBatches()
        }
        place.adopt(settings, perEpoch: iterationsPerEpoch)
      }
      var loss: Double?
      do {
        let batch = try drawBatch(place)
        if iteration == 0 { startCheck?.begin(batch[0]) }
        loss = Double(
          try step(
            batch, iteration, checksMembers: iteration == first,
            into: settings.recordsGradients && place.isFirstOfEpoch ? norms : sink))
        if settings.watchesNaN { try watchUpdate(batch, iteration) }
        if place.isFirstOfEpoch || settings.lossTiming == .afterUpdate {
          loss = Double(try lossAfterUpdate(batch, iteration))
        }
        if iteration == StartCheck<Scalar>.steps - 1, let loss {
          history.finding = startCheck?.finding(batch[0], loss: loss)
          startCheck = nil
        }
      } catch let finding as NonFiniteValue {
        history.nonFinite = finding
      }
      if let loss {
        history.record(loss: loss)
        place.wasMade()
        if !loss.isFinite, history.firstNonFiniteIteration == nil {
          history.firstNonFiniteIteration = iteration + 1
        }
      }
      guard let loss, history.nonFinite == nil else { break }
      var decision = onEvent(.iteration(iteration + 1, loss: loss))
      if iteration == StartCheck<Scalar>.steps - 1, let finding = history.finding,
        onEvent(.finding(finding)) == .stop
      {
        decision = .stop
      }
      if place.isFirstOfEpoch {
        var epoch = try evaluate(&history, number: place.epoch + 1, isStopped)
        if settings.recordsGradients {
          epoch.record.learningRate = learningRate
          epoch.record.gradientNorms = gradientLayers.map { norms.norm(of: $0.ownParameters) }
        }
        history.record(epoch.record)
        if epoch.isWhole {
          // Where samples are kept apart, they tell better whether a plateau is reached.
          if let loss = (validationSamples == nil ? epoch.record.training : epoch.record.validation)["loss"] {
            scheduledRate.hear(loss: loss)
          }
          if (settings.earlyStopping ?? 0) > 0, validationSamples != nil {
            best.see(epoch.record, of: model.state)
          }
        }
        if !epoch.isWhole || onEvent(.epoch(epoch.record)) == .stop { decision = .stop }
      }
      if decision == .stop {
        history.wasStopped = true
        break
      }
      if let patience = settings.earlyStopping, patience > 0, best.epochsWithoutGain >= patience {
        history.wasStoppedEarly = true
        break
      }
      place.advance()
    }
    history.nonFiniteParameters = model.state.parameters.filter { Flaw(in: $0.parameter.value) != nil }.map(
      \.label)
    let final = try evaluate(&history, number: place.epochOfLastUpdate, isStopped)
    history.final = final.record
    if !final.isWhole { history.wasStopped = true }
    takeBest(of: &best, &history)
    history.duration = clock.now - start
    return history
  }

  /// Puts back the best parameters, where there are better ones than the last.
  private func takeBest(of best: inout BestState<Scalar>, _ history: inout TrainingHistory) {
    guard best.record != nil, var final = history.final else { return }
    best.see(final, of: model.state)
    best.restore()
    guard let record = best.record else { return }
    history.best = record
    (final.training, final.test, final.validation) = (record.training, record.test, record.validation)
    history.final = final
  }

  /// Checks settings that have changed, and hands the learning rate to the optimiser.
  private func heedSettings() throws(TrainingError) {
    guard haveSettingsChanged else { return }
    haveSettingsChanged = false
    try settings.check(validates: validationSamples != nil)
    guard settings.validationShare == heeded.validationShare else {
      throw TrainingError(
        "the validation part is chosen when the trainer is made: set validationShare there, and make another trainer "
          + "for another one")
    }
    if settings.learningRate != heeded.learningRate {
      let usual = optimizer.optimizer.usualRate
      let rate = try settings.learningRate(as: Scalar.self, usual: usual)
      scheduledRate.base = settings.learningRate ?? usual
      if scheduledRate.schedule.isConstant { optimizer.rate = rate }
    }
    heeded = settings
  }

  /// The learning rate of the present update, as the settings write it where it is theirs.
  private var learningRate: Double {
    let given = settings.learningRate ?? optimizer.optimizer.usualRate
    return optimizer.rate == Scalar(given) ? given : Double(optimizer.rate)
  }

  /// The layers with parameters of their own.
  private var gradientLayers: [NamedState<Scalar>.NamedLayer] {
    model.state.layers.filter { !$0.ownParameters.isEmpty }
  }

  private func isOver(_ place: EpochPlace) -> Bool {
    guard place.iteration < RandomStream.batchLimit else { return true }
    switch settings.duration {
    case .iterations(let count): return place.iteration >= count
    case .epochs(let count): return place.epoch >= count
    }
  }

  /// The mini-batches of an update.
  private func drawBatch(_ place: EpochPlace) throws -> [Batch<Scalar>] {
    let positions = sampler.positions(
      ofIteration: place.ofSampler, count: samples.count, batchSize: place.samplesPerUpdate,
      seed: settings.seed)
    let size = place.batchSize
    guard positions.count > size || augmentation != nil else { return [try samples.batch(at: positions)] }
    return try stride(from: 0, to: positions.count, by: size).map { start in
      let batch = try samples.batch(at: Array(positions[start..<Swift.min(start + size, positions.count)]))
      guard let augmentation else { return batch }
      return augmentation.augmented(
        batch, seed: settings.seed, iteration: place.iteration, firstPlace: start)
    }
  }

  /// One iteration: finds the gradients of its mini-batches and updates the parameters. Returns the loss before it.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func step(
    _ batches: [Batch<Scalar>], _ iteration: Int, checksMembers: Bool, into sink: any GradientSink<Scalar>
  ) throws(NonFiniteValue) -> Scalar {
    // One pass for all of them: layers draw other random numbers for each, and hand over statistics once.
    var pass = model.training(iteration: iteration, seed: settings.seed)
    if !settings.watchesNaN { pass = pass.unseen() }
    let count = batches.reduce(0) { $0 + $1.count }
    if batches.count > 1 { accumulator.next = sink }
    var mean: Scalar = 0
    for (index, batch) in batches.enumerated() {
      let result =
        checksMembers && index == 0
        ? model.lossCheckingMembers(of: batch, in: graph, pass) : model.loss(of: batch, in: graph, pass)
      let loss = result.value.item
      if settings.watchesNaN {
        let gradients = result.backward()
        try watch(graph.firstNonFinite(gradients: gradients), iteration, gradients)
      }
      if !scheduledRate.schedule.isConstant { optimizer.rate = scheduled(iteration) }
      optimizer.iteration = iteration
      guard batches.count > 1 else {
        result.backward(for: parameters, into: sink)
        mean = loss
        break
      }
      accumulator.weight = Scalar(batch.count) / Scalar(count)
      accumulator.isLast = index == batches.count - 1
      mean += loss * accumulator.weight
      result.backward(for: parameters, into: accumulator)
    }
    pass.commit()
    return mean
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
  private func watchUpdate(_ batches: [Batch<Scalar>], _ iteration: Int) throws(NonFiniteValue) {
    guard parameters.contains(where: { Flaw(in: $0.value) != nil }) else { return }
    defer { graph.removeAll() }
    // The same pass as the step's, so that the parameter is read as it was there.
    let pass = model.training(iteration: iteration, seed: settings.seed)
    for batch in batches {
      _ = model.loss(of: batch, in: graph, pass)
      var value = graph.firstNonFinite()
      value?.phase = .update
      try watch(value, iteration, nil)
      graph.removeAll()
    }
  }

  /// The loss of an iteration's mini-batches after its update, evaluated.
  private func lossAfterUpdate(_ batches: [Batch<Scalar>], _ iteration: Int) throws(NonFiniteValue) -> Scalar
  {
    let count = batches.reduce(0) { $0 + $1.count }
    var mean: Scalar = 0
    for batch in batches {
      let pass = settings.watchesNaN ? model.evaluation() : model.evaluation().unseen()
      let value = model.loss(of: batch, in: graph, pass).value.item
      if settings.watchesNaN { try watch(graph.firstNonFinite(), iteration, nil) }
      graph.removeAll()
      guard batches.count > 1 else { return value }
      mean += value * (Scalar(batch.count) / Scalar(count))
    }
    return mean
  }

  /// The metrics of validation samples, the loss always among them: early stopping looks at it.
  private var validationMetrics: [any Metric<Scalar>] {
    metrics.contains { $0.name == "loss" } ? metrics : metrics + [MeanLoss(model.loss)]
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
      record.validation =
        try validationSamples.map { try model.evaluate(on: $0, validationMetrics, isStopped: isStopped) }
        ?? [:]
      record.training = training
    } catch is CancellationError {
      return (record, false)
    }
    return (record, true)
  }
}
