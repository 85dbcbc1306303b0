import Backprop
import Testing

@Suite("Layers that run as one operation")
struct JoinedLayerTests {
  /// A convolution, and the pooling behind ReLU, if any.
  struct Example: Sendable, CustomTestStringConvertible {
    let images: TensorShape
    let filters: TensorShape
    var padding: Padding2D = 0
    var stride: Extent2D = 1
    var groups = 1
    var pooling: (window: Extent2D, stride: Extent2D, padding: Padding2D)?

    var testDescription: String { "\(images), \(filters), \(String(describing: pooling))" }
  }

  static let examples: [Example] = [
    // As many images as have their derivatives summed range by range.
    Example(images: [40, 1, 12, 12], filters: [5, 1, 3, 3]),
    Example(images: [40, 2, 12, 12], filters: [9, 2, 3, 3], padding: 1, pooling: (2, 2, 0)),
    Example(
      images: [33, 4, 11, 9], filters: [4, 2, 3, 2], groups: 2,
      pooling: (.init(height: 3, width: 2), .init(height: 2, width: 1), 1)),
    Example(images: [130, 1, 28, 28], filters: [6, 1, 5, 5], stride: 2, pooling: (3, 2, 1)),
    // Too few.
    Example(images: [1, 1, 28, 28], filters: [30, 1, 5, 5], pooling: (2, 2, 0)),
    Example(images: [3, 3, 16, 16], filters: [20, 3, 3, 3], padding: 1, pooling: (2, 2, 0)),
    Example(images: [1, 16, 20, 20], filters: [64, 16, 3, 3], padding: 1),
    Example(images: [0, 1, 6, 6], filters: [2, 1, 3, 3], pooling: (2, 2, 0)),
  ]

  @Test("compute the bits of one after the other, and of their derivatives", arguments: examples)
  func bits(_ example: Example) throws {
    try expectSameBits(example, as: Float.self)
    try expectSameBits(example, as: Double.self)
  }

  private func expectSameBits<Scalar: TensorScalar>(_ example: Example, as type: Scalar.Type) throws {
    var generator = Philox4x32(seed: 7)
    var x = Tensor<Scalar>.normal(example.images, using: &generator)
    let w = Tensor<Scalar>.normal(example.filters, using: &generator)
    let b = Tensor<Scalar>.normal([example.filters[0]], using: &generator)
    // Where nothing is above 0, several are the largest, or some aren't finite.
    x.withUnsafeMutableElements { x in
      for i in 0..<Swift.min(x.count, 60) { x[i] = i < 40 ? 0 : [.infinity, .nan, -0.0, -.infinity][i % 4] }
    }
    let convolution = Convolution2DOperation<Scalar>(
      stride: example.stride, padding: example.padding, groups: example.groups)
    let pooling = example.pooling.map {
      MaxPool2DOperation<Scalar>(window: $0.window, stride: $0.stride, padding: $0.padding)
    }
    let graph = Graph<Scalar>()
    let inputs = [graph.variable(x), graph.variable(w), graph.variable(b)]
    let rectified = try graph.apply(convolution, to: inputs).relu()
    let plain = try pooling.map { try graph.apply($0, to: [rectified]) } ?? rectified
    let joined = try graph.apply(RectifiedConvolutionOperation(convolution, pooling: pooling), to: inputs)
    #expect(Self.bits(plain.value) == Self.bits(joined.value))
    let upstream = Tensor<Scalar>.normal(plain.shape, using: &generator)
    let expected = plain.backward(upstream: upstream, for: inputs)
    let found = joined.backward(upstream: upstream, for: inputs)
    for input in inputs { #expect(Self.bits(expected[input]) == Self.bits(found[input])) }
    // Without the derivative by the images, as in a first layer.
    let some = joined.backward(upstream: upstream, for: Array(inputs.dropFirst()))
    for input in inputs.dropFirst() { #expect(Self.bits(expected[input]) == Self.bits(some[input])) }
  }

  /// The numbers' bits; all NaN are alike.
  private static func bits<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> [UInt64] {
    tensor.scalars.map { $0.isNaN ? .max : Double($0).bitPattern }
  }

  /// A network whose convolutions are followed by ReLU and a pooling, by ReLU alone, and by something else.
  private static func model() throws -> Model<Float> {
    var random = Philox4x32(seed: 5)
    let inner = try Sequential<Float>([
      Conv2D(channels: 4, filters: 6, kernel: 3, padding: 1, using: &random), ReLU(),
    ])
    let network = try Sequential<Float>([
      Conv2D(channels: 1, filters: 4, kernel: 3, using: &random), ReLU(), MaxPool2D(2), inner, MaxPool2D(2),
      Conv2D(channels: 6, filters: 3, kernel: 2, using: &random), Tanh(), Flatten(),
      Affine(inputs: 12, outputs: 2, using: &random),
    ])
    return try Model(network, sampleShape: [1, 14, 14])
  }

  private static func problem() -> (images: Tensor<Float>, labels: [Int]) {
    var random = Philox4x32(seed: 6)
    return (.normal([200, 1, 14, 14], using: &random), (0..<200).map { ($0 / 3) % 2 })
  }

  @Test("train the parameters that they train one after the other, for any number of threads")
  func training() async {
    await #expect(processExitsWith: .success) {
      for threads in [1, 2, 3, 8] {
        Parallelism.threadCount = threads
        let (images, labels) = Self.problem()
        func trained(watching: Bool) throws -> Model<Float> {
          let model = try Self.model()
          var settings = TrainingSettings(duration: .epochs(2), batchSize: 60, learningRate: 0.01, seed: 3)
          // Who watches for NaN sees the values in between, so that layers run one after the other.
          settings.watchesNaN = watching
          let samples = try SampleSet(images, labels: labels, classCount: 2)
          try Trainer(model, on: samples, settings, optimizer: Adam()).run()
          return model
        }
        let (joined, plain) = (try trained(watching: false), try trained(watching: true))
        for (a, b) in zip(joined.parameters, plain.parameters) { precondition(a.value == b.value) }
        let graph = Graph<Float>()
        let seen = plain(graph.constant(images), in: plain.evaluation())
        precondition(joined.predict(images) == seen.value)
        precondition(joined.predictor().predict(images) == seen.value)
        precondition(graph.count == 19)
      }
    }
  }

  @Test("stay one by one in a graph that is looked at")
  func visible() throws {
    let model = try Self.model()
    let (images, labels) = Self.problem()
    let snapshot = model.snapshot(of: Batch(images, .classes(labels)))
    let operations = snapshot.nodes.compactMap(\.operation)
    #expect(operations.prefix(3) == ["convolution", "relu", "max_pool"])
    #expect(operations.count { $0 == "relu" } == 2)
    let graph = Graph<Float>()
    _ = model.loss(of: Batch(images, .classes(labels)), in: graph, model.training(iteration: 0, seed: 1))
    #expect(graph.snapshot().nodes.compactMap(\.operation).prefix(3) == ["convolution", "relu", "max_pool"])
    #expect(model.layerOutputs(of: .numbers(images)).first?.output.shape == [200, 4, 12, 12])
  }

  @Test("say in the layers' words what doesn't fit")
  func misfit() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var random = Philox4x32(seed: 5)
      let network = Sequential<Float>(
        Conv2D(channels: 1, filters: 4, kernel: 3, using: &random), ReLU(), MaxPool2D(2))
      _ = network.predict(.zeros([2, 1, 3, 3]))
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("max_pool") && said.contains("the result of relu"), "\(said)")
  }
}
