// An update whose mini-batches are cut into shards, some of which are this process's.

extension Trainer {
  /// Whether mini-batches are cut into shards.
  var usesShards: Bool { settings.shards > 1 }

  /// The shards that this process makes.
  private var ownShards: Range<Int> {
    let each = settings.shards / (group?.size ?? 1)
    let first = (group?.rank ?? 0) * each
    return first..<first + each
  }

  /// Throws where the processes can't share the shards.
  func checkGroup() throws(TrainingError) {
    guard let group, group.size > 1 else { return }
    guard group.size.nonzeroBitCount == 1, settings.shards % group.size == 0 else {
      throw TrainingError(
        "\(group.size) processes can't share \(settings.shards) shard\(settings.shards == 1 ? "" : "s"): their number must "
          + "be a power of two that divides that of the shards, see TrainingSettings.shards")
    }
  }

  /// A mini-batch's part in a shard.
  struct ShardPiece {
    let batch: Batch<Scalar>
    /// How many samples of the mini-batch come before it.
    let firstSample: Int
    /// Its share of the update's samples; 0 where the shard has none of them.
    let weight: Scalar
  }

  /// The pieces of each of this process's shards. Nothing else is read.
  func drawShards(_ place: EpochPlace) throws -> [[ShardPiece]] {
    let positions = sampler.positions(
      ofIteration: place.ofSampler, count: samples.count, batchSize: place.samplesPerUpdate,
      seed: settings.seed)
    let count = positions.count
    func piece(_ samples: Range<Int>, ofBatchAt start: Int, weight: Scalar) throws -> ShardPiece {
      var batch = try self.samples.batch(at: Array(positions[samples]))
      if let augmentation {
        batch = augmentation.augmented(
          batch, seed: settings.seed, iteration: place.iteration, firstPlace: samples.lowerBound)
      }
      return ShardPiece(batch: batch, firstSample: samples.lowerBound - start, weight: weight)
    }
    return try ownShards.map { shard in
      var pieces: [ShardPiece] = []
      for start in stride(from: 0, to: count, by: place.batchSize) {
        let size = Swift.min(place.batchSize, count - start)
        let part = ShardDivision(count: size, shards: settings.shards).samples(of: shard)
        guard !part.isEmpty else { continue }
        let samples = start + part.lowerBound..<start + part.upperBound
        pieces.append(try piece(samples, ofBatchAt: start, weight: Scalar(part.count) / Scalar(count)))
      }
      // It still must tell which parameters have derivatives, and a batch norm needs two samples for that.
      if pieces.isEmpty { pieces = [try piece(0..<Swift.min(2, count), ofBatchAt: 0, weight: 0)] }
      return pieces
    }
  }

  /// One iteration: adds up the gradients of all shards and updates the parameters. Returns the loss before it.
  func step(
    _ shards: [[ShardPiece]], _ iteration: Int, checksMembers: Bool, into sink: any GradientSink<Scalar>
  ) throws(NonFiniteValue) -> Scalar {
    let sums = shardSink
    sums.group = (group?.size ?? 1) > 1 ? group : nil
    sums.begin()
    var losses = ShardTree<Scalar>()
    var values: [(statistic: Statistic<Scalar>, tree: ShardTree<Scalar>)] = []
    if !scheduledRate.schedule.isConstant { optimizer.rate = scheduled(iteration) }
    optimizer.iteration = iteration
    for (shard, pieces) in shards.enumerated() {
      // A shard's own, so that a layer draws what it would draw for the whole mini-batch.
      var pass = model.training(iteration: iteration, seed: settings.seed)
      if !settings.watchesNaN { pass = pass.unseen() }
      (sums.shard, sums.isLastShard) = (shard, shard == shards.count - 1)
      var (loss, weight): (Scalar, Scalar) = (0, 0)
      for (index, piece) in pieces.enumerated() {
        pass.firstSample = piece.firstSample
        let result =
          checksMembers && shard == 0 && index == 0
          ? model.lossCheckingMembers(of: piece.batch, in: graph, pass)
          : model.loss(of: piece.batch, in: graph, pass)
        (sums.isEmpty, sums.isLastPiece) = (piece.weight == 0, index == pieces.count - 1)
        if !sums.isEmpty {
          let value = result.value.item
          if settings.watchesNaN {
            let gradients = result.backward()
            try watch(graph.firstNonFinite(gradients: gradients), iteration, gradients)
          }
          loss += value * piece.weight
          weight += piece.weight
        }
        result.backward(upstream: Tensor(piece.weight), for: parameters, into: sums)
      }
      losses.add(Tensor(loss), ofShard: shard)
      for (place, update) in pass.statisticUpdates.enumerated() {
        if place == values.count { values.append((update.statistic, ShardTree())) }
        let value = weight == 0 ? .zeros(update.value.shape) : update.value * Tensor(weight)
        values[place].tree.add(value, ofShard: shard)
      }
    }
    // The shares that the statistics were multiplied by add up to 1 but for roundings.
    let numbers = [losses.take() ?? 0, Tensor(wantsToStop ? 1 : 0)]
    let statistics = values.indices.map { values[$0].tree.take() ?? 0 }
    let all = sums.finish(adding: numbers + statistics, to: sink)
    areToStop = all[1].item > 0
    for (value, sum) in zip(values, all.dropFirst(2)) { value.statistic.value = sum }
    return all[0].item
  }

  /// The loss of an iteration's shards after its update, evaluated.
  func lossAfterUpdate(_ shards: [[ShardPiece]], _ iteration: Int) throws(NonFiniteValue) -> Scalar {
    var losses = ShardTree<Scalar>()
    for (shard, pieces) in shards.enumerated() {
      var loss: Scalar = 0
      for piece in pieces where piece.weight > 0 {
        let pass = settings.watchesNaN ? model.evaluation() : model.evaluation().unseen()
        let value = model.loss(of: piece.batch, in: graph, pass).value.item
        if settings.watchesNaN { try watch(graph.firstNonFinite(), iteration, nil) }
        graph.removeAll()
        loss += value * piece.weight
      }
      losses.add(Tensor(loss), ofShard: shard)
    }
    let sum = losses.take() ?? 0
    guard let group, group.size > 1 else { return sum.item }
    return PackedSums([sum], in: group).wait()[0].item
  }

  /// What became of an event for the training: with other processes, what all of them know.
  func agreed(_ decision: TrainingDecision) -> TrainingDecision {
    guard let group, group.size > 1 else { return decision }
    if decision == .stop { wantsToStop = true }
    return areToStop ? .stop : .continue
  }
}
