extension Trainer {
  /// All that the training needs to go on from here, as a value.
  ///
  /// Can be called from the callback of a run, at any event, and after a run, whatever ended it: then the training goes on
  /// where it was stopped, and one that was over ends again at once. Before the first run it is the start.
  ///
  /// The first call reads all samples, for their digest. Throws what keeps them from being read, and a ``TrainingError``
  /// where settings that were changed mean nothing, or where ``TrainingSettings/watchesNaN`` has ended the run: amid the
  /// update that went wrong there is nothing to go on from.
  public func checkpoint() throws -> TrainingCheckpoint<Scalar> {
    try heedSettings()
    let progress = try progress ?? started(from: 0)
    if let finding = progress.history.nonFinite {
      throw TrainingError("a training can't go on from where a value wasn't finite: \(finding)")
    }
    var checkpoint = TrainingCheckpoint<Scalar>(
      settings: settings, history: progress.history, identity: try identity(), optimizer: savedMemory,
      schedule: .init(base: scheduledRate.base, state: scheduledRate.state), place: .init(progress.place))
    checkpoint.history.duration = progress.duration
    let state = model.state
    for (index, named) in state.parameters.enumerated() {
      checkpoint.parameters[named.path] = progress.last?.parameters[index] ?? named.parameter.value
    }
    for (index, named) in state.statistics.enumerated() {
      checkpoint.statistics[named.path] = progress.last?.statistics[index] ?? named.statistic.value
    }
    checkpoint.best = progress.best.saved(of: state)
    checkpoint.start = progress.startCheck?.saved
    checkpoint.due = progress.due
    return checkpoint
  }

  /// Takes over the state of a training that was stopped: the next ``run(from:onEvent:isStopped:)`` goes on with it, and
  /// ends with the same parameters and the same history as one that was never stopped.
  ///
  /// The trainer must have been made with the same network, loss, data, optimiser, schedule, sampler, augmentation and metrics;
  /// its settings become those of the checkpoint, and can be changed afterwards. Throws a ``TrainingError`` that says
  /// what differs, and changes nothing then.
  public func resume(from checkpoint: TrainingCheckpoint<Scalar>) throws {
    try check(checkpoint)
    let state = model.state
    // What may still be refused comes first, before anything is changed.
    try optimizer.restore(slots: checkpoint.optimizer.slots, updates: checkpoint.optimizer.updates, of: state)
    for named in state.parameters {
      if let value = checkpoint.parameters[named.path] { named.parameter.value = value }
    }
    for named in state.statistics {
      if let value = checkpoint.statistics[named.path] { named.statistic.value = value }
    }
    settings = checkpoint.settings
    settingsAreHeeded()
    optimizer.rate = Scalar(checkpoint.optimizer.rate)
    optimizer.iteration = checkpoint.optimizer.iteration
    scheduledRate.base = checkpoint.schedule.base
    scheduledRate.state = checkpoint.schedule.state
    let progress = TrainingProgress<Scalar>(history: checkpoint.history, place: EpochPlace(checkpoint.place))
    progress.best = BestState(checkpoint.best, of: state)
    progress.startCheck = checkpoint.start.flatMap { StartCheck(of: model, $0) }
    progress.due = checkpoint.due
    resumed = progress
    self.progress = progress
    history = checkpoint.history
  }

  /// Where a checkpoint would be; `nil` before the first run.
  package var checkpointPosition: TrainingCheckpoint<Scalar>.Position? {
    progress.map { .init(iterations: $0.history.iterations, due: $0.due) }
  }

  // MARK: - What must be the same

  /// What a checkpoint is compared by; the samples are read once.
  private func identity() throws -> TrainingCheckpoint<Scalar>.Identity {
    if let knownIdentity { return knownIdentity }
    var identity = TrainingCheckpoint<Scalar>.Identity(samples: try DatasetSignature(of: samples))
    identity.validation = try validationSamples.map { try DatasetSignature(of: $0) }
    identity.test = try testSamples.map { try DatasetSignature(of: $0) }
    identity = described(identity)
    knownIdentity = identity
    return identity
  }

  /// What a checkpoint is compared by besides the data.
  private func described(
    _ data: TrainingCheckpoint<Scalar>.Identity
  ) -> TrainingCheckpoint<Scalar>.Identity {
    var identity = data
    identity.network = model.summary
    identity.loss = model.loss.description
    identity.optimizer = "\(optimizer.optimizer.name): \(optimizer.optimizer)"
    identity.schedule = "\(scheduledRate.schedule)"
    identity.sampler = "\(type(of: sampler))"
    // Of a structure its members are printed, of an object the name of its type.
    identity.augmentation = augmentation.map { "\($0)" } ?? "none"
    return identity
  }

  private var savedMemory: TrainingCheckpoint<Scalar>.Memory {
    var memory = TrainingCheckpoint<Scalar>.Memory()
    (memory.slots, memory.updates) = optimizer.slotsAndUpdates(of: model.state)
    (memory.rate, memory.iteration) = (Double(optimizer.rate), optimizer.iteration)
    return memory
  }

  /// Throws where a checkpoint is of another training.
  private func check(_ checkpoint: TrainingCheckpoint<Scalar>) throws {
    try checkpoint.check()
    try checkNetwork(checkpoint)
    let saved = checkpoint.identity
    // All data are read for that, by the first of several processes.
    let own = (group?.rank ?? 0) == 0 ? try identity() : described(saved)
    try checkData(own, saved)
    for (name, there, here) in [
      ("loss", saved.loss, own.loss), ("optimiser", saved.optimizer, own.optimizer),
      ("schedule", saved.schedule, own.schedule), ("sampler", saved.sampler, own.sampler),
      ("augmentation", saved.augmentation, own.augmentation),
      (
        "list of metrics", checkpoint.history.metricNames.joined(separator: ", "),
        metricNames.joined(separator: ", ")
      ),
    ] where there != here {
      // Its settings are told only where the names are the same.
      let (shortThere, shortHere) = (there.prefix { $0 != ":" }, here.prefix { $0 != ":" })
      let isShort = shortThere != shortHere
      throw TrainingError(
        "the checkpoint has another \(name): \(isShort ? shortThere : there[...]) there, "
          + "\(isShort ? shortHere : here[...]) here")
    }
    let settings = checkpoint.settings
    try settings.check(validates: validationSamples != nil)
    guard settings.validationShare == self.settings.validationShare else {
      throw TrainingError(
        "the checkpoint has another validation part: a share of \(settings.validationShare ?? 0) there, "
          + "\(self.settings.validationShare ?? 0) here")
    }
    try checkPlace(checkpoint)
  }

  /// Throws where the sizes that the checkpoint's epoch goes on with aren't those of an epoch of this training.
  ///
  /// They needn't be those of the settings, which may have been changed since the epoch began.
  private func checkPlace(_ checkpoint: TrainingCheckpoint<Scalar>) throws(TrainingError) {
    let place = checkpoint.place
    var settings = checkpoint.settings
    settings.batchSize = place.batchSize
    settings.accumulation = place.samplesPerUpdate / place.batchSize
    let perEpoch = sampler.iterationsPerEpoch(count: samples.count, batchSize: place.samplesPerUpdate)
    guard settings.samplesPerUpdate == place.samplesPerUpdate, perEpoch == place.iterationsPerEpoch else {
      throw TrainingError(
        "the checkpoint's place isn't one of this training: \(place.iterationsPerEpoch) updates an epoch there, of "
          + "\(place.samplesPerUpdate) samples in mini-batches of \(place.batchSize); \(perEpoch) here")
    }
    try settings.check(validates: validationSamples != nil)
    // A training that ends within an epoch never comes to that epoch's last mini-batch.
    var iterations = perEpoch
    if case .iterations(let count) = settings.duration {
      iterations = place.inEpoch + Swift.min(perEpoch - place.inEpoch, count - place.iteration)
    }
    try checkBatches(settings, iterations: iterations)
  }

  /// Throws where the checkpoint's network is another one.
  private func checkNetwork(_ checkpoint: TrainingCheckpoint<Scalar>) throws(TrainingError) {
    let state = model.state
    func check(
      _ own: [(path: String, shape: TensorShape)], _ saved: [String: Tensor<Scalar>]
    ) throws(TrainingError) {
      for (path, shape) in own {
        guard let tensor = saved[path] else {
          throw anotherNetwork("no \(path) there, one of shape \(shape) here")
        }
        guard tensor.shape == shape else {
          throw anotherNetwork("\(path) has shape \(tensor.shape) there, \(shape) here")
        }
      }
      if let path = Set(saved.keys).subtracting(own.map(\.path)).min(), let tensor = saved[path] {
        throw anotherNetwork("\(path) of shape \(tensor.shape) there, none here")
      }
    }
    func anotherNetwork(_ difference: String) -> TrainingError {
      let (there, here) = (checkpoint.identity.network, model.summary)
      return TrainingError(
        "the checkpoint is of another network: "
          + (there == here ? difference : "\(there) there, \(here) here; \(difference)"))
    }
    let parameters = state.parameters.map { ($0.path, $0.parameter.value.shape) }
    let statistics = state.statistics.map { ($0.path, $0.statistic.value.shape) }
    try check(parameters, checkpoint.parameters)
    try check(statistics, checkpoint.statistics)
    if checkpoint.best.record != nil {
      try check(parameters, checkpoint.best.parameters)
      try check(statistics, checkpoint.best.statistics)
    }
    guard checkpoint.identity.network == model.summary else {
      throw TrainingError(
        "the checkpoint is of another network: \(checkpoint.identity.network) there, \(model.summary) here")
    }
  }

  private func checkData(
    _ own: TrainingCheckpoint<Scalar>.Identity, _ saved: TrainingCheckpoint<Scalar>.Identity
  ) throws(TrainingError) {
    let sets = [
      (own.samples, saved.samples, "training samples"),
      (own.validation, saved.validation, "validation samples"),
      (own.test, saved.test, "test samples"),
    ]
    for (own, saved, kind) in sets {
      let difference: String?
      switch (own, saved) {
      case (nil, nil): difference = nil
      case (let own?, let saved?): difference = own.difference(from: saved, kind)
      case (nil, _?): difference = "\(kind) there, none here"
      case (_?, nil): difference = "no \(kind) there, some here"
      }
      if let difference { throw TrainingError("the checkpoint is of other data: \(difference)") }
    }
  }
}

extension TrainingCheckpoint.Place {
  init(_ place: EpochPlace) {
    self.init()
    (iteration, epoch, inEpoch) = (place.iteration, place.epoch, place.place)
    epochOfLastUpdate = place.epochOfLastUpdate
    (batchSize, samplesPerUpdate) = (place.batchSize, place.samplesPerUpdate)
    iterationsPerEpoch = place.perEpoch
  }
}

extension TrainingCheckpoint {
  /// The most samples that an update of a training can have been made of: their positions must fit into memory.
  private static var greatestUpdate: Int { 1 << 28 }

  /// Throws where the numbers can't be those of a training, as those of a file that was written by hand needn't be.
  package func check() throws(TrainingError) {
    let (updates, made) = (0...RandomStream.batchLimit, place.iteration &+ (due.isNothing ? 0 : 1))
    let numbers = [
      place.iteration, place.epoch, place.inEpoch, place.epochOfLastUpdate, place.iterationsPerEpoch,
    ]
    let isThinned = history.lossInterval > 0 && history.epochInterval > 0
    let counted = Swift.max(history.lossInterval, 1).multipliedReportingOverflow(by: history.losses.count)
    let ofSampler = place.epoch.multipliedReportingOverflow(by: place.iterationsPerEpoch)
    let counts = [
      history.start, history.skipped.count, optimizer.iteration, schedule.state.waited,
      best.epochsWithoutGain,
    ]
    let isCounted =
      isThinned && numbers.allSatisfy(updates.contains) && counts.allSatisfy(updates.contains)
      && !counted.overflow && counted.partialValue <= RandomStream.batchLimit && history.iterations == made
      && !ofSampler.overflow && ofSampler.partialValue < RandomStream.batchLimit
      && place.inEpoch < place.iterationsPerEpoch && place.batchSize > 0
      && place.samplesPerUpdate >= place.batchSize && place.samplesPerUpdate <= Self.greatestUpdate
      && optimizer.updates.values.allSatisfy(updates.contains)
    guard isCounted else {
      throw TrainingError(
        "the checkpoint's place isn't one of a training: iteration \(place.iteration), place \(place.inEpoch) of epoch "
          + "\(place.epoch)'s \(place.iterationsPerEpoch)")
    }
    let rates = [optimizer.rate, schedule.base, schedule.state.factor]
    guard rates.allSatisfy({ $0.isFinite && $0 >= 0 }), Scalar(optimizer.rate).isFinite else {
      throw TrainingError(
        "the checkpoint's learning rate must be made of finite numbers, 0 or more, not of "
          + "\(rates.map(\.description).joined(separator: ", "))")
    }
    let records = history.epochs + [best.record].compactMap { $0 }
    guard records.allSatisfy({ updates.contains($0.number) && updates.contains($0.iteration) }) else {
      throw TrainingError("the checkpoint's history has records of epochs that there can't be")
    }
  }
}
