import Backprop
import Testing

@Suite("Training")
struct TrainerTests {
  /// 40 samples of 3 classes, 16 more to test on, and a network from a seed.
  private func trainer(
    _ settings: TrainingSettings, networkSeed: UInt64 = 1, withTest: Bool = true
  ) throws -> Trainer<Float> {
    let (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 3, seed: 1, as: Float.self)
    let (testSamples, testLabels) = SmallProblems.blobs(16, size: 4, classes: 3, seed: 2, as: Float.self)
    var generator = Philox4x32(seed: networkSeed)
    return try Trainer(
      Model(Sequential<Float>(sizes: [4, 6, 3], using: &generator)),
      on: SampleSet(samples, labels: labels, classCount: 3),
      test: withTest ? SampleSet(testSamples, labels: testLabels, classCount: 3) : nil, settings)
  }

  private func parameters(_ trainer: Trainer<Float>) -> [[Float]] {
    trainer.model.parameters.map { $0.value.scalars }
  }

  @Test("counts iterations and epochs, and measures after the first update of each epoch")
  func history() throws {
    let trainer = try trainer(.init(duration: .iterations(10), batchSize: 10, seed: 3))
    #expect(trainer.iterationsPerEpoch == 4 && trainer.iterationCount == 10)
    var iterations: [Int] = []
    var losses: [Double] = []
    var epochs: [TrainingHistory.Epoch] = []
    let history = try trainer.run { event in
      switch event {
      case .iteration(let number, let loss):
        iterations.append(number)
        losses.append(loss)
      case .epoch(let epoch): epochs.append(epoch)
      case .finding(let finding): Issue.record("\(finding)")
      }
      return .continue
    }
    #expect(iterations == Array(1...10))
    #expect(history.losses == losses && history.iterations == 10)
    #expect(history.epochs == epochs)
    #expect(epochs.map(\.number) == [1, 2, 3])
    #expect(epochs.map(\.iteration) == [1, 5, 9])
    #expect(epochs.map(\.loss) == [losses[0], losses[4], losses[8]])
    #expect(history.final?.iteration == 10)
    #expect(!history.wasStopped)
    // The record at the end is that of the network as it is now.
    #expect(history.final?.trainAccuracy == (try trainer.model.accuracy(on: trainer.samples)))
    #expect(
      history.final?.testAccuracy == (try trainer.testSamples.flatMap { try trainer.model.accuracy(on: $0) }))
    #expect(history.stepDuration != nil && history.evaluationDuration <= history.duration)
  }

  @Test("lasts for iterations or for epochs of as many draws as there are samples")
  func durations() throws {
    #expect(try trainer(.init(duration: .epochs(3), batchSize: 10)).iterationCount == 12)
    #expect(try trainer(.init(duration: .epochs(3), batchSize: 16)).iterationCount == 6)
    #expect(try trainer(.init(duration: .epochs(3), batchSize: 64)).iterationCount == 3)
    #expect(try trainer(.init(duration: .epochs(-1))).iterationCount == 0)
    let long = try trainer(.init(duration: .epochs(2), batchSize: 10, seed: 3))
    let counted = try trainer(.init(duration: .iterations(8), batchSize: 10, seed: 3))
    #expect(try long.run().epochs.map(\.iteration) == [1, 5])
    try counted.run()
    #expect(parameters(long) == parameters(counted))
    let none = try trainer(.init(duration: .iterations(0))).run()
    #expect(none.losses.isEmpty && none.epochs.isEmpty && none.stepDuration == nil)
    #expect(TrainingSettings().duration == .iterations(10_000) && TrainingSettings().batchSize == 100)
    #expect(
      TrainingSettings().learningRate == nil && SGD<Float>().usualRate == 0.1
        && TrainingSettings().lossTiming == .afterUpdate)
  }

  @Test("ends when the callback says so, after an iteration or an evaluation")
  func stopping() throws {
    let byIteration = try trainer(.init(duration: .iterations(10), batchSize: 10)).run { event in
      if case .iteration(3, _) = event { .stop } else { .continue }
    }
    #expect(byIteration.iterations == 3 && byIteration.wasStopped)
    #expect(byIteration.final?.iteration == 3)
    let byEpoch = try trainer(.init(duration: .iterations(10), batchSize: 10)).run { event in
      if case .epoch(let epoch) = event, epoch.number == 2 { .stop } else { .continue }
    }
    #expect(byEpoch.iterations == 5 && byEpoch.wasStopped && byEpoch.epochs.count == 2)
  }

  @Test("draws the same batches for the same seed, and others for another")
  func seeds() throws {
    let settings = TrainingSettings(duration: .iterations(12), batchSize: 10, seed: 5)
    let (first, second) = (try trainer(settings), try trainer(settings))
    #expect(try first.run().losses == second.run().losses)
    #expect(parameters(first) == parameters(second))
    var other = settings
    other.seed = 6
    let third = try trainer(other)
    try third.run()
    #expect(parameters(third) != parameters(first))
    let otherNetwork = try trainer(settings, networkSeed: 2)
    try otherNetwork.run()
    #expect(parameters(otherNetwork) != parameters(first))
  }

  @Test("doesn't depend on what is measured on the way")
  func measuring() throws {
    let settings = TrainingSettings(duration: .iterations(12), batchSize: 10, seed: 5)
    var quick = settings
    quick.lossTiming = .beforeUpdate
    let (first, second) = (try trainer(settings), try trainer(quick, withTest: false))
    let (after, before) = (try first.run(), try second.run())
    #expect(parameters(first) == parameters(second))
    #expect(before.final?.testAccuracy == nil && after.final?.testAccuracy != nil)
    // The loss before an update isn't that after it, but a record's loss always is.
    #expect(before.losses[1] != after.losses[1])
    #expect(before.losses[0] == after.losses[0])
    #expect(before.epochs.map(\.loss) == after.epochs.map(\.loss))
  }

  @Test("measures the loss after the update, which a step downhill has made smaller")
  func lossTiming() throws {
    let settings = TrainingSettings(duration: .iterations(1), batchSize: 40, learningRate: 0.01, seed: 5)
    let trainer = try trainer(settings)
    let start = parameters(trainer)
    let after = try trainer.run().losses[0]
    // With a vanishing learning rate the loss after the update is that before it.
    var still = settings
    still.learningRate = 0
    let unmoved = try self.trainer(still)
    let before = try unmoved.run().losses[0]
    #expect(parameters(unmoved) == start)
    #expect(after < before)
  }

  @Test("learns to tell two spirals apart")
  func spirals() throws {
    let (samples, labels) = SmallProblems.spirals(60, seed: 1)
    let (testSamples, testLabels) = SmallProblems.spirals(30, seed: 2)
    var generator = Philox4x32(seed: 4)
    let network = Sequential<Float>(sizes: [2, 24, 16, 2], using: &generator)
    let trainer = try Trainer(
      Model(network), on: SampleSet(samples, labels: labels, classCount: 2),
      test: SampleSet(testSamples, labels: testLabels, classCount: 2),
      .init(duration: .iterations(1000), batchSize: 30, learningRate: 0.3, lossTiming: .beforeUpdate))
    let history = try trainer.run()
    #expect(history.epochs[0].trainAccuracy < 0.8)
    #expect(try #require(history.final).trainAccuracy >= 0.97)
    #expect(try #require(history.final?.testAccuracy) >= 0.95)
  }

  @Test("refuses samples that it can't train on, and says why")
  func errors() throws {
    func message(_ model: Model<Float>, _ body: (Model<Float>) throws -> Void) -> String? {
      do {
        try body(model)
        return nil
      } catch {
        return "\(error)"
      }
    }
    let pair = try SampleSet<Float>(.zeros([1, 2]), labels: [0], classCount: 2)
    let none = message(try Model(Affine(weight: .zeros([2, 2]), bias: .zeros([2])))) { model in
      let samples = try SampleSet<Float>(.zeros([0, 2]), labels: [], classCount: 2)
      _ = try Trainer(model, on: samples)
    }
    #expect(none == "there are no samples to train on")
    let batch = message(try Model(ReLU())) { _ = try Trainer($0, on: pair, .init(batchSize: 0)) }
    #expect(batch == "the batch size must be 1 or more, not 0")
    let shapes = message(try Model(ReLU())) { model in
      let test = try SampleSet<Float>(.zeros([1, 3]), labels: [0], classCount: 2)
      _ = try Trainer(model, on: pair, test: test)
    }
    #expect(shapes == "training samples have shape (2,), but test samples (3,)")
    // What the network can't take, or can't answer, is refused before anything runs.
    let narrow = Affine<Float>(weight: .zeros([3, 2]), bias: .zeros([2]))
    #expect(
      message(try Model(narrow)) { _ = try Trainer($0, on: pair) }
        == "the model doesn't fit the training samples: affine can't take a sample of shape (2,): it has 2 numbers, but the weight has 3 rows, one for each of them"
    )
    let few = Affine<Float>(weight: .zeros([2, 1]), bias: .zeros([1]))
    #expect(
      message(try Model(few)) { _ = try Trainer($0, on: pair) }
        == "the model doesn't fit the training samples: softmax_with_loss can't take an output of shape (1,): it has 1 scores, but there are 2 classes"
    )
    let numbers = try SampleSet<Float>(.zeros([5]), targets: .zeros([5]))
    #expect(message(try Model(ReLU())) { _ = try Trainer($0, on: numbers) }?.contains("(N, 1)") == true)
    #expect(
      message(try Model(ReLU())) { _ = try Trainer($0, on: pair, metrics: [Accuracy(), Accuracy()]) }
        == "metrics need names of their own, without commas, quotes and line feeds, not [\"accuracy\", \"accuracy\"]"
    )
    for first in [-1, 10_001, Int.max] {
      let refused = message(try Model(ReLU())) { _ = try Trainer($0, on: pair).run(from: first) }
      #expect(refused?.hasSuffix("not from \(first)") == true)
    }
    let rows = try SampleSet<Float>(.zeros([1, 2]), targets: .zeros([1, 3]))
    #expect(message(try Model(ReLU())) { _ = try Trainer($0, on: rows) }?.contains("(3,)") == true)
  }

  @Test("refuses a learning rate that is none in the type of number, and says the rule")
  func learningRates() throws {
    func message<Scalar: TensorScalar>(_ rate: Double, as type: Scalar.Type) -> String? {
      do {
        let pair = try SampleSet<Scalar>(.zeros([1, 2]), labels: [0], classCount: 2)
        _ = try Trainer(Model(ReLU<Scalar>()), on: pair, .init(learningRate: rate))
        return nil
      } catch {
        return "\(error)"
      }
    }
    for rate in [Double.nan, .infinity, -.infinity, -1, -1e-300] {
      let sentence = "the learning rate must be a finite number, 0 or more, not \(rate)"
      #expect(message(rate, as: Float.self) == sentence && message(rate, as: Double.self) == sentence)
    }
    // The limits are those of IEEE 754's binary32.
    #expect(
      message(1e39, as: Float.self)
        == "the learning rate 1e+39 is infinite as a Float, whose largest number is 3.4028235e+38")
    #expect(
      message(1e-50, as: Float.self)
        == "the learning rate 1e-50 is 0 as a Float, whose smallest number above 0 is 1e-45")
    #expect(message(1e39, as: Double.self) == nil && message(1e-50, as: Double.self) == nil)
    #expect(message(3e38, as: Float.self) == nil && message(1e-45, as: Float.self) == nil)
    #expect(message(0, as: Float.self) == nil)
  }

  @Test("says of a training whether its numbers were finite at the end, and where the loss stopped being so")
  func finite() throws {
    let settings = TrainingSettings(duration: .iterations(20), batchSize: 10, seed: 3)
    let good = try trainer(settings).run()
    #expect(good.isFinite && good.firstNonFiniteIteration == nil && good.nonFiniteParameters.isEmpty)
    var wild = settings
    wild.learningRate = 1e30
    let bad = try trainer(wild).run()
    #expect(!bad.isFinite)
    let first = try #require(bad.firstNonFiniteIteration)
    #expect(bad.losses.firstIndex { !$0.isFinite } == first - 1)
    #expect(bad.nonFiniteParameters.allSatisfy { ["W1", "b1", "W2", "b2"].contains($0) })
    // The last step alone can spoil the parameters: no mini-batch has seen them then.
    struct Spoiling: Optimizer {
      let name = "spoiling"
      func update(
        _ value: inout Tensor<Float>, by gradient: FinishedGradient<Float>,
        slots: inout OptimizerSlots<Float>, rate: Float, iteration: Int
      ) { if iteration == 19, value.rank == 1 { value *= Tensor(Float.nan) } }
    }
    var quick = settings
    quick.lossTiming = .beforeUpdate
    let (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 3, seed: 1, as: Float.self)
    var generator = Philox4x32(seed: 1)
    let spoiled = try Trainer(
      Model(Sequential<Float>(sizes: [4, 6, 3], using: &generator)),
      on: SampleSet(samples, labels: labels, classCount: 3), quick, optimizer: Spoiling()
    ).run()
    #expect(spoiled.firstNonFiniteIteration == nil && spoiled.nonFiniteParameters == ["b1", "b2"])
    #expect(!spoiled.isFinite)
    // A run without an iteration has nothing that could be wrong.
    #expect(try trainer(.init(duration: .iterations(0))).run().isFinite)
    var watched = wild
    watched.watchesNaN = true
    let stopped = try trainer(watched).run()
    #expect(stopped.nonFinite != nil && !stopped.isFinite)
    // Only what is measured of the loss counts: a metric of somebody's own may have no value.
    var history = TrainingHistory()
    history.losses = [.nan, 1]
    history.final = .init(number: 1, iteration: 2, loss: 1, training: ["own": .nan, "loss": 1])
    #expect(history.isFinite)
    history.final?.test = ["loss": .infinity]
    #expect(!history.isFinite)
    history.final = nil
    history.losses.append(.infinity)
    #expect(!history.isFinite)
  }

  @Test("goes on from an iteration as if it had never stopped", arguments: [1, 4, 5, 11])
  func takingUp(_ stop: Int) throws {
    let settings = TrainingSettings(duration: .iterations(12), batchSize: 10, seed: 5)
    func trainer() throws -> Trainer<Float> {
      let (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 3, seed: 1, as: Float.self)
      var generator = Philox4x32(seed: 1)
      return try Trainer(
        Model(Sequential<Float>(sizes: [4, 6, 3], using: &generator)),
        on: SampleSet(samples, labels: labels, classCount: 3), settings, optimizer: Momentum(),
        sampler: ShuffledSampler())
    }
    let (whole, first, second) = (try trainer(), try trainer(), try trainer())
    let history = try whole.run()
    let start = try first.run { if case .iteration(stop, _) = $0 { .stop } else { .continue } }
    for (from, to) in zip(first.model.parameters, second.model.parameters) { to.value = from.value }
    try second.optimizer.restore(
      first.optimizer.memory(of: first.model.state), of: second.model.state)
    let rest = try second.run(from: stop)
    #expect(start.losses + rest.losses == history.losses)
    #expect(parameters(second) == parameters(whole))
    #expect(rest.start == stop && rest.iterations == 12 && rest.final == history.final)
    #expect(start.epochs + rest.epochs == history.epochs)
    // The two tables, one below the other, are the table of the whole.
    let lines = start.csv.split(separator: "\n").dropLast() + rest.csv.split(separator: "\n").dropFirst()
    let all = history.csv.split(separator: "\n")
    #expect(lines == all[..<stop] + all[(stop + 1)...])
  }

  @Test("stops with what kept the samples from being read")
  func failingData() throws {
    struct Failure: Error {}
    struct Failing: Dataset {
      let samples: SampleSet<Float>
      let limit: Int64
      var count: Int { samples.count }
      var sampleShape: TensorShape { samples.sampleShape }
      var targetKind: TargetKind { samples.targetKind }
      func batch(at positions: [Int64]) throws -> Batch<Float> {
        if positions.contains(where: { $0 >= limit }) { throw Failure() }
        return samples.batch(at: positions)
      }
    }
    let (samples, labels) = SmallProblems.blobs(40, size: 3, classes: 3, seed: 1, as: Float.self)
    let data = Failing(samples: try SampleSet(samples, labels: labels, classCount: 3), limit: 20)
    let trainer = try Trainer(Model(ReLU<Float>()), on: data, .init(duration: .iterations(50)))
    var heard = 0
    #expect(throws: Failure.self) {
      try trainer.run { event in
        if case .iteration(let number, _) = event { heard = number }
        return .continue
      }
    }
    // What was learnt before is reported.
    #expect(trainer.history.iterations >= heard)
  }
}
