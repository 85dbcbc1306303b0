import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

@Suite struct SavedPredictorTests {
  private func pictures() throws -> SavedModel {
    let description = try NetworkDescription("affine 7, relu, affine 3")
    let model: Model<Float> = try description.model(for: [1, 28, 28], targets: .classes(3), seed: 3)
    let details = ModelDetails(
      description: description, sampleShape: [1, 28, 28], targets: .classes(3),
      preparation: .images(ImagePreparation(rows: 28, columns: 28, geometry: .mnist)),
      classNames: ["a", "b", "c"])
    return try SavedModel(bytes: model.saved(details: details))
  }

  /// More samples than are asked about together get the answers that the model gives.
  @Test func answersAreTheModels() throws {
    let saved = try pictures()
    let count = 600
    let numbers = (0..<count * 784).map { Float($0 % 251) / 251 }
    let samples = Tensor<Float>(shape: [count, 1, 28, 28], numbers)
    let answers = try saved.predictor().answers(to: samples)
    let expected = saved.model.predict(samples)
    #expect(answers.count == count)
    #expect(answers.flatMap(\.scores) == expected.scalars)
    #expect(answers.map { $0.label } == expected.argmax(axis: -1).map { $0 })
    #expect(answers.allSatisfy { abs(($0.probabilities ?? []).reduce(0, +) - 1) < 1e-9 && $0.isFinite })
    #expect(answers.allSatisfy { ["a", "b", "c"].contains($0.className) })
    // The same numbers as rows.
    #expect(try saved.predictor().answers(to: Tensor(shape: [count, 784], numbers)) == answers)
  }

  @Test func picturesAreBroughtIntoTheNetworksForm() throws {
    let saved = try pictures()
    let bytes = (0..<40 * 30).map { UInt8(($0 % 40) / 4 == 5 ? 20 : 230) }
    let picture = try Raster(width: 40, height: 30, channels: 1, bytes: bytes)
    let answer = try saved.predictor().answer(to: picture)
    #expect(answer.remarks.first?.contains("MNIST's geometry") == true)
    #expect(try saved.predictor().answer(to: picture, asIs: true).remarks.isEmpty)
  }

  @Test("a model that learnt from a table in code is saved with the table's columns and classes")
  func tablesInCode() throws {
    let numbers = (0..<60).map { Float($0 % 7) }
    let table = try DataTable([
      ("x", .numbers(numbers)), ("colour", .words((0..<60).map { $0 % 2 == 0 ? "red" : "blue" })),
      ("kind", .words(numbers.map { $0 > 3 ? "large" : "small" })),
      ("y", .numbers(numbers.map { $0 * 20 + 5 })),
    ])
    let folder = try TemporaryFolder()
    for (target, outputs) in [("kind", 2), ("y", 1)] {
      let data = try TableTraining(
        table,
        TableTask(target: target, kind: outputs == 1 ? .regress : .classify, features: ["x", "colour"]))
      var random = Philox4x32(seed: 1)
      let loss: (any Loss<Float>)? = outputs == 1 ? MeanSquaredError() : nil
      let model = try Model(Sequential<Float>(sizes: [3, 20, outputs], using: &random), loss: loss)
      let trainer = try Trainer(
        model, on: data.training, TrainingSettings(duration: .epochs(100), batchSize: 8),
        optimizer: Adam(), sampler: ShuffledSampler())
      _ = try trainer.run()
      try model.save(to: folder("m"), preparation: data.preparation)
      let saved = try SavedModel(from: folder("m"))
      guard case .table(let preparation) = saved.preparation else { Issue.record("no table"); return }
      let new = try PreparedTable(
        try DataTable([("colour", .words(["blue", "red"])), ("x", .numbers([6, 1]))]), preparation)
      let answers = try saved.predictor().answers(to: new)
      if outputs == 2 {
        #expect(answers.map { $0.className } == ["large", "small"])
      } else {
        #expect(abs(answers[0].scores[0] - 125) < 15 && abs(answers[1].scores[0] - 25) < 15)
      }
      // Another network's answers can't be the target's, and another's inputs not the table's.
      for sizes in [[3, 20, 3], [4, 20, outputs]] {
        let other = try Model(Sequential<Float>(sizes: sizes, using: &random), loss: loss)
        let error = try #require(throws: FileError.self) {
          try other.save(to: folder("none"), preparation: data.preparation)
        }
        #expect(error.expected.contains(sizes[0] == 3 ? "“\(target)”" : "take 3 numbers"))
      }
    }
  }

  @Test func otherSamplesAreRefused() throws {
    let predictor = try pictures().predictor(name: "request")
    let error = try #require(throws: FileError.self) {
      try predictor.answers(to: Tensor(shape: [2, 5], Array(repeating: 0, count: 10)))
    }
    #expect(error.file == "request" && error.found.contains("5"))
    #expect(throws: FileError.self) { try predictor.answers(to: Tensor(shape: [0, 784], [])) }
  }

  @Test func largePicturesAreRefusedByTheirHeads() throws {
    let head = Array("P5\n5000 5000\n255\n".utf8)
    let error = try #require(throws: FileError.self) {
      try Raster(encoded: head, name: "picture", pixelLimit: 1_000_000)
    }
    #expect(error.expected.contains("at most 1000000 pixels"))
    let small = try Raster(encoded: Array("P5\n2 1\n255\n".utf8) + [1, 2], name: "picture", pixelLimit: 2)
    #expect(small.bytes == [1, 2])
  }
}
