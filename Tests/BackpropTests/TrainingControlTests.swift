import Backprop
import Testing

@Suite("A training under control")
struct TrainingControlTests {
  private func trainer(
    _ settings: TrainingSettings, sampler: any Sampler = DrawnSampler(),
    optimizer: (any Optimizer<Double>)? = nil,
    sink: (OptimizerState<Double>) -> any GradientSink<Double> = { $0 }
  ) throws -> Trainer<Double> {
    let (samples, labels) = SmallProblems.blobs(50, size: 4, classes: 3, seed: 1, as: Double.self)
    var generator = Philox4x32(seed: 1)
    return try Trainer(
      Model(Sequential<Double>(sizes: [4, 6, 3], using: &generator)),
      on: SampleSet(samples, labels: labels, classCount: 3), settings, optimizer: optimizer,
      sampler: sampler, sink: sink)
  }

  private func values(_ trainer: Trainer<Double>) -> [Tensor<Double>] {
    trainer.model.parameters.map(\.value)
  }

  @Test("without iterations is at its start, and measures it")
  func noIterations() throws {
    let trainer = try trainer(.init(duration: .iterations(0)))
    let start = values(trainer)
    let history = try trainer.run()
    #expect(values(trainer) == start && history.iterations == 0 && history.final?.number == 0)
    #expect(history.final?.training == (try trainer.model.evaluate(on: trainer.samples)))
  }

  // MARK: - Settings that change

  @Test("takes a learning rate from the callback with the next iteration")
  func learningRate() throws {
    let trainer = try trainer(.init(duration: .iterations(6), batchSize: 10, seed: 2))
    var seen: [[Tensor<Double>]] = []
    try trainer.run { event in
      guard case .iteration(let number, _) = event else { return .continue }
      seen.append(values(trainer))
      if number == 2 { trainer.settings.learningRate = 0 }
      if number == 4 { trainer.settings.learningRate = 0.5 }
      return .continue
    }
    #expect(seen[0] != seen[1] && seen[1] == seen[2] && seen[2] == seen[3] && seen[3] != seen[4])
    // The same as a run that has that rate from there on.
    let whole = try self.trainer(.init(duration: .iterations(2), batchSize: 10, seed: 2))
    try whole.run()
    #expect(values(whole) == seen[1])
    #expect(trainer.optimizer.rate == 0.5)
  }

  @Test("takes its length and its early end from the callback")
  func duration() throws {
    let trainer = try trainer(.init(duration: .iterations(20), batchSize: 10))
    let shortened = try trainer.run { event in
      if case .iteration(3, _) = event { trainer.settings.duration = .iterations(7) }
      return .continue
    }
    #expect(shortened.iterations == 7 && !shortened.wasStopped)
    trainer.settings.duration = .epochs(1)
    let longer = try trainer.run { event in
      if case .iteration(5, _) = event { trainer.settings.duration = .epochs(3) }
      return .continue
    }
    #expect(longer.iterations == 15 && longer.epochs.map(\.iteration) == [1, 6, 11])
  }

  @Test("takes a batch size with the next epoch, in which each sample still comes once")
  func batchSize() throws {
    let trainer = try trainer(
      .init(duration: .epochs(3), batchSize: 20, seed: 2), sampler: ShuffledSampler())
    let history = try trainer.run { event in
      if case .iteration(2, _) = event { trainer.settings.batchSize = 10 }
      return .continue
    }
    #expect(history.epochs.map(\.iteration) == [1, 4, 9] && history.iterations == 13)
    #expect(history.epochs.map(\.number) == [1, 2, 3] && history.final?.number == 3)
  }

  @Test("refuses settings without a meaning where they would take effect")
  func refusedSettings() throws {
    for change: (inout TrainingSettings) -> Void in [
      { $0.learningRate = -1 }, { $0.learningRate = .nan }, { $0.batchSize = 0 }, { $0.accumulation = 0 },
      { $0.validationShare = 0.5 }, { $0.earlyStopping = 3 },
    ] {
      let trainer = try trainer(.init(duration: .iterations(9), batchSize: 10))
      #expect(throws: TrainingError.self) {
        try trainer.run { event in
          if case .iteration(2, _) = event { change(&trainer.settings) }
          return .continue
        }
      }
      #expect(trainer.history.iterations == 2)
    }
  }

  // MARK: - Gradients of several mini-batches

  @Test(
    "adds up mini-batches as if they were one, also where the last one is smaller",
    arguments: [(20, 5), (10, 10), (25, 3), (7, 3), (50, 1)])
  func accumulation(samples: Int, size: Int) throws {
    // 50 samples: the last update of an epoch has 10, none, 0, 1, 0 left.
    for sampler: any Sampler in [DrawnSampler(), ShuffledSampler()] {
      let whole = try trainer(
        .init(duration: .epochs(3), batchSize: samples, seed: 2), sampler: sampler, optimizer: Momentum())
      let count = (samples + size - 1) / size
      guard count * size == samples else { continue }
      let pieces = try trainer(
        .init(duration: .epochs(3), batchSize: size, seed: 2, accumulation: count), sampler: sampler,
        optimizer: Momentum())
      #expect(pieces.iterationsPerEpoch == whole.iterationsPerEpoch)
      let (expected, history) = (try whole.run(), try pieces.run())
      #expect(history.iterations == expected.iterations)
      for (loss, other) in zip(history.losses, expected.losses) {
        expectClose(loss, other, relative: 1e-12)
      }
      for (value, other) in zip(values(pieces), values(whole)) {
        expectClose(value, other, relative: 1e-11, absolute: 1e-13)
      }
    }
  }

  @Test("weighs a smaller mini-batch by its samples")
  func smallerBatch() throws {
    // 50 samples in updates of 3 · 8: the second of an epoch has 24, the third 2; in pieces of 8, the last of 2.
    let pieces = try trainer(
      .init(duration: .epochs(2), batchSize: 8, seed: 2, accumulation: 3), sampler: ShuffledSampler())
    let whole = try trainer(.init(duration: .epochs(2), batchSize: 24, seed: 2), sampler: ShuffledSampler())
    try pieces.run()
    try whole.run()
    for (value, other) in zip(values(pieces), values(whole)) {
      expectClose(value, other, relative: 1e-11, absolute: 1e-13)
    }
    // An update of 20 samples in pieces of 8: 8, 8 and 4.
    let samples = Tensor<Double>([1, 2, 3, 4, 5]).reshaped([5, 1])
    let model = try Model(
      Affine<Double>(weight: [[2]], bias: [0.5]), loss: SquareLoss(), sampleShape: [1])
    let trainer = try Trainer(
      model, on: SampleSet(samples, targets: .zeros([5, 1])),
      .init(
        duration: .iterations(1), batchSize: 2, learningRate: 0.01, lossTiming: .beforeUpdate, accumulation: 4
      ),
      sampler: ShuffledSampler())
    try trainer.run()
    // The mean of x² over all five is 11 and that of x is 3: ∂/∂w = 2 · 11 + 0.5 · 3, ∂/∂b = 2 · 3 + 0.5.
    expectClose(model.parameters[0].value, [[2 - 0.01 * 23.5]], relative: 1e-14)
    expectClose(model.parameters[1].value, [0.5 - 0.01 * 6.5], relative: 1e-14)
  }

  /// Half the mean of the squares of the differences.
  private final class SquareLoss: Loss {
    func callAsFunction(_ y: Variable<Double>, _ targets: Targets<Double>) -> Variable<Double> {
      guard case .rows(let rows) = targets else { preconditionFailure() }
      return ((y - y.graph.constant(rows)).power(2)).mean() * 0.5
    }
    func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {}
  }

  @Test("hands statistics over once an update, and draws other random numbers for each mini-batch")
  func passes() throws {
    let (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 2, seed: 1, as: Double.self)
    func run(_ size: Int, _ accumulation: Int) throws -> Tensor<Double> {
      var generator = Philox4x32(seed: 1)
      let norm = NoisyNorm<Double>(size: 4)
      let network = Sequential<Double>(norm, Affine(inputs: 4, outputs: 2, using: &generator))
      let trainer = try Trainer(
        Model(network), on: SampleSet(samples, labels: labels, classCount: 2),
        .init(duration: .iterations(5), batchSize: size, seed: 4, accumulation: accumulation))
      let history = try trainer.run()
      #expect(history.isFinite)
      return trainer.model.state.statistics[0].statistic.value
    }
    #expect(try run(10, 2) == run(10, 2))
    #expect(try run(10, 2) != run(20, 1))
  }

  @Test("goes through other sinks as one gradient")
  func sinks() throws {
    var clipper: GradientClipper<Double>?
    let trainer = try trainer(
      .init(duration: .iterations(1), batchSize: 5, learningRate: 1, accumulation: 4)
    ) {
      let made = GradientClipper(norm: 0.001, to: $0)
      clipper = made
      return made
    }
    let start = values(trainer)
    try trainer.run()
    let steps = zip(values(trainer), start).map { ($0 - $1).scalars.reduce(0) { $0 + $1 * $1 } }
    expectClose(steps.reduce(0, +).squareRoot(), 0.001, relative: 1e-9)
    #expect(try #require(clipper?.norm) > 0.001)
  }

  @Test("watches all mini-batches of an update for NaN")
  func watching() throws {
    let settings = TrainingSettings(
      duration: .iterations(40), batchSize: 5, learningRate: 1e300, watchesNaN: true, accumulation: 3)
    let history = try trainer(settings).run()
    #expect(history.nonFinite != nil)
  }

  // MARK: - What is recorded

  @Test("records learning rates and the lengths of gradients, on request")
  func recording() throws {
    let settings = TrainingSettings(
      duration: .epochs(3), batchSize: 10, seed: 2, recordsGradients: true)
    let trainer = try trainer(settings)
    // The gradients of the first update, by hand.
    let sampler = DrawnSampler()
    let batch = try trainer.samples.batch(
      at: sampler.positions(ofIteration: 0, count: 50, batchSize: 10, seed: 2))
    let graph = Graph<Double>()
    let gradients = trainer.model.loss(of: batch, in: graph).backward()
    let lengths = [0, 2].map { first in
      trainer.model.parameters[first...first + 1].flatMap { gradients[$0].scalars }
        .reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    let history = try trainer.run { event in
      if case .iteration(7, _) = event { trainer.settings.learningRate = 0.05 }
      return .continue
    }
    #expect(history.gradientLayers == ["Affine1", "Affine2"])
    #expect(history.epochs.map(\.learningRate) == [0.1, 0.1, 0.05])
    for (norm, expected) in zip(history.epochs[0].gradientNorms, lengths) { expectClose(norm, expected) }
    #expect(history.epochs.allSatisfy { $0.gradientNorms.count == 2 })
    // The end is recorded, too, so that a training of one epoch has a curve.
    let final = try #require(history.final)
    #expect(final.learningRate == 0.05 && final.gradientNorms.count == 2)
    #expect(final.gradientNorms != history.epochs[2].gradientNorms)
    // It changes nothing else.
    var plain = settings
    plain.recordsGradients = false
    let other = try self.trainer(plain)
    let short = try other.run { event in
      if case .iteration(7, _) = event { other.settings.learningRate = 0.05 }
      return .continue
    }
    #expect(values(other) == values(trainer) && short.losses == history.losses && short.csv == history.csv)
    #expect(short.epochs.allSatisfy { $0.learningRate == nil && $0.gradientNorms.isEmpty })
  }
}
