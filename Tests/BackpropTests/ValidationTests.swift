import Backprop
import Testing

@Suite("Validation parts")
struct ValidationTests {
  private func labels(_ counts: [Int]) -> [Int] {
    counts.enumerated().flatMap { Array(repeating: $0, count: $1) }
  }

  private func set(_ counts: [Int]) throws -> SampleSet<Double> {
    let labels = labels(counts)
    let samples = Tensor<Double>((0..<labels.count).map(Double.init)).reshaped([labels.count, 1])
    return try SampleSet(samples, labels: labels, classCount: counts.count)
  }

  @Test(
    "take each class's share, rounded down, and the rest where most was cut off",
    arguments: [
      ([10, 10, 10], 0.1, [1, 1, 1]), ([60, 30, 10], 0.1, [6, 3, 1]),
      // 10 · 0.25 = 2.5, three times: 8 in all, the lower classes first.
      ([10, 10, 10], 0.25, [3, 3, 2]), ([10, 10, 10], 0.29, [3, 3, 3]),
      // 0.3 of 5 and 4 and 3 are 1.5, 1.2 and 0.9: 4 in all.
      ([5, 4, 3], 0.3, [2, 1, 1]),
      // A class of one keeps it, a class of none has none to give.
      ([9, 1, 0], 0.5, [5, 0, 0]), ([1, 1, 2], 0.9, [0, 0, 1]),
      // One at least is taken, and one is left.
      ([3, 3], 0.01, [1, 0]), ([3], 0.99, [2]),
    ])
  func sizes(counts: [Int], share: Double, expected: [Int]) throws {
    let whole = try set(counts)
    let (training, validation) = try whole.split(validation: share, seed: 3)
    let taken = try validation.first(validation.count).targets.labels
    #expect(counts.indices.map { label in taken.count { $0 == label } } == expected)
    #expect((training.positions + validation.positions).sorted() == (0..<Int64(whole.count)).map { $0 })
    #expect(training.positions == training.positions.sorted())
    // Samples and targets are those of the positions.
    let batch = try training.batch(at: [0])
    #expect(batch.samples.tensor.scalars == [Double(training.positions[0])])
    #expect(training.sampleShape == [1] && training.targetKind == whole.targetKind)
  }

  @Test("depend on the seed alone, and are as likely to take one sample as another")
  func draws() throws {
    let whole = try set([20, 20])
    #expect(
      try whole.split(validation: 0.2, seed: 5).validation.positions
        == whole.split(validation: 0.2, seed: 5).validation.positions)
    var counts = [Int](repeating: 0, count: 40)
    for seed in 0..<2000 {
      for position in try whole.split(validation: 0.25, seed: UInt64(seed)).validation.positions {
        counts[Int(position)] += 1
      }
    }
    // 500 each, with a standard deviation of 19.
    #expect(counts.allSatisfy { (400...600).contains($0) })
  }

  @Test("of numbers are drawn among all samples")
  func numbers() throws {
    let samples = Tensor<Float>.zeros([11, 2])
    let (training, validation) = try SampleSet(samples, targets: .zeros([11, 1])).split(validation: 0.3)
    #expect(validation.count == 3 && training.count == 8)
  }

  @Test("refuse shares without a meaning", arguments: [0, 1, -0.1, 2, Double.nan])
  func refused(share: Double) throws {
    let whole = try set([4, 4])
    #expect(throws: TrainingError.self) { try whole.split(validation: share) }
    #expect(throws: TrainingError.self) { try set([1]).split(validation: 0.5) }
  }

  // MARK: - In a training

  private func trainer(
    _ settings: TrainingSettings, validation: SampleSet<Float>? = nil
  ) throws -> Trainer<Float> {
    let (samples, labels) = SmallProblems.blobs(60, size: 4, classes: 3, seed: 1, as: Float.self)
    var generator = Philox4x32(seed: 1)
    return try Trainer(
      Model(Sequential<Float>(sizes: [4, 6, 3], using: &generator)),
      on: SampleSet(samples, labels: labels, classCount: 3), validation: validation, settings)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("are measured once an epoch, and kept out of the training samples")
  func measured() throws {
    let settings = TrainingSettings(duration: .epochs(3), batchSize: 9, seed: 4, validationShare: 0.1)
    let trainer = try trainer(settings)
    let validation = try #require(trainer.validationSamples)
    #expect(validation.count == 6 && trainer.samples.count == 54 && trainer.iterationsPerEpoch == 6)
    let history = try trainer.run()
    #expect(history.hasValidation && history.epochs.count == 3)
    #expect(history.epochs.allSatisfy { $0.validation.count == 2 && $0.validationAccuracy != nil })
    #expect(history.final?.validation == (try trainer.model.evaluate(on: validation)))
    #expect(history.best == nil && !history.wasStoppedEarly)
    let lines = history.csv.split(separator: "\n")
    #expect(
      lines[0]
        == "iteration,epoch,loss,train_accuracy,test_accuracy,train_loss,test_loss,validation_accuracy,validation_loss"
    )
    let read = try TrainingHistory(csv: history.csv)
    #expect(read.epochs == history.epochs && read.hasValidation && read.csv == history.csv)
    #expect(throws: HistoryError.self) {
      try TrainingHistory(csv: "iteration,epoch,loss,train_a,test_a,validation_b\n")
    }
    // Without them nothing is different from before.
    let plain = try self.trainer(.init(duration: .iterations(3))).run().csv.split(separator: "\n")
    #expect(plain[0] == "iteration,epoch,loss,train_accuracy,test_accuracy,train_loss,test_loss")
  }

  @Test("without gain end the training, and the best parameters and statistics are put back")
  func earlyStopping() throws {
    let (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 2, seed: 1, as: Float.self)
    // Labels that say the opposite: the more is learnt, the larger is their loss.
    let contrary = try SampleSet(samples, labels: labels.map { 1 - $0 }, classCount: 2)
    var generator = Philox4x32(seed: 1)
    let norm = NoisyNorm<Float>(size: 4)
    let network = Sequential<Float>(
      norm, Affine(inputs: 4, outputs: 2, weights: .normal(standardDeviation: 0.01), using: &generator))
    let settings = TrainingSettings(
      duration: .epochs(50), batchSize: 10, seed: 4, earlyStopping: 3)
    let trainer = try Trainer(
      Model(network), on: SampleSet(samples, labels: labels, classCount: 2), validation: contrary, settings)
    var seen: [(parameters: [Tensor<Float>], statistics: [Tensor<Float>])] = []
    let history = try trainer.run { event in
      if case .epoch = event {
        seen.append(
          (trainer.model.parameters.map(\.value), trainer.model.state.statistics.map(\.statistic.value)))
      }
      return .continue
    }
    #expect(history.wasStoppedEarly && !history.wasStopped && history.epochs.count == 4)
    let best = try #require(history.best)
    #expect(best.number == 1 && history.iterations == 13)
    #expect(trainer.model.parameters.map(\.value) == seen[0].parameters)
    #expect(trainer.model.state.statistics.map(\.statistic.value) == seen[0].statistics)
    #expect(seen[0].statistics != seen[3].statistics && !seen[0].statistics.isEmpty)
    #expect(history.final?.validation == best.validation && history.final?.iteration == 13)
    #expect(history.final?.training == (try trainer.model.evaluate(on: trainer.samples)))
  }

  @Test("that go on to gain leave the training as it is")
  func gaining() throws {
    let settings = TrainingSettings(
      duration: .epochs(6), batchSize: 9, seed: 4, validationShare: 0.2, earlyStopping: 2)
    var plain = settings
    plain.earlyStopping = nil
    let (first, second) = (try trainer(settings), try trainer(plain))
    let (history, expected) = (try first.run(), try second.run())
    #expect(!history.wasStoppedEarly && history.losses == expected.losses)
    #expect(history.best == history.final && history.final == expected.final)
    #expect(first.model.parameters.map(\.value) == second.model.parameters.map(\.value))
  }

  @Test("are asked for by early stopping, unless they are given up on purpose")
  func errors() throws {
    let text = message { _ = try trainer(.init(earlyStopping: 3)) }
    #expect(text.contains("validationShare"), "\(text)")
    #expect(try trainer(.init(validationShare: 0, earlyStopping: 3)).validationSamples == nil)
    #expect(try trainer(.init(earlyStopping: 0)).validationSamples == nil)
    let history = try trainer(
      .init(duration: .iterations(8), validationShare: 0, earlyStopping: 1)
    ).run()
    #expect(history.best == nil && history.iterations == 8)
    for share in [-0.1, 1, 1.5, .nan] {
      #expect(throws: TrainingError.self) { try trainer(.init(validationShare: share)) }
    }
    #expect(throws: TrainingError.self) { try trainer(.init(validationShare: 0.1, earlyStopping: -1)) }
    let (samples, labels) = SmallProblems.blobs(6, size: 3, classes: 3, seed: 1, as: Float.self)
    let other = try SampleSet(samples, labels: labels, classCount: 3)
    #expect(
      message { _ = try trainer(.init(), validation: other) }.contains("validation samples (3,)"))
    #expect(
      message { _ = try trainer(.init(validationShare: 0.1), validation: other) }.contains("give one"))
  }
}
