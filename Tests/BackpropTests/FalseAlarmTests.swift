import Backprop
import Testing

@Suite("A gradient check raises no false alarm")
struct FalseAlarmTests {
  @Test(
    "at kinks in Float, in a graph or in a plain function",
    arguments: [5e-3, -5e-3, 1e-3, -1.2e-3, 8e-3, 0] as [Float])
  func kinksInFloat(_ x: Float) {
    let report = GradientCheck<Float>().check([[1, Tensor(x), -1]]) { $0[0].relu() }
    #expect(report.verdict == .kink, "\(report)")
    #expect(report.parameters[0].kinkCount == 1)
    let plain = GradientCheck<Float>().check(at: [1, Tensor(x), -1], gradient: [1, x > 0 ? 1 : 0, 0]) {
      $0.scalars.reduce(0) { $0 + max($1, 0) }
    }
    #expect(plain.verdict == .kink, "\(plain)")
  }

  @Test("on generated networks with ReLU, whose units lie near their kinks now and then", arguments: 0..<6)
  func networks(_ seed: Int) {
    for number in 0..<5 {
      expectRight(seed: UInt64(seed * 5 + number), as: Double.self)
      expectRight(seed: UInt64(seed * 5 + number), as: Float.self)
    }
  }

  private func expectRight<Scalar: TensorScalar>(seed: UInt64, as type: Scalar.Type) {
    var generator = Philox4x32(seed: seed, stream: 5)
    let network = Sequential<Scalar>(
      sizes: [3, 6, 5, 3], weights: .normal(standardDeviation: 0.7), using: &generator)
    // Biases of 0 would put units of dead layers exactly on their kinks.
    for parameter in network.parameters where parameter.name.hasPrefix("b") {
      parameter.value = .uniform(parameter.value.shape, in: -0.5..<0.5, using: &generator)
    }
    let x = Tensor<Scalar>.normal([4, 3], using: &generator)
    let loss = SoftmaxWithLoss<Scalar>()
    let report = GradientCheck<Scalar>().check(network.parameters) { graph in
      loss(network(graph.constant(x)), .classes([0, 1, 2, 0]))
    }
    // A kink nearby leaves short steps only, and rounding may hide the derivative from those in Float.
    let isCoarse = Scalar.ulpOfOne > 1e-10
    #expect(isCoarse ? report.verdict <= .rounding : report.passed, "seed \(seed): \(report)")
  }
}
