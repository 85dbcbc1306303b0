extension Trainer {
  /// Trains from the parameters' present values, and with what the optimiser remembers of earlier runs.
  ///
  /// Throws what keeps the samples from being read, and a ``TrainingError`` for an iteration that there isn't; ``history``
  /// then tells how far the run came. Stops with a sentence where the first iteration uses a parameter or statistic that no
  /// layer lists among its members: it would never be trained.
  ///
  /// - Parameters:
  ///   - first: how many iterations were made before, in a run that is taken up again: the model's and the optimiser's
  ///     state must be as they were then. If not given, a run goes on from the checkpoint that was resumed from, and
  ///     else is a new one.
  ///   - onEvent: is called after each iteration and each evaluation but the last, whose result is ``TrainingHistory/final``;
  ///     what it returns can end the training.
  ///   - isStopped: is asked between the batches of an evaluation; `true` breaks it off and ends the training. What was
  ///     to be measured there, or after the last update, is then missing.
  @discardableResult
  public func run(
    from first: Int? = nil, onEvent: (TrainingEvent) -> TrainingDecision = { _ in .continue },
    isStopped: () -> Bool = { false }
  ) throws -> TrainingHistory {
    let progress: TrainingProgress<Scalar>
    if first == nil, let resumed {
      progress = resumed
      try heedSettings()
    } else {
      try heedSettings()
      progress = try started(from: first ?? 0)
    }
    resumed = nil
    try checkBatches()
    try checkGroup()
    try checkOtherRanks()
    (wantsToStop, areToStop) = (false, false)
    self.progress = progress
    progress.last = nil
    progress.begin()
    nonFiniteGraph = nil
    // What only the history of this run tells, and no checkpoint.
    var history: TrainingHistory?
    var broken: TrainingHistory.Epoch?
    var (wasStopped, wasStoppedEarly) = (false, false)
    defer { self.history = history ?? progress.history }
    let firstHere = progress.place.iteration
    while true {
      var decision = TrainingDecision.continue
      if progress.due.isNothing {
        if let patience = settings.earlyStopping, patience > 0, progress.best.epochsWithoutGain >= patience {
          wasStoppedEarly = true
          break
        }
        guard !isOver(progress.place) else { break }
        guard let loss = try update(progress, checksMembers: progress.place.iteration == firstHere) else {
          break
        }
        progress.advance()
        decision = agreed(onEvent(.iteration(progress.history.iterations, loss: loss)))
      }
      if progress.due.finding {
        progress.due.finding = false
        progress.advance()
        if let finding = progress.history.finding, agreed(onEvent(.finding(finding))) == .stop {
          decision = .stop
        }
      }
      if progress.due.evaluation {
        guard let record = try measure(progress, isStopped, &broken) else {
          wasStopped = true
          break
        }
        progress.advance()
        if agreed(onEvent(.epoch(record))) == .stop { decision = .stop }
      }
      if decision == .stop {
        wasStopped = true
        break
      }
    }
    progress.finish()
    var ended = progress.history
    if let broken { ended.record(broken) }
    (ended.wasStopped, ended.wasStoppedEarly) = (wasStopped, wasStoppedEarly)
    history = ended
    let clock = ContinuousClock()
    let start = clock.now
    try finish(&ended, progress, isStopped)
    ended.duration = progress.duration + (clock.now - start)
    history = ended
    return ended
  }

  /// A new run from an iteration on.
  func started(from first: Int) throws(TrainingError) -> TrainingProgress<Scalar> {
    let limit = Swift.min(iterationCount, RandomStream.batchLimit)
    guard (0...limit).contains(first) else {
      throw TrainingError(
        "a training of \(limit) iterations can start from 0 ... \(limit), not from \(first)")
    }
    var history = TrainingHistory(startingAt: first)
    history.metricNames = metricNames
    history.hasValidation = validationSamples != nil
    if settings.recordsGradients { history.gradientLayers = gradientLayers.map(\.label) }
    history.losses.reserveCapacity(Swift.min(limit - first, TrainingHistory.lossLimit))
    let progress = TrainingProgress<Scalar>(
      history: history, place: EpochPlace(iteration: first, settings, perEpoch: iterationsPerEpoch))
    progress.startCheck = first == 0 ? StartCheck(of: model) : nil
    return progress
  }

  /// Makes the next update and records its loss, which is returned; `nil` where a watched value wasn't finite. What is to
  /// be done after it is noted in the progress.
  private func update(_ progress: TrainingProgress<Scalar>, checksMembers: Bool) throws -> Double? {
    if haveSettingsChanged { try heedSettings() }
    if progress.place.isFirstOfEpoch {
      let place = progress.place
      if place.batchSize != settings.batchSize || place.samplesPerUpdate != settings.samplesPerUpdate {
        try checkBatches()
      }
      progress.place.adopt(settings, perEpoch: iterationsPerEpoch)
    }
    let place = progress.place
    let iteration = place.iteration
    let measures = place.isFirstOfEpoch
    // The last update's gradients are recorded, too: a training of one epoch has curves, not dots.
    let recordsGradients = settings.recordsGradients && (measures || iteration + 1 == iterationCount)
    var loss: Double?
    do {
      let update = usesShards ? updateByShards : updateAsWhole
      try update(progress, &loss, checksMembers, measures, recordsGradients ? norms : sink)
    } catch let finding as NonFiniteValue where (group?.size ?? 1) == 1 {
      progress.history.nonFinite = finding
    }
    if let loss {
      progress.history.record(loss: loss)
      progress.place.wasMade()
      if !loss.isFinite, progress.history.firstNonFiniteIteration == nil {
        progress.history.firstNonFiniteIteration = iteration + 1
      }
    }
    guard progress.history.nonFinite == nil else { return nil }
    progress.due.evaluation = measures
    if recordsGradients {
      progress.due.learningRate = learningRate
      progress.due.gradientNorms = gradientLayers.map { norms.norm(of: $0.ownParameters) }
    }
    return loss
  }

  /// Makes an update of whole mini-batches, with what is to be known of it. The loss is there as soon as it is known, also
  /// where what follows finds a value that isn't finite.
  private func updateAsWhole(
    _ progress: TrainingProgress<Scalar>, _ loss: inout Double?, _ checksMembers: Bool, _ measures: Bool,
    _ sink: any GradientSink<Scalar>
  ) throws {
    let iteration = progress.place.iteration
    let batch = try drawBatch(progress.place)
    if iteration == 0 { progress.startCheck?.begin(batch[0]) }
    loss = Double(try step(batch, iteration, checksMembers: checksMembers, into: sink))
    if settings.watchesNaN { try watchUpdate(batch, iteration) }
    if measures || settings.lossTiming == .afterUpdate {
      loss = Double(try lossAfterUpdate(batch, iteration))
    }
    checkStart(progress, loss) { batch[0] }
  }

  /// Makes an update of mini-batches that are cut into shards, with what is to be known of it.
  private func updateByShards(
    _ progress: TrainingProgress<Scalar>, _ loss: inout Double?, _ checksMembers: Bool, _ measures: Bool,
    _ sink: any GradientSink<Scalar>
  ) throws {
    let place = progress.place
    let iteration = place.iteration
    let shards = try drawShards(place)
    // What the check looks at is told by the first rank alone.
    if let group, group.rank > 0 { progress.startCheck = nil }
    if iteration == 0, progress.startCheck != nil { progress.startCheck?.begin(try drawBatch(place)[0]) }
    loss = Double(try step(shards, iteration, checksMembers: checksMembers, into: sink))
    if settings.watchesNaN { try watchUpdate(shards.flatMap { $0.map(\.batch) }, iteration) }
    if measures || settings.lossTiming == .afterUpdate {
      loss = Double(try lossAfterUpdate(shards, iteration))
    }
    try checkStart(progress, loss) { try drawBatch(place)[0] }
  }

  /// Judges the start of a training once enough updates were made.
  private func checkStart(
    _ progress: TrainingProgress<Scalar>, _ loss: Double?, _ batch: () throws -> Batch<Scalar>
  ) rethrows {
    guard let loss, progress.place.iteration == StartCheck<Scalar>.steps - 1 else { return }
    if progress.startCheck != nil {
      progress.history.finding = progress.startCheck?.finding(try batch(), loss: loss)
    }
    progress.startCheck = nil
    progress.due.finding = progress.history.finding != nil
  }

  /// Measures the model at an epoch's beginning and records that; `nil` where it was broken off, with what is known of it.
  private func measure(
    _ progress: TrainingProgress<Scalar>, _ isStopped: () -> Bool, _ broken: inout TrainingHistory.Epoch?
  ) throws -> TrainingHistory.Epoch? {
    var epoch = try evaluate(&progress.history, number: progress.place.epoch + 1, isStopped)
    epoch.record.learningRate = progress.due.learningRate
    epoch.record.gradientNorms = progress.due.gradientNorms
    guard epoch.isWhole else {
      broken = epoch.record
      return nil
    }
    progress.due = .init()
    progress.history.record(epoch.record)
    // Where samples are kept apart, they tell better whether a plateau is reached.
    if let loss = (validationSamples == nil ? epoch.record.training : epoch.record.validation)["loss"] {
      scheduledRate.hear(loss: loss)
    }
    if (settings.earlyStopping ?? 0) > 0, validationSamples != nil {
      progress.best.see(epoch.record, of: model.state)
    }
    return epoch.record
  }

  /// Measures the model after the last update, and puts back the best parameters where there are better ones.
  private func finish(
    _ history: inout TrainingHistory, _ progress: TrainingProgress<Scalar>, _ isStopped: () -> Bool
  ) throws {
    history.nonFiniteParameters = model.state.parameters.filter { Flaw(in: $0.parameter.value) != nil }.map(
      \.label)
    var final = try evaluate(&history, number: progress.place.epochOfLastUpdate, isStopped)
    if history.iterations == iterationCount {
      // Where the last update began an epoch, its record has them.
      let last = history.epochs.last { $0.iteration == history.iterations }
      final.record.learningRate = progress.due.learningRate ?? last?.learningRate
      final.record.gradientNorms = last?.gradientNorms ?? progress.due.gradientNorms
    }
    history.final = final.record
    if !final.isWhole { history.wasStopped = true }
    // A checkpoint goes on from the last values, not from the best.
    if progress.best.record != nil {
      progress.last = (
        model.state.parameters.map(\.parameter.value), model.state.statistics.map(\.statistic.value)
      )
    }
    var best = progress.best
    takeBest(of: &best, &history)
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
}
