import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
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
