import Backprop
import Testing

@Suite("First weights")
struct WeightInitializationTests {
  @Test("have the standard deviations and bounds of the papers")
  func formulas() {
    let size = (inputs: 50, outputs: 22)
    // √(2/50), √(1/50), √(2/72), √(1/150).
    let deviations: [(WeightInitialization, Double)] = [
      (.he, 0.2), (.heUniform, 0.2), (.xavier, 0.1414213562373095), (.automatic, 0.1414213562373095),
      (.xavierNormal, 0.16666666666666666), (.xavierUniform, 0.16666666666666666),
      (.pytorch, 0.08164965809277261), (.normal(standardDeviation: 0.01), 0.01),
    ]
    for (weights, expected) in deviations {
      let found = weights.standardDeviation(inputs: size.inputs, outputs: size.outputs)
      expectClose(found, expected, "\(weights)")
      // A uniform distribution's standard deviation is its bound divided by √3.
      let bound = weights.bound(inputs: size.inputs, outputs: size.outputs)
      if let bound { expectClose(bound / 3.0.squareRoot(), expected, "\(weights)") }
      #expect((bound != nil) == [.heUniform, .xavierUniform, .pytorch].contains(weights))
      #expect(weights.standardDeviation(inputs: 0, outputs: 0) == (expected == 0.01 ? 0.01 : 0))
    }
    expectClose(WeightInitialization.pytorch.bound(inputs: 25, outputs: 3) ?? 0, 0.2)
  }

  @Test(
    "are drawn so",
    arguments: [
      WeightInitialization.he, .heUniform, .xavier, .xavierNormal, .xavierUniform, .pytorch, .automatic,
      .normal(standardDeviation: 0.3),
    ])
  func drawn(_ weights: WeightInitialization) {
    var generator = Philox4x32(seed: 3)
    let layer = Affine<Double>(inputs: 200, outputs: 100, weights: weights, using: &generator)
    let numbers = layer.weight.value.scalars
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
    let wanted = weights.standardDeviation(inputs: 200, outputs: 100)
    // Of 20,000 numbers the standard deviation is known to 0.5 %.
    #expect((variance.squareRoot() / wanted - 1).magnitude < 0.02)
    #expect(mean.magnitude < 0.03 * wanted)
    let largest = numbers.map(\.magnitude).max() ?? 0
    if let bound = weights.bound(inputs: 200, outputs: 100) {
      #expect(largest <= bound && largest > 0.99 * bound)
    } else {
      #expect(largest > 3 * wanted)
    }
    let bias = layer.bias.value.scalars
    if weights == .pytorch {
      #expect(bias.allSatisfy { $0 != 0 && $0.magnitude <= 1 / 200.0.squareRoot() })
    } else {
      #expect(bias.allSatisfy { $0 == 0 })
    }
  }

  @Test("of a layer without inputs are no numbers, and its bias is 0")
  func nothing() {
    var generator = Philox4x32(seed: 3)
    let layer = Affine<Float>(inputs: 0, outputs: 2, weights: .pytorch, using: &generator)
    #expect(layer.weight.value.shape == [0, 2] && layer.bias.value == [0, 0])
  }

  @Test("of a convolution look at the channels that a filter sees, and at all filters")
  func convolution() {
    func layer(_ weights: WeightInitialization) -> Conv2D<Double> {
      var generator = Philox4x32(seed: 4)
      return Conv2D(channels: 8, filters: 64, kernel: 5, groups: 2, weights: weights, using: &generator)
    }
    // 4 · 5 · 5 inputs and 64 · 5 · 5 outputs.
    for weights in [WeightInitialization.pytorch, .xavierUniform, .heUniform] {
      let bound = weights.bound(inputs: 100, outputs: 1600) ?? 0
      let largest = layer(weights).weight.value.scalars.map(\.magnitude).max() ?? 0
      #expect(largest <= bound && largest > 0.99 * bound)
    }
    #expect(layer(.pytorch).bias.value.scalars.allSatisfy { $0 != 0 && $0.magnitude <= 0.1 })
    #expect(layer(.he).bias.value == .zeros([64]))
    var generator = Philox4x32(seed: 4)
    let normal = Tensor<Double>.normal(
      [64, 4, 5, 5], standardDeviation: 0.02.squareRoot(), using: &generator)
    #expect(layer(.he).weight.value == normal)
    #expect(WeightInitialization.automatic.resolved(before: [layer(.he), ReLU()]) == .xavier)
  }

  @Test("are chosen by the activation that follows, whatever stands between")
  func automatic() {
    var generator = Philox4x32(seed: 3)
    let affine = Affine<Float>(inputs: 2, outputs: 2, using: &generator)
    func choice(_ following: any Layer<Float>...) -> WeightInitialization {
      WeightInitialization.automatic.resolved(before: following)
    }
    for layer: any Layer<Float> in [
      ReLU<Float>(), LeakyReLU<Float>(), GELU<Float>(), SiLU<Float>(), Softplus<Float>(),
    ] {
      #expect(choice(layer) == .he)
      #expect(choice(Sequential(layer), Tanh()) == .he)
    }
    #expect(choice(Tanh(), ReLU()) == .xavier)
    #expect(choice(Sigmoid()) == .xavier && choice(Softmax()) == .xavier)
    #expect(choice() == .xavier && choice(affine, ReLU()) == .xavier)
    #expect(choice(Plain(), ReLU()) == .he && choice(Plain()) == .xavier)
    #expect(WeightInitialization.heUniform.resolved(before: [Tanh<Float>()]) == .heUniform)
  }

  @Test("of a stack with automatic weights are He's before ReLU, and Xavier's at its end")
  func stack() throws {
    var (automatic, byHand) = (Philox4x32(seed: 8), Philox4x32(seed: 8))
    let stack = Sequential<Float>(sizes: [30, 20, 10], weights: .automatic, using: &automatic)
    let first = Affine<Float>(inputs: 30, outputs: 20, weights: .he, using: &byHand)
    let last = Affine<Float>(inputs: 20, outputs: 10, weights: .xavier, using: &byHand)
    let wanted = [first.weight.value, first.bias.value, last.weight.value, last.bias.value]
    #expect(stack.parameters.map(\.value) == wanted)
  }

  /// A layer that says nothing of weights.
  private final class Plain: Layer {
    func outputShape(for sample: TensorShape) -> TensorShape { sample }
    func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x }
    func copied(by copier: LayerCopier<Float>) -> Plain { Plain() }
  }
}
