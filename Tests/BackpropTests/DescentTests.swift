import Testing

@testable import Backprop

@Suite("An update during the backward pass")
struct DescentTests {
  /// A product that passes its weight's derivative on before it reads the weight again.
  private struct WeightFirst: GraphOperation {
    let name = "weight_first"
    /// Whether the weight gets a second contribution, as by weight decay.
    var decays = false

    func forward(_ step: inout ForwardStep<Float>) -> Tensor<Float> { step[0].matmul(step[1]) }

    func backward(_ step: BackwardStep<Float>) {
      step.passProduct(transposing: step[0], step.upstream, to: 1)
      if decays { step.pass(step[1] * 0.01, to: 1) }
      step.pass(step.upstream.matmul(step[1].transposed()), to: 0)
    }
  }

  private final class OwnLayer: Layer {
    let weight: Parameter<Float>
    let operation: WeightFirst
    let listings: Int
    var members: [Member<Float>] {
      (0..<listings).map { .parameter("weight\($0)", weight) }
    }

    init(decays: Bool, listings: Int) {
      var generator = Philox4x32(seed: 3)
      weight = Parameter(.uniform([4, 4], in: -1..<1, using: &generator), name: "W")
      operation = WeightFirst(decays: decays)
      self.listings = listings
    }

    func outputShape(for sample: TensorShape) -> TensorShape { sample }

    func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> {
      guard let y = try? x.graph.apply(operation, to: [x, x.graph.variable(weight)]) else { return x }
      return y
    }
  }

  /// Gradient descent that takes each gradient as numbers.
  private struct PlainDescent: Optimizer {
    let name = "plain"
    func update(
      _ value: inout Tensor<Float>, by gradient: FinishedGradient<Float>, slots: inout OptimizerSlots<Float>,
      rate: Float, iteration: Int
    ) {
      FinishedGradient(gradient.tensor).add(to: &value, scaledBy: -rate)
    }
  }

  private func trained(
    decays: Bool, listings: Int, optimizer: (any Optimizer<Float>)?
  ) throws -> [Tensor<Float>] {
    var generator = Philox4x32(seed: 5)
    let own = OwnLayer(decays: decays, listings: listings)
    let model = try Model(Sequential<Float>(Affine<Float>(inputs: 3, outputs: 4, using: &generator), own))
    let samples = try SampleSet<Float>(
      .uniform([20, 3], in: -1..<1, using: &generator), labels: (0..<20).map { $0 % 4 }, classCount: 4)
    let trainer = try Trainer(
      model, on: samples, TrainingSettings(duration: .iterations(5), batchSize: 20, seed: 1),
      optimizer: optimizer)
    try trainer.run()
    return model.parameters.map(\.value)
  }

  @Test(
    "gives the bits of one afterwards, for operations from outside and parameters that are listed twice",
    arguments: [(false, 1), (true, 1), (false, 2), (true, 2)])
  func sameBits(decays: Bool, listings: Int) throws {
    let during = try trained(decays: decays, listings: listings, optimizer: nil)
    let afterwards = try trained(decays: decays, listings: listings, optimizer: PlainDescent())
    #expect(during == afterwards)
    #expect(during.allSatisfy { tensor in tensor.scalars.allSatisfy { $0.isFinite } })
  }

  /// Passes on a product that is too large for the weight.
  private struct TooLarge: GraphOperation {
    let name = "too_large"
    func forward(_ step: inout ForwardStep<Float>) -> Tensor<Float> { step[0].matmul(step[1]) }
    func backward(_ step: BackwardStep<Float>) {
      step.passProduct(transposing: .ones([5, 40]), .ones([5, 40]), to: 1)
    }
  }

  @Test("stops at a product that doesn't fit its operand")
  func wrongProduct() async {
    await #expect(processExitsWith: .failure) {
      let graph = Graph<Float>()
      let weight = Parameter<Float>(.ones([3, 2]), name: "W")
      let y = try graph.apply(TooLarge(), to: [graph.constant(.ones([4, 3])), graph.variable(weight)])
      y.sum().backward(for: [weight], into: GradientCollector())
    }
  }
}
