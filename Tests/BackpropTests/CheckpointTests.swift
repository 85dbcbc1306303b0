import Testing

@testable import Backprop

@Suite("A training that is stopped and goes on")
struct CheckpointTests {
  /// A run that was never stopped and one that was, several times and anywhere, each part by a new trainer.
  private func compare<Scalar: TensorScalar>(_ training: GeneratedTraining<Scalar>) throws {
    let whole = try training.trainer()
    let expected = try whole.run()
    var events = TrainingEvents()
    var generator = Philox4x32(seed: training.seed, stream: 42)
    var checkpoint: TrainingCheckpoint<Scalar>?
    var parts = 0
    while true {
      let trainer = try training.trainer()
      if let checkpoint { try trainer.resume(from: checkpoint) }
      // The last part is as long as it takes.
      let limit = parts < 6 ? 1 + generator.nextIndex(below: 30) : Int.max
      let isTakenLater = generator.nextIndex(below: 2) == 0
      var made = 0
      var taken: TrainingCheckpoint<Scalar>?
      let history = try trainer.run { event in
        guard taken == nil || isTakenLater else { return .stop }
        events.add(event)
        made += 1
        guard made >= limit else { return .continue }
        if !isTakenLater { taken = try? trainer.checkpoint() }
        return .stop
      }
      parts += 1
      guard history.wasStopped, parts < 20 else {
        expectSame(trainer, history, whole, expected)
        try expectSameAgain(training, trainer.checkpoint(), whole, expected)
        break
      }
      checkpoint = try taken ?? trainer.checkpoint()
    }
    #expect(events.losses == expected.losses && events.epochs == expected.epochs)
  }

  /// What a run's callback was told.
  private struct TrainingEvents {
    var losses: [Double] = []
    var epochs: [TrainingHistory.Epoch] = []

    mutating func add(_ event: TrainingEvent) {
      switch event {
      case .iteration(_, let loss): losses.append(loss)
      case .epoch(let epoch): epochs.append(epoch)
      case .finding: break
      }
    }
  }

  private func expectSame<Scalar: TensorScalar>(
    _ trainer: Trainer<Scalar>, _ history: TrainingHistory, _ whole: Trainer<Scalar>,
    _ expected: TrainingHistory
  ) {
    #expect(trainer.model.parameters.map(\.value) == whole.model.parameters.map(\.value))
    #expect(
      trainer.model.state.statistics.map(\.statistic.value)
        == whole.model.state.statistics.map(\.statistic.value))
    #expect(history.losses == expected.losses)
    #expect(history.epochs == expected.epochs)
    #expect(history.csv == expected.csv)
    #expect(history.final == expected.final && history.best == expected.best)
    #expect(history.finding == expected.finding && history.wasStoppedEarly == expected.wasStoppedEarly)
    #expect(history.wasStopped == expected.wasStopped && history.gradientLayers == expected.gradientLayers)
  }

  /// A run that was over ends again at once, with the same.
  private func expectSameAgain<Scalar: TensorScalar>(
    _ training: GeneratedTraining<Scalar>, _ checkpoint: TrainingCheckpoint<Scalar>, _ whole: Trainer<Scalar>,
    _ expected: TrainingHistory
  ) throws {
    let trainer = try training.trainer()
    try trainer.resume(from: checkpoint)
    let history = try trainer.run { _ in
      Issue.record("a training that was over has no events")
      return .continue
    }
    expectSame(trainer, history, whole, expected)
  }

  @Test("ends as if it had never been stopped", arguments: 0..<28)
  func generated(_ number: Int) throws {
    let optimizer = number % GeneratedTraining<Float>.optimizers
    try compare(GeneratedTraining<Float>(seed: UInt64(number), optimizer: optimizer))
    try compare(GeneratedTraining<Double>(seed: UInt64(100 + number), optimizer: optimizer))
  }

  @Test("is stopped amid an evaluation, and measures then what it hadn't")
  func amidEvaluation() throws {
    for seed in 0..<8 as Range<UInt64> {
      let training = GeneratedTraining<Float>(seed: seed, optimizer: 5)
      let whole = try training.trainer()
      let expected = try whole.run()
      let first = try training.trainer()
      var questions = 0
      let stopped = try first.run(isStopped: {
        questions += 1
        return questions > 4
      })
      #expect(stopped.wasStopped && stopped.epochs.contains { !$0.isMeasured })
      let second = try training.trainer()
      try second.resume(from: first.checkpoint())
      expectSame(second, try second.run(), whole, expected)
    }
  }

  @Test("knows settings that were changed on the way")
  func changedSettings() throws {
    func trainer() throws -> Trainer<Double> { try GeneratedTraining(seed: 3, optimizer: 1).trainer() }
    func change(_ trainer: Trainer<Double>, _ event: TrainingEvent) {
      guard case .iteration(let number, _) = event else { return }
      if number == 4 { trainer.settings.learningRate = 0.02 }
      if number == 5 { trainer.settings.batchSize = 4 }
      if number == 6 { trainer.settings.duration = .iterations(30) }
    }
    let whole = try trainer()
    let expected = try whole.run {
      change(whole, $0)
      return .continue
    }
    for stop in 4...8 {
      let first = try trainer()
      var checkpoint: TrainingCheckpoint<Double>?
      try first.run { event in
        change(first, event)
        guard case .iteration(stop, _) = event else { return .continue }
        checkpoint = try? first.checkpoint()
        return .stop
      }
      let second = try trainer()
      try second.resume(from: #require(checkpoint))
      let history = try second.run {
        change(second, $0)
        return .continue
      }
      expectSame(second, history, whole, expected)
    }
  }

  @Test("can be made longer")
  func longer() throws {
    func trainer(_ iterations: Int) throws -> Trainer<Float> {
      let trainer = try GeneratedTraining<Float>(seed: 1, optimizer: 5).trainer()
      trainer.settings.duration = .iterations(iterations)
      return trainer
    }
    let (whole, first, second) = (try trainer(40), try trainer(17), try trainer(17))
    let expected = try whole.run()
    try first.run()
    try second.resume(from: first.checkpoint())
    second.settings.duration = .iterations(40)
    let history = try second.run()
    #expect(history.losses == expected.losses)
    #expect(second.model.parameters.map(\.value) == whole.model.parameters.map(\.value))
  }

  @Test("has a checkpoint that later updates don't change, and one before the first")
  func values() throws {
    let training = GeneratedTraining<Float>(seed: 9, optimizer: 6)
    let trainer = try training.trainer()
    let start = try trainer.checkpoint()
    #expect(start.iterations == 0 && start.history.losses.isEmpty)
    let first = trainer.model.parameters.map(\.value)
    try trainer.run()
    #expect(trainer.model.state.parameters.map(\.path).compactMap { start.parameters[$0] } == first)
    let again = try training.trainer()
    for parameter in again.model.parameters { parameter.value = .zeros(parameter.value.shape) }
    try again.resume(from: start)
    try again.run()
    #expect(again.model.parameters.map(\.value) == trainer.model.parameters.map(\.value))
  }

  // MARK: - Refused

  private func plain(
    sizes: [Int] = [4, 6, 3], count: Int = 30,
    change: (inout Tensor<Float>, inout [Int]) -> Void = { _, _ in },
    settings: TrainingSettings = .init(duration: .iterations(9), batchSize: 5),
    optimizer: (any Optimizer<Float>)? = nil, schedule: Schedule = .constant,
    sampler: any Sampler = DrawnSampler(), test: Bool = false
  ) throws -> Trainer<Float> {
    var (samples, labels) = SmallProblems.blobs(count, size: 4, classes: 3, seed: 1, as: Float.self)
    change(&samples, &labels)
    var generator = Philox4x32(seed: 1)
    let set = try SampleSet(samples, labels: labels, classCount: 3)
    return try Trainer(
      Model(Sequential<Float>(sizes: sizes, using: &generator)), on: set, test: test ? set : nil, settings,
      optimizer: optimizer, schedule: schedule, sampler: sampler)
  }

  private func refusal(_ trainer: Trainer<Float>, of saved: Trainer<Float>) throws -> String {
    try saved.run()
    let before = trainer.model.parameters.map(\.value)
    let error = #expect(throws: TrainingError.self) { try trainer.resume(from: saved.checkpoint()) }
    #expect(trainer.model.parameters.map(\.value) == before)
    return error?.description ?? ""
  }

  @Test("is refused with what differs in the network")
  func anotherNetwork() throws {
    let another = "the checkpoint is of another network: "
    #expect(
      try refusal(plain(sizes: [4, 5, 3]), of: plain())
        == another
        + "affine 6, relu, affine 3 there, affine 5, relu, affine 3 here; 0.weight has shape (4, 6) there, (4, 5) here"
    )
    #expect(
      try refusal(plain(sizes: [4, 6, 6, 3]), of: plain()).hasSuffix(
        "; 2.weight has shape (6, 3) there, (6, 6) here"))
    #expect(try refusal(plain(), of: plain(sizes: [4, 6, 3, 3])).hasPrefix(another))
  }

  @Test("is refused with what differs in the data")
  func otherData() throws {
    let other = "the checkpoint is of other data: "
    #expect(
      try refusal(plain(count: 29), of: plain()) == other + "30 training samples there, 29 here")
    #expect(
      try refusal(plain(test: true), of: plain()) == other + "no test samples there, some here")
    #expect(try refusal(plain(), of: plain(test: true)) == other + "test samples there, none here")
    // One number, one label, or an order.
    let changes: [(inout Tensor<Float>, inout [Int]) -> Void] = [
      { samples, _ in samples[element: 17, 2] = samples[element: 17, 2].nextUp },
      { _, labels in labels[29] = (labels[29] + 1) % 3 },
      { _, labels in labels.swapAt(3, 4) },
      { samples, _ in
        let number = samples[element: 5, 0]
        samples[element: 5, 0] = samples[element: 6, 0]
        samples[element: 6, 0] = number
      },
    ]
    for change in changes {
      let message = try refusal(plain(change: change), of: plain())
      #expect(message.hasPrefix(other + "as many training samples here as there, but with other numbers"))
    }
  }

  @Test("is refused where it would go on by other rules")
  func otherRules() throws {
    #expect(
      try refusal(plain(optimizer: Adam()), of: plain())
        == "the checkpoint has another optimiser: sgd there, adam here")
    #expect(
      try refusal(plain(optimizer: Adam(beta1: 0.8)), of: plain(optimizer: Adam())).contains("beta1: 0.8"))
    #expect(
      try refusal(plain(schedule: .cosine()), of: plain())
        == "the checkpoint has another schedule: constant there, cosine here")
    #expect(
      try refusal(plain(sampler: ShuffledSampler()), of: plain())
        == "the checkpoint has another sampler: DrawnSampler there, ShuffledSampler here")
    let validated = TrainingSettings(duration: .iterations(9), batchSize: 5, validationShare: 0.2)
    #expect(try refusal(plain(settings: validated), of: plain()).contains("other data"))
  }

  // MARK: - Digest

  @Test("tells data of any length apart by every bit")
  func digest() {
    func digest(_ bytes: [UInt8]) -> String {
      var digest = DataDigest()
      bytes.withUnsafeBytes { digest.update($0) }
      return digest.hexadecimal
    }
    var generator = Philox4x32(seed: 5)
    var data: Set<[UInt8]> = []
    for length in 0...70 {
      var bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      data.insert(bytes)
      for bit in 0..<length * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8)
        data.insert(bytes)
        bytes[bit / 8] ^= 1 << (bit % 8)
      }
      // A zero more is other data, too.
      data.insert([UInt8](repeating: 0, count: length))
    }
    let digests = Set(data.map(digest))
    #expect(digests.count == data.count && digests.allSatisfy { $0.count == 64 })
  }
}
