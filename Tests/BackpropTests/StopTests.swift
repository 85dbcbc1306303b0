import Backprop
import Foundation
import Testing

/// A programmer's mistakes end the program with a sentence; each is made in a child process.
@Suite("A programmer's mistake stops the program with a sentence")
struct StopTests {
  private func expect(
    _ result: ExitTest.Result?, says sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(sentence), "\(said)", sourceLocation: sourceLocation)
  }

  @Test("when shapes of tensors don't fit")
  func tensorShapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let a = Tensor<Double>.zeros([2, 3])
      _ = a + Tensor<Double>.zeros([2])
    }
    expect(
      result,
      says:
        "+ can't take a value of shape (2, 3) and a value of shape (2,): aligned at their last axes, two sizes must be equal or one of them 1"
    )
  }

  @Test("when a result would have more elements than an Int counts")
  func tooManyElements() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tall = Tensor<Double>.zeros([1 << 32, 0])
      _ = tall.matmul(.zeros([0, 1 << 32]))
    }
    expect(
      result,
      says:
        "shape (4294967296, 0) and a value of shape (0, 4294967296): the product would be larger than the address space"
    )
  }

  @Test("when shapes of variables don't fit, with their names")
  func variableShapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph<Double>()
      let x = graph.variable(.zeros([2]), name: "x")
      let w = graph.variable(.zeros([3, 4]), name: "W")
      _ = x.matmul(w)
    }
    expect(
      result,
      says:
        "matmul can't take x of shape (2,) and W of shape (3, 4): the last axis of the first operand (2) must be as long as the second to last axis of the second (3)"
    )
  }

  @Test("when a statistic's next value has another shape")
  func statisticShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let pass = try Model(ReLU<Float>()).training(iteration: 0, seed: 0)
      pass.update(Statistic(.zeros([3]), name: "μ")) { $0.mean() }
    }
    expect(
      result, says: "the statistic μ has the shape (3,), and its next value must have it, too, not ()")
  }

  @Test("when a variable belongs to another graph")
  func foreignVariable() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Graph<Double>().variable(1) + Graph<Double>().variable(2)
    }
    expect(result, says: "add needs variables of one graph, but one belongs to another")
  }

  @Test("when a variable is older than its graph's removeAll()")
  func staleVariable() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph<Double>()
      let x = graph.variable(1)
      graph.removeAll()
      _ = graph.variable(2)
      _ = x * x
    }
    expect(result, says: "multiply got a variable from before the graph's removeAll()")
  }

  @Test("when a derivative is read that wasn't asked for")
  func unaskedDerivative() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph<Double>()
      let x = graph.variable(1, name: "x")
      let y = graph.variable(1, name: "y")
      _ = (x * y).backward(for: [x])[y]
    }
    expect(
      result, says: "the derivative by y was not asked for: it is not among the variables given to backward")
  }

  @Test("when a layer goes backward before it went forward")
  func backwardFirst() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ReLU<Double>().backward()
    }
    expect(result, says: "backward needs a forward before it: its derivatives depend on the input")
  }

  private static func affine<Scalar: TensorScalar>(_ deviation: Double, as type: Scalar.Type) {
    var generator = Philox4x32(seed: 1)
    _ = Affine<Scalar>(
      inputs: 2, outputs: 3, weights: .normal(standardDeviation: deviation), using: &generator)
  }

  /// Settings that mean nothing, and the rule that they break.
  fileprivate static let settings: [(use: @Sendable () -> Void, sentence: String)] = {
    let weights = "the standard deviation of first weights must be finite and 0 or more, as a"
    let normal = "the standard deviation of a normal distribution must be finite and 0 or more, not"
    let epsilon = "epsilon must be a finite number, 0 or more, not"
    return [
      ({ affine(-1, as: Float.self) }, "\(weights) Float too, not -1.0"),
      ({ affine(.nan, as: Double.self) }, "\(weights) Double too, not nan"),
      ({ affine(.infinity, as: Double.self) }, "\(weights) Double too, not inf"),
      ({ affine(1e39, as: Float.self) }, "\(weights) Float too, not 1e+39"),
      ({ affine(1e-50, as: Float.self) }, "\(weights) Float too, not 1e-50"),
      (
        { _ = TwoLayerNet<Float>(inputSize: 1, hiddenSize: 1, outputSize: 1, weightInitStd: -0.5) },
        "\(weights) Float too, not -0.5"
      ),
      (
        {
          var generator = Philox4x32(seed: 1)
          _ = Tensor<Double>.normal([1], standardDeviation: -2, using: &generator)
        }, "\(normal) -2.0"
      ),
      (
        {
          var generator = Philox4x32(seed: 1)
          _ = Tensor<Double>.normal([1], mean: .nan, using: &generator)
        }, "the mean of a normal distribution must be finite, not nan"
      ),
      (
        {
          var generator = Philox4x32(seed: 1)
          _ = Tensor<Float>.uniform([1], in: -3e38..<3e38, using: &generator)
        }, "uniform needs a range of finite width, not -3e+38..<3e+38"
      ),
      ({ _ = Momentum<Float>(1) }, "the momentum must be a number from 0 on and below 1, not 1.0"),
      ({ _ = Momentum<Float>(-0.1) }, "the momentum must be a number from 0 on and below 1, not -0.1"),
      ({ _ = Momentum<Double>(.nan) }, "the momentum must be a number from 0 on and below 1, not nan"),
      (
        { _ = OptimizerState<Float>(SGD(), rate: .nan) },
        "the learning rate must be a finite number, 0 or more, not nan"
      ),
      (
        {
          let state = OptimizerState<Float>(SGD(), rate: 0.1)
          state.rate = -0.1
        }, "the learning rate must be a finite number, 0 or more, not -0.1"
      ),
      ({ _ = CrossEntropy<Float>(epsilon: -1e-7) }, "\(epsilon) -1e-07"),
      ({ _ = SoftmaxWithLoss<Double>(epsilon: .nan) }, "\(epsilon) nan"),
      ({ _ = CrossEntropyOperation<Double>(epsilon: .infinity) }, "\(epsilon) inf"),
      ({ _ = SoftmaxWithLossOperation<Float>(indices: [0], epsilon: -1) }, "\(epsilon) -1.0"),
      (
        { _ = GradientClipper<Float>(norm: .nan, to: GradientCollector()) },
        "the largest length of a gradient must be above 0, not nan"
      ),
    ]
  }()

  @Test("when a setting of an optimiser, an initialiser or a loss means nothing", arguments: settings.indices)
  func setting(_ number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [number] in
      StopTests.settings[number].use()
    }
    expect(result, says: Self.settings[number].sentence)
  }

  @Test("when a loss is asked for the mean over an empty batch", arguments: 0..<3)
  func emptyBatch(_ number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [number] in
      let layer = Affine<Float>(weight: .ones([2, 3]), bias: .zeros([3]))
      // The layer itself has nothing against it.
      let scores = layer.forward(.zeros([0, 2]))
      switch number {
      case 0: _ = SoftmaxWithLoss<Float>().forward(scores, [])
      case 1: _ = SoftmaxWithLoss<Float>().forward(scores, Tensor<Float>.zeros([0, 3]))
      default: _ = CrossEntropy<Float>().forward(scores, Tensor<Float>.zeros([0, 3]))
      }
    }
    expect(result, says: "the mean over zero rows is undefined")
  }

  @Test("when the elements of a literal differ in shape")
  func literal() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x: Tensor<Double> = [[1, 2], [3]]
      _ = x
    }
    expect(
      result, says: "a list needs elements of one shape, but element 0 has shape (2,) and element 1 (1,)")
  }

  @Test("when the number of threads is out of range")
  func threads() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Parallelism.threadCount = 0
    }
    expect(result, says: "the number of threads must be from 1 to 256, not 0")
  }
}
