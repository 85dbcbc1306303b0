import Foundation
import Testing

@testable import Backprop

/// Mini-batches that are cut into shards, by one process and by several.
@Suite("Shards")
struct ShardTests {
  private struct Job: Sendable {
    var network = "affine 6, relu, affine 3"
    var settings = TrainingSettings(duration: .iterations(12), batchSize: 20, seed: 3, shards: 8)
    var isShuffled = false
    var optimizer: (any Optimizer<Double> & Sendable)?
    var schedule = Schedule.constant
    var clip: Double?
    var sample: TensorShape = [4]
    var augments = false
    var count = 50
    var dataSeed: UInt64 = 1

    func trainer() throws -> Trainer<Double> {
      let (samples, labels) = SmallProblems.blobs(
        count, size: sample.elementCount, classes: 3, seed: dataSeed, as: Double.self)
      let shaped = samples.reshaped(TensorShape([count] + Array(sample)))
      let description = try NetworkDescription(network)
      let model: Model<Double> = try description.model(for: sample, targets: .classes(3), seed: 5)
      return try Trainer(
        model, on: SampleSet(shaped, labels: labels, classCount: 3), settings, optimizer: optimizer,
        schedule: schedule, sampler: isShuffled ? ShuffledSampler() : DrawnSampler(),
        augmentation: augments ? ImageAugmentation(shift: 1, rotation: 10) : nil,
        sink: { [clip] state in
          guard let clip else { return state }
          return GradientClipper(norm: clip, to: state)
        })
    }
  }

  /// What a training ends with, in bits.
  private struct Outcome: Sendable, Equatable {
    var numbers: [[UInt64]]
    var losses: [UInt64]
    var measured: [[String: UInt64]]

    init(_ trainer: Trainer<Double>, _ history: TrainingHistory) {
      let state = trainer.model.state
      numbers =
        state.parameters.map { $0.parameter.value.scalars.map(\.bitPattern) }
        + state.statistics.map { $0.statistic.value.scalars.map(\.bitPattern) }
      losses = history.losses.map(\.bitPattern)
      measured = (history.epochs + [history.final].compactMap { $0 }).flatMap {
        [$0.training, $0.validation].map { $0.mapValues(\.bitPattern) }
      }
    }
  }

  private func outcomes(_ job: Job, ranks: Int) throws -> [Outcome] {
    try ThreadGroup.run(ranks) { member in
      let trainer = try job.trainer()
      trainer.group = member
      return Outcome(trainer, try trainer.run())
    }
  }

  @Test("more shards in the middle of a training are checked as at its beginning")
  func laterShards() throws {
    let job = Job(
      network: "affine 6, batchnorm, relu, affine 3",
      settings: .init(duration: .iterations(12), batchSize: 8, seed: 3, shards: 1))
    let trainer = try job.trainer()
    let error = #expect(throws: TrainingError.self) {
      try trainer.run { _ in
        trainer.settings.shards = 8
        return .continue
      }
    }
    #expect(error?.description.contains("8 shards") == true, "\(String(describing: error))")
  }

  @Test("processes that would train something else are told so, all alike, and none waits")
  func otherRanks() throws {
    func errors(_ change: @escaping @Sendable (inout Job) -> Void) throws -> [String] {
      try ThreadGroup.run(4) { member in
        var job = Job()
        if member.rank == 2 { change(&job) }
        let trainer = try job.trainer()
        trainer.group = member
        do {
          _ = try trainer.run()
          return "none"
        } catch {
          return "\(error)"
        }
      }
    }
    let changes: [@Sendable (inout Job) -> Void] = [
      { $0.count = 49 }, { $0.dataSeed = 2 }, { $0.settings.seed = 4 }, { $0.settings.batchSize = 21 },
      { $0.network = "affine 7, relu, affine 3" }, { $0.optimizer = Adam() }, { $0.isShuffled = true },
    ]
    for (index, change) in changes.enumerated() {
      let all = try errors(change)
      #expect(Set(all).count == 1 && all[0].contains("rank 2 has"), "\(index): \(all)")
    }
    #expect(try errors { $0.count = 49 }[0].contains("50 training samples"))
    let sentence = try errors { $0.settings.batchSize = 21 }[0]
    #expect(sentence.contains("rank 2 has the setting batchSize 21; "), "\(sentence)")
    #expect(try errors { _ in } == Array(repeating: "none", count: 4))
  }

  /// What comes from a process that runs another program, or of which a part is lost.
  @Test("parts of an evaluation that can't be read end it with an error")
  func unreadableEvaluation() throws {
    let trainer = try Job().trainer()
    var whole = 0
    for cut in 1...400 {
      let group = PairWithCutBytes(cut: cut)
      do {
        _ = try trainer.model.evaluate(on: trainer.samples, [Accuracy()], in: group, isStopped: { false })
        whole += 1
      } catch {
        #expect("\(error)".contains("what rank 1 has told of its part of an evaluation"), "\(error)")
      }
    }
    #expect(whole == 0)
  }

  /// A group whose second process tells what the first one does, without its last bytes, or with some more.
  private final class PairWithCutBytes: RankGroup {
    private let cut: Int

    init(cut: Int) { self.cut = cut }

    var rank: Int { 0 }
    var size: Int { 2 }

    func gather(_ bytes: [UInt8]) -> [[UInt8]] {
      let more = [UInt8](repeating: 7, count: cut)
      return [bytes, cut % 2 == 0 ? bytes + more : Array(bytes.dropLast(cut))]
    }

    func beginSum<Scalar: TensorScalar>(_ numbers: UnsafeMutableBufferPointer<Scalar>) -> any PendingSum {
      Nothing()
    }

    private struct Nothing: PendingSum {
      func wait() {}
    }
  }

  private static let jobs: [Job] = [
    Job(), Job(isShuffled: true, optimizer: Adam()),
    Job(
      network: "affine 70, batchnorm, relu, dropout 0.3, affine 90, relu, dropout 0.5, affine 3",
      settings: .init(duration: .epochs(4), batchSize: 33, seed: 3, shards: 8), optimizer: Momentum(0.9),
      clip: 0.5),
    Job(
      network: "conv 3 3x3 pad 1, batchnorm, relu, maxpool 2, dropout 0.3, affine 3",
      settings: .init(
        duration: .epochs(3), batchSize: 16, seed: 3, validationShare: 0.3, earlyStopping: 1,
        recordsGradients: true, shards: 8),
      isShuffled: true, optimizer: Adam(), schedule: .cosine(), sample: [1, 6, 5], augments: true),
    // Fewer samples in a mini-batch than shards, and mini-batches that make an update together.
    Job(
      settings: .init(duration: .epochs(3), batchSize: 7, seed: 3, accumulation: 3, shards: 8),
      isShuffled: true),
    Job(settings: .init(duration: .iterations(5), batchSize: 3, seed: 3, watchesNaN: true, shards: 16)),
  ]

  @Test("have the same bits in one process and in 2, 4 and 8", arguments: jobs.indices)
  func ranks(_ index: Int) throws {
    let job = Self.jobs[index]
    let trainer = try job.trainer()
    let alone = Outcome(trainer, try trainer.run())
    #expect(alone.losses.count >= 4)
    for ranks in [1, 2, 4, 8] {
      for outcome in try outcomes(job, ranks: ranks) { #expect(outcome == alone, "\(ranks) ranks") }
    }
  }

  @Test(
    "are a sum in another order: but for roundings, dropout and all, an update is that of the whole mini-batch",
    arguments: [1, 2, 8, 32])
  func wholes(shards: Int) throws {
    var job = Job(network: "affine 7, relu, dropout 0.3, affine 5, dropout 0.5, affine 3", isShuffled: true)
    job.settings = .init(duration: .epochs(4), batchSize: 21, seed: 3, recordsGradients: true)
    let whole = try job.trainer()
    let expected = try whole.run()
    job.settings.shards = shards
    let cut = try job.trainer()
    let history = try cut.run()
    for (loss, other) in zip(history.losses, expected.losses) { expectClose(loss, other, relative: 1e-12) }
    #expect(history.losses.count == expected.losses.count)
    for (value, other) in zip(cut.model.parameters, whole.model.parameters) {
      expectClose(value.value, other.value, relative: 1e-10, absolute: 1e-12)
    }
    if shards == 1 { #expect(Outcome(cut, history) == Outcome(whole, expected)) }
  }

  @Test("differ by at most one sample, and none is left out")
  func division() {
    for count in 0...40 {
      for shards in [1, 2, 4, 8, 16] {
        let division = ShardDivision(count: count, shards: shards)
        let parts = (0..<shards).map(division.samples)
        #expect(parts.flatMap { Array($0) } == Array(0..<count))
        #expect((parts.map(\.count).max() ?? 0) - (parts.map(\.count).min() ?? 0) <= 1)
        if count > 0 {
          #expect(parts.map(\.count).filter { $0 > 0 }.min() == ShardDivision.smallest(of: count, in: shards))
        }
      }
    }
  }

  @Test("are added as a binary tree")
  func tree() {
    for shards in [1, 2, 4, 8, 16] {
      let numbers = (0..<shards).map { Float(1) / Float(3 + $0) }
      var tree = ShardTree<Float>()
      for (shard, number) in numbers.enumerated() { tree.add(Tensor(number), ofShard: shard) }
      var sums = numbers
      while sums.count > 1 { sums = stride(from: 0, to: sums.count, by: 2).map { sums[$0] + sums[$0 + 1] } }
      #expect(tree.take()?.item == sums[0])
      #expect(tree.take() == nil)
    }
  }

  @Test("are stopped together, in the same iteration, whoever asks for it")
  func stop() throws {
    for asking in 0..<4 {
      let counts = try ThreadGroup.run(4) { member in
        let trainer = try Job().trainer()
        trainer.group = member
        let history = try trainer.run { event in
          if case .iteration(5, _) = event, member.rank == asking { return .stop }
          return .continue
        }
        return [history.iterations, history.wasStopped ? 1 : 0]
      }
      // The others hear of it with the next sum.
      #expect(counts == Array(repeating: [6, 1], count: 4))
    }
  }

  @Test("go on from a checkpoint with any number of processes")
  func resumption() throws {
    let job = Self.jobs[3]
    let trainer = try job.trainer()
    let whole = Outcome(trainer, try trainer.run())
    for (before, after) in [(1, 4), (8, 2), (2, 1)] {
      let checkpoints = try ThreadGroup.run(before) { member in
        let trainer = try job.trainer()
        trainer.group = member
        try trainer.run { event in
          if case .iteration(3, _) = event { .stop } else { .continue }
        }
        return member.rank == 0 ? try trainer.checkpoint() : nil
      }
      guard let checkpoint = checkpoints[0] else { continue }
      let outcomes = try ThreadGroup.run(after) { member in
        let trainer = try job.trainer()
        trainer.group = member
        try trainer.resume(from: checkpoint)
        return Outcome(trainer, try trainer.run())
      }
      for outcome in outcomes { #expect(outcome.numbers == whole.numbers && outcome.losses == whole.losses) }
    }
  }

  @Test("of an update that was broken off leave nothing for the next one")
  func brokenOff() {
    let parameter = Parameter<Double>(Tensor([1, 2]), name: "W")
    let sink = ShardSink<Double>()
    func add(_ shards: Range<Int>) {
      sink.begin()
      for shard in shards {
        (sink.shard, sink.isLastShard) = (shard, shard == 3)
        sink.take(FinishedGradient(Tensor([Double(shard), 1])), of: parameter)
      }
    }
    add(0..<3)
    add(0..<4)
    let collector = GradientCollector<Double>()
    let sums = sink.finish(adding: [Tensor(7)], to: collector)
    #expect(sums == [Tensor(7)] && collector[parameter] == Tensor([6, 4]))
  }

  @Test("are refused in numbers that have no meaning")
  func refusals() throws {
    for shards in [0, -1, 3, 12, 2048] {
      #expect(throws: TrainingError.self) {
        _ = try Job(settings: .init(duration: .iterations(1), shards: shards)).trainer()
      }
    }
    let trainer = try Job(settings: .init(duration: .iterations(1), batchSize: 8, shards: 2)).trainer()
    trainer.group = ThreadGroup.Member(ThreadGroup(size: 4), rank: 0)
    let error = #expect(throws: TrainingError.self) { try trainer.run() }
    #expect(error?.description.contains("4 processes can't share 2 shards") == true)
    // A batch norm of features needs two samples in each shard.
    #expect(throws: TrainingError.self) {
      _ = try Job(
        network: "affine 3, batchnorm, affine 3",
        settings: .init(duration: .iterations(1), batchSize: 9, shards: 8)
      ).trainer()
    }
  }
}
