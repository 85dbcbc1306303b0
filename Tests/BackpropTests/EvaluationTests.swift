import Backprop
import Testing

@Suite("What a network makes of samples")
struct EvaluationTests {
  /// A network whose scores are its input.
  private final class Identity: Layer {
    func outputShape(for sample: TensorShape) -> TensorShape { sample }
    func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x * 1 }
  }

  @Test("the confusion matrix is a plain count")
  func confusion() {
    var generator = Philox4x32(seed: 3)
    let labels = (0..<500).map { _ in generator.nextIndex(below: 4) }
    let guesses = (0..<500).map { _ in generator.nextIndex(below: 4) }
    let matrix = ConfusionMatrix(labels: labels, guesses: guesses, classCount: 5)
    for label in 0..<5 {
      for guess in 0..<5 {
        let count = zip(labels, guesses).count { $0 == label && $1 == guess }
        #expect(matrix[label, guess] == count)
      }
      let ofClass = labels.count { $0 == label }
      let taken = guesses.count { $0 == label }
      #expect(matrix.count(of: label) == ofClass)
      #expect(
        matrix.recall(of: label) == (ofClass == 0 ? nil : Double(matrix[label, label]) / Double(ofClass)))
      #expect(
        matrix.precision(of: label) == (taken == 0 ? nil : Double(matrix[label, label]) / Double(taken)))
    }
    #expect(matrix.total == 500)
    #expect(matrix.correct == zip(labels, guesses).count { $0 == $1 })
    #expect(matrix.accuracy == Double(matrix.correct) / 500)
  }

  @Test("classes that there aren't are neither counted nor a mistake of the program")
  func outside() {
    var matrix = ConfusionMatrix(labels: [0, 2, -1], guesses: [7, 0, 0], classCount: 2)
    #expect(matrix.total == 0 && matrix.accuracy == nil)
    #expect(matrix[5, 0] == 0 && matrix[-1, 0] == 0 && matrix.recall(of: 9) == nil)
    matrix.add(label: 1, guess: 0)
    #expect(matrix.counts == [0, 0, 1, 0])
    #expect(ConfusionMatrix(classCount: -1).counts.isEmpty)
  }

  /// A network that takes its two inputs of a sample for the scores, and remembers how many samples come at a time.
  private final class Spy: Layer {
    let weight: Tensor<Float>
    private(set) var batches: [Int] = []
    init(inputs: Int) { weight = Tensor.oneHot((0..<inputs).map { Swift.min($0, 2) }, classes: 3) }
    func outputShape(for sample: TensorShape) -> TensorShape { [3] }
    func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> {
      batches.append(x.shape[0])
      return x.matmul(x.graph.constant(weight))
    }
  }

  @Test("the accuracy looks at more samples at a time only where they are small, and at each once")
  func batches() throws {
    // Every third sample is of class 1 and looks like it; the first of each hundred is mislabelled.
    func samples(_ count: Int, size: Int) throws -> SampleSet<Float> {
      var bytes = [UInt8](repeating: 0, count: count * size)
      for i in 0..<count { bytes[i * size + (i % 3 == 1 ? 1 : 0)] = 200 }
      let labels = (0..<count).map { i in i % 100 == 0 ? 2 : i % 3 == 1 ? 1 : 0 }
      return try SampleSet(bytes: bytes, sampleShape: [size], labels: labels, classCount: 3)
    }
    let small = Spy(inputs: 5)
    #expect(try Model(small).accuracy(on: samples(7000, size: 5)) == 0.99)
    #expect(small.batches.reduce(0, +) == 7000 && small.batches.max() == 2400)
    let large = Spy(inputs: 20_000)
    #expect(try Model(large).accuracy(on: samples(700, size: 20_000)) == 0.99)
    #expect(large.batches == [240, 240, 220])
  }

  @Test("guesses, how sure they are, and mistakes in the order of confidence")
  func evaluation() throws {
    let scores: Tensor<Float> = [[2, 0, 0], [0, 1, 0], [0, 0, 3], [5, 0, 0], [.init(Float.nan), 0, 0]]
    let samples = try SampleSet(scores, labels: [0, 2, 1, 1, 1], classCount: 3)
    let evaluation = try Model(Identity()).classEvaluation(on: samples)
    #expect(evaluation.guesses == [0, 1, 2, 0, 0])
    let expected = [(2.0, 0.0, 0.0), (1, 0, 0), (3, 0, 0), (5, 0, 0)].map { a, b, c in
      1 / (1 + Double.exp(b - a) + Double.exp(c - a))
    }
    for (confidence, expected) in zip(evaluation.confidences, expected) {
      #expect((confidence - expected).magnitude < 1e-6)
    }
    #expect(evaluation.confidences[4].isNaN)
    // What has no confidence at all comes first: it is the gravest.
    #expect(evaluation.mistakes == [4, 3, 2, 1])
    #expect(
      evaluation.confusion
        == ConfusionMatrix(labels: [0, 2, 1, 1, 1], guesses: [0, 1, 2, 0, 0], classCount: 3))
  }

  @Test("agrees with the accuracy over more samples than fit in one piece")
  func pieces() throws {
    let (samples, labels) = SmallProblems.blobs(2345, size: 4, classes: 3, seed: 1, as: Float.self)
    let all = try SampleSet(samples, labels: labels, classCount: 3)
    var generator = Philox4x32(seed: 2)
    let model = try Model(Sequential<Float>(sizes: [4, 5, 3], using: &generator))
    let evaluation = try model.classEvaluation(on: all)
    #expect(evaluation.guesses.count == 2345)
    #expect(evaluation.confusion.accuracy == (try model.accuracy(on: all)))
    #expect(evaluation.mistakes.count == 2345 - evaluation.confusion.correct)
  }

  @Test("readings of the layers are the values and derivatives that a graph has")
  func readings() throws {
    var generator = Philox4x32(seed: 2)
    let network = Sequential<Double>(sizes: [4, 6, 3], using: &generator)
    let (x, labels) = SmallProblems.blobs(20, size: 4, classes: 3, seed: 1, as: Double.self)
    let readings = try Model(network).readings(of: Batch(x, .classes(labels)), binCount: 7)
    #expect(readings.map(\.name) == ["Affine1", "ReLU1", "Affine2"])
    #expect(readings.map(\.shape) == [[20, 6], [20, 6], [20, 3]])
    #expect(readings[0].parameters.map(\.name) == ["W1", "b1"] && readings[1].parameters.isEmpty)
    let graph = Graph<Double>()
    let scores = network(graph.constant(x))
    let gradients = SoftmaxWithLoss<Double>()(scores, .classes(labels)).backward()
    #expect(readings[2].activations == Histogram(of: scores.value, binCount: 7))
    #expect(readings[2].gradients == Histogram(of: gradients[scores], binCount: 7))
    #expect(
      readings[2].parameters[0].gradients == Histogram(of: gradients[network.parameters[2]], binCount: 7))
    // The layer that cuts off has exact zeros, both ways.
    #expect(readings[1].activations.zeroCount > 0 && readings[0].gradients.zeroCount > 0)
    // A network without a layer hands on its input.
    #expect(try Model(Sequential<Double>()).readings(of: Batch(x, .classes(labels))).isEmpty)
  }

  @Test("layers within another one are read before it, with their running statistics")
  func readingsOfInnerLayers() throws {
    let inner = BatchNorm<Double>(3)
    let network = Sequential<Double>(Residual(inner, ReLU()), Tanh())
    inner.runningMean.value = [1, 2, 4]
    let x = Tensor<Double>([[1, 2, 3], [4, 5, 6]])
    let model = try Model(network, loss: MeanSquaredError())
    let readings = model.readings(of: Batch(x, .rows(x)))
    #expect(readings.map(\.name) == ["BatchNorm1", "ReLU1", "Residual1", "Tanh1"])
    #expect(model.layerOutputs(of: .numbers(x)).map(\.name) == readings.map(\.name))
    let statistics = readings[0].statistics
    #expect(statistics.count == 2 && readings[1].statistics.isEmpty)
    expectClose(statistics[0].values.mean, 7.0 / 3)
    #expect(statistics[0].shape == [3])
    #expect(statistics[0].name == model.state.label(of: inner.runningMean))
  }
}
