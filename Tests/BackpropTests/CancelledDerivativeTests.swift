import Backprop
import Testing

@Suite("A derivative that is 0 because its terms cancel")
struct CancelledDerivativeTests {
  private static func network(_ name: String) -> Sequential<Double> {
    var generator = Philox4x32(seed: 5)
    let layers: [any Layer<Double>]
    switch name {
    case "conv":
      layers = [
        Conv2D(channels: 1, filters: 3, kernel: 3, using: &generator), BatchNorm(3), ReLU(), Flatten(),
        Affine(inputs: 48, outputs: 4, using: &generator),
      ]
    case "pooled":
      layers = [
        Conv2D(channels: 1, filters: 2, kernel: 3, using: &generator), MaxPool2D(2), BatchNorm(2), Tanh(),
        Flatten(), Affine(inputs: 8, outputs: 4, using: &generator),
      ]
    default:
      layers = [
        Flatten(), Affine(inputs: 36, outputs: 5, using: &generator), BatchNorm(5), Sigmoid(),
        Affine(inputs: 5, outputs: 4, using: &generator),
      ]
    }
    return orStop(layers)
  }

  private static func orStop(_ layers: [any Layer<Double>]) -> Sequential<Double> {
    guard let network = try? Sequential(layers) else { fatalError("the layers don't fit") }
    return network
  }

  private static func batch(_ count: Int) -> Batch<Double> {
    var generator = Philox4x32(seed: 7)
    let x = Tensor<Double>.normal([count, 1, 6, 6], using: &generator)
    return Batch(x, .classes((0..<count).map { $0 % 4 }))
  }

  @Test("by a bias before a batch norm is right in training", arguments: ["conv", "pooled", "affine"])
  func biasBeforeNorm(_ name: String) throws {
    let model = try Model(Self.network(name), loss: SoftmaxWithLoss())
    let check = GradientCheck<Double>(elements: 12)
    let report = check.check(model, on: Self.batch(4)) { $0.training(iteration: 0, seed: 1) }
    #expect(report.passed, "\(report)")
    #expect(report.parameters[1].verdict == .ok && report.parameters[1].maxRelativeError == 0, "\(report)")
  }

  @Test("is wrong all the same where backpropagation gives another")
  func wrongDerivative() {
    let shift = Parameter<Double>([0.2], name: "b")
    var generator = Philox4x32(seed: 3)
    let x = Tensor<Double>.normal([6, 1], using: &generator)
    let weights = Tensor<Double>.normal([6, 1], using: &generator)
    func report(_ excess: Double) -> GradientReport {
      GradientCheck<Double>().check([shift]) { graph in
        let b = graph.variable(shift)
        let y = (graph.constant(x) + b).batchNormalized(
          scale: graph.constant([1]), shift: graph.constant([0]))
        // Adds nothing to the value, and an excess to the derivative.
        let extra = applied(
          ScaledDerivative(original: TanhOperation<Double>(), factor: excess, operand: 0),
          to: [b])
        let none = applied(
          ScaledDerivative(original: TanhOperation<Double>(), factor: 0, operand: 0), to: [b])
        return (y * graph.constant(weights)).sum() + 1e-3 * (extra - none).sum()
      }
    }
    #expect(report(0).passed, "\(report(0))")
    for excess in [1.0, -1, 1e-3] {
      #expect(report(excess).verdict == .wrong, "\(excess): \(report(excess))")
    }
  }

  @Test("isn't one that vanishes on its way through layers: of that nothing is known")
  func vanishing() {
    // Behind each product the derivative is a millionth; the loss of 2.3 hides what is left.
    let report = GradientCheck<Double>().check([[0.3, -0.4]]) { x in
      (x[0].tanh() * 1e-6 * 1e-6 * 1e-6).sum() + 2.3
    }
    #expect(report.verdict == .rounding, "\(report)")
  }
}
