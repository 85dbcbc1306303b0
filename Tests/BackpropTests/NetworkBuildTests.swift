import Backprop
import Testing

/// Networks built from their descriptions: what is put in, what is refused, and what they are then.
@Suite struct NetworkBuildTests {
  private static let image: TensorShape = [1, 28, 28]

  private func problem(
    _ line: String, for sample: TensorShape = image, targets: TargetKind = .classes(10)
  ) throws -> (problem: String, path: String?) {
    do throws(NetworkDescriptionError) {
      let description = try NetworkDescription(line)
      return ("\(try description.resolved(for: sample, targets: targets))", nil)
    } catch {
      return (error.problem, error.path)
    }
  }

  @Test("the last affine has its size from the targets, and a flatten that is needed counts as a layer")
  func resolved() throws {
    let description = try NetworkDescription("conv 30 5x5, relu, maxpool 2, affine 100, relu, affine")
    let resolved = try description.resolved(for: Self.image, targets: .classes(10))
    #expect(
      resolved.line == "conv 30 5x5, relu, maxpool 2, flatten, affine 100, relu, affine 10")
    #expect(try resolved.resolved(for: Self.image, targets: .classes(10)) == resolved)
    let network: Sequential<Float> = try description.build(for: Self.image, targets: .classes(10), seed: 1)
    let paths = NamedState(of: network).parameters.map(\.path)
    #expect(paths == ["0.weight", "0.bias", "4.weight", "4.bias", "6.weight", "6.bias"])
    #expect(network.parameterCount == 433_890)
    #expect(try network.outputShape(for: Self.image) == [10])
  }

  @Test(
    "vectors need no flatten, rows of numbers give their width, and an affine before a dropout can be the last"
  )
  func lastAffine() throws {
    #expect(try problem("affine 5, relu, affine", for: [4]).problem == "affine 5, relu, affine 10")
    #expect(try problem("affine", for: [4], targets: .rows([3])).problem == "affine 3")
    #expect(try problem("affine, dropout 0.5", for: [4]).problem == "affine 10, dropout 0.5")
    #expect(
      try problem("residual (affine 16), affine", for: [16]).problem == "residual (affine 16), affine 10")
  }

  @Test("a network of the default sizes has the bits of the one that is made by sizes")
  func sameBits() throws {
    var generator = Philox4x32(seed: 1, stream: RandomStream.weights)
    let sizes = Sequential<Float>(
      sizes: [784, 50, 10], weights: .normal(standardDeviation: 0.01), using: &generator)
    let described: Sequential<Float> = try NetworkPreset.twoLayer.description.build(
      for: [784], targets: .classes(10), seed: 1)
    #expect(described.parameters.map(\.value) == sizes.parameters.map(\.value))
  }

  @Test("weights follow the activation behind them, unless they are given")
  func weights() throws {
    func spread(_ line: String, _ weights: WeightInitialization? = nil) throws -> [Double] {
      let network: Sequential<Double> = try NetworkDescription(line).build(
        for: [400], targets: .classes(400), weights: weights, seed: 3)
      return network.parameters.map(\.value).filter { $0.rank == 2 }.map { weight in
        (weight.scalars.reduce(0) { $0 + $1 * $1 } / Double(weight.count)).squareRoot()
      }
    }
    let usual = try spread("affine 400, relu, affine 400, sigmoid, affine")
    #expect(abs(usual[0] - 0.0707) < 0.002 && abs(usual[1] - 0.05) < 0.002 && abs(usual[2] - 0.05) < 0.002)
    let given = try spread("weights 0.5, affine 400, relu, affine")
    #expect(given.allSatisfy { abs($0 - 0.5) < 0.01 })
    #expect(try spread("weights 0.5, affine", .he).allSatisfy { abs($0 - 0.0707) < 0.002 })
  }

  /// Networks that can't be built, what is said of them, and where.
  static let mistakes: [(line: String, sample: TensorShape, problem: String, path: String)] = [
    (
      "affine, relu, affine 10", [4],
      "Only the last affine layer has its size from the targets; give this one its size, as in 'affine 100'.",
      "layers[0]"
    ),
    (
      "relu, conv 3 5x5", [784],
      "conv 3 5x5 can't take (784,), what comes to it for one sample: it needs images, (channels, rows, columns), "
        + "such as (1, 28, 28).", "layers[1]"
    ),
    (
      "maxpool 2, maxpool 2, maxpool 9", [1, 28, 28],
      "maxpool 9 can't take (1, 7, 7), what comes to it for one sample: a window of 9x9 is larger than an image of 7x7.",
      "layers[2]"
    ),
    (
      "conv 4 3x3 groups 2", [3, 8, 8],
      "conv 4 3x3 groups 2 can't take (3, 8, 8), what comes to it for one sample: 2 groups can't share 3 channels and "
        + "4 filters: both numbers must be multiples of it.", "layers[0]"
    ),
    (
      "affine 20000, affine 20000, affine", [784],
      "With this layer the network has more than 268,435,456 parameters; give smaller sizes.", "layers[1]"
    ),
    (
      "affine 1000000000", [784],
      "This layer makes (1000000000) of one sample; a layer may make 268,435,456 numbers of it.",
      "layers[0]"
    ),
    (
      "conv 1000000000 65536x65536 pad 65536", [1, 28, 28],
      "With this layer the network has more than 268,435,456 parameters; give smaller sizes.", "layers[0]"
    ),
    (
      "embedding 1000000000 1000000000", [5],
      "This layer makes (5, 1000000000) of one sample; a layer may make 268,435,456 numbers of it.",
      "layers[0]"
    ),
    (
      "relu, residual (relu, affine 3), affine", [5],
      "residual can't take (5,), what comes to it for one sample: its layers make (3,) of it, and what goes past them is "
        + "(5,): both must be equal to be added; a shortcut can bring the latter into shape, as in "
        + "'residual (…) shortcut (conv 32 1x1 stride 2)'.", "layers[1]"
    ),
    (
      "residual (relu, globalavgpool), affine", [5],
      "globalavgpool can't take (5,), what comes to it for one sample: it needs images, (channels, rows, columns), such "
        + "as (1, 28, 28).", "layers[0].layers[1]"
    ),
  ]

  @Test("a layer that can't take what comes to it is told with its place", arguments: mistakes.indices)
  func mistake(_ index: Int) throws {
    let mistake = Self.mistakes[index]
    let found = try problem(mistake.line, for: mistake.sample)
    #expect(found.problem == mistake.problem)
    #expect(found.path == mistake.path)
  }

  @Test("a description in code is held to the rules of lines")
  func inCode() throws {
    func problem(_ layers: [LayerDescription]) -> String {
      do throws(NetworkDescriptionError) {
        return try NetworkDescription(layers).resolved(for: [1, 8, 8], targets: .classes(3)).line
      } catch {
        return "\(error)"
      }
    }
    #expect(problem([]) == "The network has no layers; it needs one at least.")
    #expect(
      problem([.relu, .affine(-3)])
        == "layers[1].outputs: The outputs of affine must be a whole number from 1 to 1,000,000,000, not -3.")
    #expect(
      problem([.convolution(filters: 1, kernel: 0)]).hasPrefix("layers[0].kernel: The kernel of conv must be")
    )
    #expect(problem([.maxPool(2, padding: -1)]).hasPrefix("layers[0].pad: The pad of maxpool must be"))
    #expect(problem([.dropout(.nan)]).hasPrefix("layers[0].probability: The probability of dropout must be"))
    #expect(problem([.residual([])]).hasPrefix("layers[0].layers: The layers of residual must be"))
    var deep = LayerDescription.relu
    for _ in 0..<20 { deep = .residual([deep]) }
    #expect(problem([deep]).hasSuffix("Layers may stand 16 deep within others; these stand deeper."))
  }

  @Test("generated descriptions are built or refused with a place, without a trap")
  func generated() throws {
    var generated = GeneratedDescriptions(seed: 7)
    var built = 0
    for _ in 0..<3000 {
      let description = generated.next()
      do throws(NetworkDescriptionError) {
        let resolved = try description.resolved(for: [3, 12, 12], targets: .classes(4))
        #expect(try resolved.resolved(for: [3, 12, 12], targets: .classes(4)) == resolved)
        built += 1
      } catch {
        #expect(error.path?.hasPrefix("layers[") == true, "\(description): \(error)")
      }
    }
    #expect(built > 50)
  }

  @Test("a model is refused where the loss can't compare its answers, and knows a softmax of its own")
  func model() throws {
    let wrong = try NetworkDescription("affine 3")
    #expect(throws: NetworkDescriptionError.self) {
      let _: Model<Float> = try wrong.model(for: [4], targets: .classes(10))
    }
    let usual: Model<Float> = try NetworkDescription("affine").model(for: [4], targets: .classes(3))
    #expect(usual.loss is SoftmaxWithLoss<Float>)
    let own: Model<Float> = try NetworkDescription("affine, softmax").model(for: [4], targets: .classes(3))
    #expect(own.loss is CrossEntropy<Float>)
  }

  @Test("every kind of layer is built, with the shapes of its plan")
  func allKinds() throws {
    let lines = [
      "conv 6 3x3 stride 2 pad 0-1x1-0 groups 3, conv 4 1x1, batchnorm, leakyrelu 0.2, maxpool 3 stride 2 pad 1, gelu, "
        + "residual (conv 4 3x3 pad 1, silu) shortcut (conv 4 1x1), residual (batchnorm, relu), avgpool 2, tanh, "
        + "layernorm, softplus, dropout 0.3, affine 6, sigmoid, affine",
      "conv 5 3x3 dilation 2, relu, globalavgpool, affine, softmax",
      "residual (relu) shortcut (tanh, sigmoid), flatten, affine",
    ]
    for line in lines {
      let description = try NetworkDescription(line)
      let plan = try description.plan(for: [3, 17, 14], targets: .classes(4))
      let model: Model<Double> = try description.model(for: [3, 17, 14], targets: .classes(4), seed: 2)
      #expect(try model.network.outputShape(for: [3, 17, 14]) == plan.output)
      #expect(model.parameterCount == plan.parameterCount, "\(line)")
      let summary = try model.summary()
      #expect(summary.parameterCount == plan.parameterCount)
      #expect(summary.rows.map(\.output) == plan.steps.flatMap(Self.outputs), "\(line)")
      let x = Tensor<Double>.zeros([2, 3, 17, 14])
      #expect(model.predict(x).shape == [2, 4])
    }
    let words: Model<Float> = try NetworkDescription("embedding 20 3, layernorm, affine").model(
      for: [5], targets: .classes(2), seed: 1)
    #expect(words.predict(.zeros([4, 5])).shape == [4, 2] && words.parameterCount == 60 + 30 + 32)
  }

  /// The shapes behind a step and those within it, in the order in which they begin.
  private static func outputs(_ step: NetworkPlan.Step) -> [TensorShape] {
    [step.output] + (step.inner + (step.shortcut ?? [])).flatMap(outputs)
  }

  @Test("the presets are the networks that they are known as")
  func presets() throws {
    let lines = NetworkPreset.allCases.map { "\($0.rawValue): \($0.description)" }
    #expect(
      lines == [
        "two-layer: weights 0.01, affine 50, relu, affine",
        "mlp: affine 256, relu, affine 128, relu, affine",
        "simple-convnet: conv 30 5x5, relu, maxpool 2, affine 100, relu, affine",
        "deep-convnet: weights he, conv 16 3x3 pad 1, relu, conv 16 3x3 pad 1, relu, maxpool 2, conv 32 3x3 pad 1, "
          + "relu, conv 32 3x3 pad 2, relu, maxpool 2, conv 64 3x3 pad 1, relu, conv 64 3x3 pad 1, relu, maxpool 2, "
          + "affine 50, relu, dropout 0.5, affine, dropout 0.5",
        "batchnorm-convnet: conv 32 3x3 pad 1, batchnorm, relu, conv 32 3x3 pad 1, batchnorm, relu, maxpool 2, "
          + "conv 64 3x3 pad 1, batchnorm, relu, conv 64 3x3 pad 1, batchnorm, relu, maxpool 2, conv 128 3x3 pad 1, "
          + "batchnorm, relu, maxpool 2, dropout 0.3, affine 128, batchnorm, relu, dropout 0.3, affine",
      ])
    for preset in NetworkPreset.allCases {
      #expect(try NetworkDescription(preset.description.description) == preset.description)
      let network: Sequential<Float> = try preset.description.build(
        for: Self.image, targets: .classes(10), seed: 1)
      #expect(try network.outputShape(for: Self.image) == [10])
    }
    let deep = try NetworkPreset.deepConvnet.description.resolved(for: Self.image, targets: .classes(10))
    #expect(deep.line.contains("maxpool 2, flatten, affine 50, relu, dropout 0.5, affine 10, dropout 0.5"))
  }
}
