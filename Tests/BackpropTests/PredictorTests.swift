import Backprop
import Testing

@Suite("Answers to many tasks at once")
struct PredictorTests {
  @Test("have the bits of the model as it was, from every task")
  func tasks() async throws {
    var generator = Philox4x32(seed: 1)
    let model = try Model(Sequential<Float>(sizes: [20, 30, 5], using: &generator))
    let batches = (0..<16).map { Tensor<Float>.normal([$0 + 1, 20], using: &generator) }
    let expected = batches.map { model.predict($0) }
    let predictor = model.predictor()
    // The model goes on; the predictor doesn't.
    for parameter in model.parameters { parameter.value = .zeros(parameter.value.shape) }
    await withTaskGroup(of: (Int, Tensor<Float>).self) { group in
      for round in 0..<200 {
        group.addTask { (round % 16, predictor.predict(batches[round % 16])) }
      }
      for await (number, answer) in group { #expect(answer == expected[number]) }
    }
    #expect(predictor.sampleShape == [20])
    #expect(predictor.classes(of: .numbers(batches[3])) == expected[3].argmax(axis: -1))
    #expect(throws: ShapeError.self) { try predictor.check(sampleShape: [19]) }
  }

  @Test("are those of an evaluation, in which statistics count and nothing is random")
  func evaluation() throws {
    var generator = Philox4x32(seed: 1)
    let norm = NoisyNorm<Float>(size: 4)
    let model = try Model(Sequential<Float>(norm, Affine(inputs: 4, outputs: 2, using: &generator)))
    let x = Tensor<Float>.normal([3, 4], using: &generator)
    let predictor = model.predictor()
    let answer = predictor.predict(x)
    #expect(answer == model.predict(x) && answer == predictor.predict(x))
  }

  @Test("need no memory from the system once they have settled")
  func memory() async {
    await #expect(processExitsWith: .success) {
      Parallelism.threadCount = 1
      var generator = Philox4x32(seed: 1)
      let model = try Model(Sequential<Float>(sizes: [784, 50, 10], using: &generator))
      let x = Tensor<Float>.normal([100, 784], using: &generator)
      let predictor = model.predictor()
      for _ in 0..<3 { _ = predictor.predict(x) }
      let start = StoragePool.statistics
      for _ in 0..<100 { _ = predictor.predict(x) }
      precondition(StoragePool.statistics == start)
    }
  }

  /// A network of all kinds of layers that an evaluation computes alike for all samples of a shape.
  private static func image() throws -> Model<Float> {
    var random = Philox4x32(seed: 3)
    let first = Conv2D<Float>(channels: 1, filters: 8, kernel: 3, padding: 1, using: &random)
    let second = Conv2D<Float>(channels: 8, filters: 8, kernel: 3, padding: 1, using: &random)
    var layers: [any Layer<Float>] = [first, ReLU<Float>(), MaxPool2D<Float>(2)]
    layers.append(Residual<Float>(second, Tanh<Float>(), BatchNorm<Float>(8)))
    layers += [AveragePool2D<Float>(2), MaxPool2D<Float>(2, stride: 1), Dropout<Float>(0.5)]
    layers += [Flatten<Float>(), LayerNorm<Float>([72])]
    layers.append(Affine<Float>(inputs: 72, outputs: 300, using: &random))
    layers += [GELU<Float>(), Softplus<Float>()]
    layers.append(Affine<Float>(inputs: 300, outputs: 4, using: &random))
    layers.append(Softmax<Float>())
    let network = try Sequential<Float>(layers)
    return try Model(network, sampleShape: [1, 16, 16])
  }

  @Test("are computed where the last ones were, unless those are in use, and have the same bits")
  func memoryOfAnswers() throws {
    var random = Philox4x32(seed: 4)
    let model = try Self.image()
    let predictor = model.predictor()
    let batches = (0..<6).map { Tensor<Float>.normal([$0 < 4 ? 5 : 3, 1, 16, 16], using: &random) }
    let expected = batches.map { model.predict($0) }
    func place(_ tensor: Tensor<Float>) -> Int {
      tensor.withUnsafeElements { Int(bitPattern: $0.baseAddress) }
    }
    // One shape after another, and back.
    for number in [0, 1, 4, 5, 2, 4, 3, 0] { #expect(predictor.predict(batches[number]) == expected[number]) }
    let first = place(predictor.predict(batches[0]))
    #expect(place(predictor.predict(batches[1])) == first)
    // An answer that is kept stays as it is.
    var kept = predictor.predict(batches[2])
    let other = predictor.predict(batches[3])
    #expect(place(other) != place(kept))
    #expect(kept == expected[2] && other == expected[3])
    // So does one that is changed, and samples are the caller's.
    kept *= 2
    var samples = batches[0]
    let before = place(samples)
    let answer = predictor.predict(samples)
    samples.withUnsafeMutableElements { $0[0] = 7 }
    #expect(place(samples) == before || samples.scalars[0] == 7)
    #expect(answer == expected[0] && predictor.predict(batches[2]) == expected[2])
  }

  @Test("are written into a tensor of the caller's")
  func into() throws {
    var random = Philox4x32(seed: 4)
    let model = try Self.image()
    let predictor = model.predictor()
    let x = Tensor<Float>.normal([5, 1, 16, 16], using: &random)
    var answer: Tensor<Float> = 0
    for _ in 0..<3 {
      predictor.predict(x, into: &answer)
      #expect(answer == model.predict(x))
      answer *= 2
    }
    let place = answer.withUnsafeElements { Int(bitPattern: $0.baseAddress) }
    predictor.predict(x, into: &answer)
    #expect(answer.withUnsafeElements { Int(bitPattern: $0.baseAddress) } == place)
  }

  /// A layer that looks at its samples.
  private final class Doubling: Layer {
    func outputShape(for sample: TensorShape) -> TensorShape { sample }
    func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> {
      x.value.scalars[0] > 0 ? x * 2 : x
    }
    func copied(by copier: LayerCopier<Float>) -> Doubling { Doubling() }
  }

  @Test("are those of layers that do something else for other samples, too")
  func unsteady() throws {
    var random = Philox4x32(seed: 4)
    let predictor = try Model(Sequential<Float>(Doubling(), ReLU())).predictor()
    #expect(predictor.predict([[1, 2]]) == [[2, 4]])
    #expect(predictor.predict([[-1, 2]]) == [[0, 2]])
    let words = try Model(Sequential<Float>(Embedding(count: 5, width: 2, using: &random))).predictor()
    let answers = [words.predict([[0, 1]]), words.predict([[4, 2]])]
    #expect(answers[0] != answers[1] && words.predict([[0, 1]]) == answers[0])
  }
}
