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
  public internal(set) var history = TrainingHistory()

  /// The learning rate's base, schedule and what has come of the losses; unless the schedule is constant, it sets the
  /// optimiser's rate before each update.
  @exclusivity(unchecked) public var scheduledRate: ScheduledRate

  @exclusivity(unchecked) var sampler: any Sampler
  let sink: any GradientSink<Scalar>
  let augmentation: (any Augmentation<Scalar>)?
  /// Adds up the gradients of an update's mini-batches, where there are several.
  private lazy var accumulator = GradientAccumulator(to: sink)
  /// Measures gradients where their lengths are recorded.
  private(set) lazy var norms = GradientNorms(to: sink)
  /// Those of the settings whose change has taken effect.
  private var heeded: TrainingSettings
  @exclusivity(unchecked) private(set) var haveSettingsChanged = false
  /// How far the run has come, or the last one came.
  @exclusivity(unchecked) var progress: TrainingProgress<Scalar>?
  /// Where the next run goes on, see ``resume(from:)``.
  var resumed: TrainingProgress<Scalar>?
  /// What checkpoints are compared by, once it was asked for.
  var knownIdentity: TrainingCheckpoint<Scalar>.Identity?
  private let metrics: [any Metric<Scalar>]
  let parameters: [Parameter<Scalar>]
  let graph = Graph<Scalar>()

  /// The processes that share the mini-batches' shards; `nil`, as at first, where this one makes all of them.
  ///
  /// Each has a trainer of its own with the same model, data, settings and seed, whose runs make the same calls: so all end
  /// with the same parameters, those of one process that makes all shards, to the bit. Their number must divide
  /// ``TrainingSettings/shards``. Where one wants to stop, all stop after the same iteration. A checkpoint of one rank
  /// serves all, and any other number of them.
  public var group: (any RankGroup)?
  /// Adds up the gradients of shards.
  let shardSink = ShardSink<Scalar>()
  /// Whether the callback of this rank has asked for an end, and whether that of any rank had before the last update.
  @exclusivity(unchecked) var wantsToStop = false
  @exclusivity(unchecked) var areToStop = false

  /// The graph in which the last run met a value that isn't finite, with the derivatives as far as they are known;
  /// see ``TrainingSettings/watchesNaN``.
  public internal(set) var nonFiniteGraph: GraphSnapshot<Scalar>?

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
  func checkBatches() throws(TrainingError) { try checkBatches(settings, iterations: iterationCount) }

  /// Throws where one of the first mini-batches, by some settings, has too few samples for a layer.
  func checkBatches(_ settings: TrainingSettings, iterations: Int) throws(TrainingError) {
    // Few models ask; an order of samples is shuffled for these only.
    guard !model.layersOverBatch(for: samples.sampleShape).isEmpty,
      let smallest = sampler.smallestBatch(ofIterations: iterations, count: samples.count, settings)
    else { return }
    try model.checkTraining(
      onBatchOf: smallest, sampleShape: samples.sampleShape,
      advice: settings.batchSize == 1
        ? "give a batch size of 2 or more"
        : "of \(samples.count) samples, batches of \(settings.batchSize) leave one over; give another batch size, or draw "
          + "the samples instead of shuffling them")
    guard settings.shards > 1 else { return }
    try model.checkTraining(
      onBatchOf: ShardDivision.smallest(of: smallest, in: settings.shards), sampleShape: samples.sampleShape,
      advice:
        "a mini-batch of \(smallest) is cut into \(settings.shards) shards, each with its own mean; cut it into "
        + "fewer, or give a larger batch size")
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

  /// Checks settings that have changed, and hands the learning rate to the optimiser.
  func heedSettings() throws(TrainingError) {
    guard haveSettingsChanged else { return }
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
    if settings.shards != heeded.shards { try checkBatches() }
    try checkGroup()
    settingsAreHeeded()
  }

  /// Notes that the settings are what the training goes by.
  func settingsAreHeeded() {
    heeded = settings
    haveSettingsChanged = false
  }

  /// The learning rate of the present update, as the settings write it where it is theirs.
  var learningRate: Double {
    let given = settings.learningRate ?? optimizer.optimizer.usualRate
    return optimizer.rate == Scalar(given) ? given : Double(optimizer.rate)
  }

  /// The layers with parameters of their own.
  var gradientLayers: [NamedState<Scalar>.NamedLayer] {
    model.state.layers.filter { !$0.ownParameters.isEmpty }
  }

  func isOver(_ place: EpochPlace) -> Bool {
    guard place.iteration < RandomStream.batchLimit else { return true }
    switch settings.duration {
    case .iterations(let count): return place.iteration >= count
    case .epochs(let count): return place.epoch >= count
    }
  }

  /// The mini-batches of an update.
  func drawBatch(_ place: EpochPlace) throws -> [Batch<Scalar>] {
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
  func step(
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
  func scheduled(_ iteration: Int) -> Scalar {
    let rate = scheduledRate.rate(
      ofIteration: iteration, of: iterationCount, iterationsPerEpoch: iterationsPerEpoch)
    return Swift.min(Scalar(rate), .greatestFiniteMagnitude)
  }

  /// Keeps the graph of a value that isn't finite and throws the value.
  func watch(
    _ value: NonFiniteValue?, _ iteration: Int, _ gradients: Gradients<Scalar>?
  ) throws(NonFiniteValue) {
    guard var value else { return }
    value.iteration = iteration + 1
    nonFiniteGraph = graph.snapshot(gradients: gradients)
    graph.removeAll()
    throw value
  }

  /// Looks at the parameters' new values and, where one isn't finite, at what the model makes of it.
  func watchUpdate(_ batches: [Batch<Scalar>], _ iteration: Int) throws(NonFiniteValue) {
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
  func lossAfterUpdate(_ batches: [Batch<Scalar>], _ iteration: Int) throws(NonFiniteValue) -> Scalar {
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
  func evaluate(
    _ history: inout TrainingHistory, number: Int, _ isStopped: () -> Bool
  ) throws -> (record: TrainingHistory.Epoch, isWhole: Bool) {
    let clock = ContinuousClock()
    let start = clock.now
    defer { history.evaluationDuration += clock.now - start }
    var record = TrainingHistory.Epoch(
      number: number, iteration: history.iterations, loss: history.lastLoss ?? .nan, training: [:])
    do {
      func measure(_ data: any Dataset<Scalar>, _ metrics: [any Metric<Scalar>]) throws -> [String: Double] {
        try model.evaluate(on: data, metrics, in: group, isStopped: isStopped)
      }
      let training = try measure(samples, metrics)
      record.test = try testSamples.map { try measure($0, metrics) } ?? [:]
      record.validation = try validationSamples.map { try measure($0, validationMetrics) } ?? [:]
      record.training = training
    } catch is CancellationError {
      return (record, false)
    }
    return (record, true)
  }
}
