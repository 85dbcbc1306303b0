extension Model {
  /// The figures that a training measures unless it is told others: the mean loss and, where targets are classes or rows
  /// of scores for classes, the accuracy before it. (Rows of answers to yes and no are no scores for classes.)
  public func usualMetrics(for targets: TargetKind) -> [any Metric<Scalar>] {
    let isClassified =
      switch targets {
      case .classes: true
      case .rows(let shape): shape.rank == 1 && shape[0] > 1 && !answersYesAndNo
      }
    return isClassified ? [usualAccuracy, MeanLoss(loss)] : [MeanLoss(loss)]
  }

  private var answersYesAndNo: Bool { loss is SigmoidWithLoss<Scalar> }

  private var usualAccuracy: Accuracy<Scalar> { Accuracy(tellsBySign: answersYesAndNo) }

  /// Figures about the network's answers to all samples of a data set, by name; without those that have no value.
  ///
  /// Looks at 240 samples at a time, or up to 2,400 where they are small and the network makes little of each, so that
  /// memory doesn't grow with their number and a batch stays in the cache.
  ///
  /// Throws a `CancellationError` where `isStopped`, which is asked before each of these batches, says so.
  public func evaluate(
    on data: some Dataset<Scalar>, _ metrics: [any Metric<Scalar>]? = nil,
    isStopped: () -> Bool = { false }
  ) throws -> [String: Double] {
    try evaluate(on: data, metrics, in: nil, isStopped: isStopped)
  }

  /// The same figures, to the bit, by processes that share the batches: all of them get them.
  func evaluate(
    on data: some Dataset<Scalar>, _ metrics: [any Metric<Scalar>]?, in group: (any RankGroup)?,
    isStopped: () -> Bool
  ) throws -> [String: Double] {
    var metrics = metrics ?? usualMetrics(for: data.targetKind)
    try forEachOutput(on: data, in: group, isStopped: isStopped) { outputs, targets in
      for index in metrics.indices { metrics[index].add(outputs, targets) }
    }
    return Dictionary(metrics.compactMap { metric in metric.value.map { (metric.name, $0) } }) { first, _ in
      first
    }
  }

  /// The share of the samples to which the network gives the highest score for their class, `nil` without samples.
  public func accuracy(on data: some Dataset<Scalar>) throws -> Double? {
    try evaluate(on: data, [usualAccuracy])["accuracy"]
  }

  /// Calls a function with the network's outputs for all samples, batch by batch in their order, until `isStopped`.
  func forEachOutput(
    on data: some Dataset<Scalar>, in group: (any RankGroup)? = nil, isStopped: () -> Bool = { false },
    _ body: (_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Void
  ) throws {
    guard data.count > 0 else { return }
    let graph = Graph<Scalar>()
    let first = Swift.min(240, data.count)
    var batchSize = first
    if let group, group.size > 1 {
      return try forEachOutput(of: data, sharedBy: group, in: graph, first: first, isStopped, body)
    }
    var start = 0
    while start < data.count {
      guard !isStopped() else { throw CancellationError() }
      let end = Swift.min(start + batchSize, data.count)
      let batch = try outputs(on: data, start..<end, in: graph)
      body(batch.outputs, batch.targets)
      if start == 0 { batchSize = batch.nextSize }
      start = end
    }
  }

  /// The outputs for some samples, and how many the next batch should have.
  func outputs(
    on data: some Dataset<Scalar>, _ samples: Range<Int>, in graph: Graph<Scalar>
  ) throws -> (outputs: Tensor<Scalar>, targets: Targets<Scalar>, nextSize: Int) {
    let batch = try data.batch(at: samples.map(Int64.init))
    require(
      batch.count == samples.count && batch.samples.shape.first == samples.count,
      "a data set gave \(batch.count) targets and samples \(batch.samples.shape) where \(samples.count) were asked for"
    )
    // The first batch tells how much the network makes of a sample.
    let pass = samples.lowerBound == 0 ? evaluation() : evaluation().unseen()
    let outputs = output(for: batch.samples, in: graph, pass).value
    let computed = graph.computedCount
    graph.removeAll()
    let numbersOfOne = Swift.max(data.sampleShape.elementCount + computed / samples.count, 1)
    let size = Swift.min(Swift.max(2_200_000 / numbersOfOne, 240), 2400)
    return (outputs, batch.targets, size)
  }
}
