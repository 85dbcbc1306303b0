import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

@Suite("A checkpoint's file")
struct CheckpointFileTests {
  /// A training that has a bit of everything: dropout, statistics, a plateau, early stopping, lengths of gradients.
  private func trainer<Scalar: TensorScalar>(
    _ iterations: Int = 23, seed: UInt64 = 3, as type: Scalar.Type = Scalar.self
  ) throws -> Trainer<Scalar> {
    var generator = Philox4x32(seed: seed)
    let layers: [any Layer<Scalar>] = [
      Affine<Scalar>(inputs: 3, outputs: 4, using: &generator), BatchNorm<Scalar>(4), ReLU<Scalar>(),
      Dropout<Scalar>(0.2), Affine<Scalar>(inputs: 4, outputs: 2, using: &generator),
    ]
    let samples = Tensor<Scalar>.normal([20, 3], using: &generator)
    let set = try SampleSet(samples, labels: (0..<20).map { $0 % 2 }, classCount: 2)
    var settings = TrainingSettings(duration: .iterations(iterations), batchSize: 4, seed: seed)
    settings.validationShare = 0.2
    settings.earlyStopping = 50
    settings.recordsGradients = true
    settings.accumulation = 2
    return try Trainer(
      Model(Sequential(layers)), on: set, test: set, settings, optimizer: AdamW(),
      schedule: .plateau(0.5, after: 1),
      sampler: ShuffledSampler())
  }

  /// The checkpoint after some iterations.
  private func checkpoint<Scalar: TensorScalar>(
    after stop: Int, as type: Scalar.Type = Scalar.self
  ) throws -> TrainingCheckpoint<Scalar> {
    let trainer = try trainer(as: Scalar.self)
    var checkpoint: TrainingCheckpoint<Scalar>?
    try trainer.run { event in
      guard case .iteration(stop, _) = event else { return .continue }
      checkpoint = try? trainer.checkpoint()
      return .stop
    }
    return try #require(checkpoint)
  }

  private func goesOn<Scalar: TensorScalar>(as type: Scalar.Type) throws {
    let folder = try TemporaryFolder()
    let path = folder("a.ckpt")
    let whole = try trainer(as: Scalar.self)
    let expected = try whole.run()
    // Updates that are half done are among them: an epoch has two.
    for stop in [1, 2, 7, 11, 22, 23] {
      try checkpoint(after: stop, as: Scalar.self).save(to: path)
      let second = try trainer(as: Scalar.self)
      try second.resume(from: TrainingCheckpoint(from: path))
      let history = try second.run()
      #expect(second.model.parameters.map(\.value) == whole.model.parameters.map(\.value))
      #expect(history.losses == expected.losses && history.epochs == expected.epochs)
      #expect(history.final == expected.final && history.best == expected.best && history.csv == expected.csv)
      #expect(history.finding == expected.finding && history.gradientLayers == expected.gradientLayers)
    }
  }

  @Test("goes on with Float and with Double")
  func types() throws {
    try goesOn(as: Float.self)
    try goesOn(as: Double.self)
    let folder = try TemporaryFolder()
    try checkpoint(after: 2, as: Float.self).save(to: folder("f"))
    let error = #expect(throws: FileError.self) { try TrainingCheckpoint<Double>(from: folder("f")) }
    #expect(error?.found == "one of Float")
  }

  @Test("with a place that no training has is refused when it is read")
  func impossiblePlaces() throws {
    let folder = try TemporaryFolder()
    let right = try checkpoint(after: 3, as: Float.self)
    let changes: [(inout TrainingCheckpoint<Float>) -> Void] = [
      { $0.place.iteration = .max }, { $0.place.iteration = -1 }, { $0.place.samplesPerUpdate = 1 << 48 },
      { $0.place.iterationsPerEpoch = 0 }, { $0.optimizer.rate = .nan }, { $0.place.batchSize = 0 },
    ]
    for change in changes {
      var wrong = right
      change(&wrong)
      try wrong.save(to: folder("a"))
      #expect(throws: FileError.self) { try TrainingCheckpoint<Float>(from: folder("a")) }
    }
  }

  @Test("with sizes of an epoch that this training hasn't is refused when it is gone on from")
  func impossibleEpochs() throws {
    let folder = try TemporaryFolder()
    let right = try checkpoint(after: 3, as: Float.self)
    #expect(right.place.samplesPerUpdate == 8 && right.place.iterationsPerEpoch == 2)
    let changes: [(inout TrainingCheckpoint<Float>) -> Void] = [
      { $0.place.samplesPerUpdate = 9 }, { $0.place.iterationsPerEpoch = 3 },
      // A batch norm has no variance of a single sample.
      { $0.place.batchSize = 1 }, { $0.settings.batchSize = 1 },
    ]
    for change in changes {
      var wrong = right
      change(&wrong)
      try wrong.save(to: folder("a"))
      let trainer = try trainer(as: Float.self)
      #expect(throws: TrainingError.self) {
        try trainer.resume(from: TrainingCheckpoint(from: folder("a")))
        try trainer.run()
      }
    }
  }

  @Test("keeps numbers that aren't finite, and thinned histories")
  func unusualNumbers() throws {
    let folder = try TemporaryFolder()
    var checkpoint = try checkpoint(after: 3, as: Float.self)
    var history = TrainingHistory(startingAt: 0)
    let count = TrainingHistory.lossLimit + 3
    for index in 0..<count { history.record(loss: index % 7 == 0 ? .nan : Double(index)) }
    history.record(.init(number: 1, iteration: 1, loss: .infinity, training: ["loss": .nan], test: [:]))
    history.record(.init(number: 2, iteration: 9, loss: 2, training: ["accuracy": 0.5], learningRate: 0.1))
    checkpoint.history = history
    // Its last update began an epoch, and is still to be measured.
    #expect(checkpoint.due.evaluation)
    checkpoint.place.iteration = count - 1
    checkpoint.schedule.state.best = .infinity
    try checkpoint.save(to: folder("a"))
    let read = try TrainingCheckpoint<Float>(from: folder("a"))
    #expect(read.iterations == count && read.history.lossInterval == 2)
    #expect(read.history.losses.map(\.bitPattern) == history.losses.map(\.bitPattern))
    #expect(read.history.skipped.count == history.skipped.count && read.schedule.state.best == .infinity)
    #expect(read.history.epochs.map { "\($0)" } == history.epochs.map { "\($0)" })
  }

  @Test("of which any bit was changed, or which has another length, is noticed")
  func damage() throws {
    let folder = try TemporaryFolder()
    let (path, damaged) = (folder("a"), folder("b"))
    try checkpoint(after: 2, as: Float.self).save(to: path)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    func expectRefusal(_ bytes: [UInt8], _ what: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: damaged))
      #expect(throws: FileError.self, "\(what)") { try TrainingCheckpoint<Float>(from: damaged) }
    }
    var numbers = Philox4x32(seed: 1)
    // The start has the length, the checksum and what stands before it.
    let places =
      Array(0..<200) + (0..<300).map { _ in numbers.nextIndex(below: bytes.count) } + [bytes.count - 1]
    for place in places {
      var changed = bytes
      changed[place] ^= 1 << numbers.nextIndex(below: 8)
      try expectRefusal(changed, "byte \(place)")
    }
    // Upper case would be the same number.
    let letter = try #require(
      bytes[36..<100].firstIndex { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f") })
    var changed = bytes
    changed[letter] -= 32
    try expectRefusal(changed, "an upper case digit")
    for count in [0, 1, 8, 40, 99, 100, bytes.count / 2, bytes.count - 1] {
      try expectRefusal(Array(bytes.prefix(count)), "\(count) bytes")
    }
    try expectRefusal(bytes + [0], "a byte more")
  }

  @Test("that is none is told what it is")
  func others() throws {
    let folder = try TemporaryFolder()
    try SafetensorsFile.write(
      [StoredArray(name: "a", shape: [40], [Float](repeating: 1, count: 40))], to: folder("s"))
    try Data("iteration,epoch\n".utf8).write(to: URL(fileURLWithPath: folder("c")))
    for (name, found) in [("s", "a file that begins otherwise"), ("c", "only 16 bytes")] {
      let error = #expect(throws: FileError.self) { try TrainingCheckpoint<Float>(from: folder(name)) }
      #expect(error?.found == found && error?.expected == "a checkpoint of a training")
    }
    #expect(throws: FileError.self) { try TrainingCheckpoint<Float>(from: folder("none")) }
    #expect(CheckpointFacts(of: folder("s")) == nil)
  }

  @Test("has the older ones beside it")
  func keeping() throws {
    let folder = try TemporaryFolder()
    let path = folder("a")
    for stop in 1...4 {
      try checkpoint(after: stop, as: Float.self).save(
        to: path, note: .object([("ended", .bool(stop == 4))]), keeping: 3)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["a", "a.1", "a.2"])
    #expect(try TrainingCheckpoint<Float>(from: path).iterations == 4)
    #expect(try TrainingCheckpoint<Float>(from: path + ".1").iterations == 3)
    #expect(try TrainingCheckpoint<Float>(from: path + ".2").iterations == 2)
    let facts = try #require(CheckpointFacts(of: path))
    #expect(facts.isEnded && facts.iterations == 4)
    #expect(CheckpointFacts(of: path + ".1")?.isEnded == false)
  }

  @Test("is a safetensors file, the same for the same training")
  func format() throws {
    let folder = try TemporaryFolder()
    try checkpoint(after: 5, as: Float.self).save(to: folder("a"))
    let file = try SafetensorsFile(folder("a"))
    #expect(file.metadata["format"] == "backprop checkpoint 1")
    #expect(file.tensor("parameters/0.weight")?.shape == [3, 4])
    #expect(file.tensor("optimizer/mean/4.bias")?.shape == [2])
    #expect(file.tensor("best/statistics/1.running_mean") != nil)
  }
}
