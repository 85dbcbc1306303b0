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
    var metrics = metrics ?? usualMetrics(for: data.targetKind)
    try forEachOutput(on: data, isStopped: isStopped) { outputs, targets in
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
    on data: some Dataset<Scalar>, isStopped: () -> Bool = { false },
    _ body: (_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Void
  ) throws {
    let graph = Graph<Scalar>()
    var start = 0
    var batchSize = 240
    while start < data.count {
      guard !isStopped() else { throw CancellationError() }
      let positions = (start..<Swift.min(start + batchSize, data.count)).map(Int64.init)
      let batch = try data.batch(at: positions)
      require(
        batch.count == positions.count && batch.samples.shape.first == positions.count,
        "a data set gave \(batch.count) targets and samples \(batch.samples.shape) where \(positions.count) were asked for"
      )
      // The first batch tells how much the network makes of a sample.
      let pass = start == 0 ? evaluation() : evaluation().unseen()
      let outputs = output(for: batch.samples, in: graph, pass).value
      let computed = graph.computedCount
      graph.removeAll()
      body(outputs, batch.targets)
      defer { start += positions.count }
      guard start == 0 else { continue }
      let numbersOfOne = Swift.max(data.sampleShape.elementCount + computed / positions.count, 1)
      batchSize = Swift.min(Swift.max(2_200_000 / numbersOfOne, 240), 2400)
    }
  }
}
