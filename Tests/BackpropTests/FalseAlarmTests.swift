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

  @Test("on generated networks with ReLU, whose units lie near their kinks now and then")
  func networks() {
    for seed: UInt64 in 0..<12 {
      let report = report(seed: seed, as: Double.self)
      #expect(report.passed, "seed \(seed): \(report)")
    }
    // A kink nearby leaves short steps only, where rounding hides a small derivative from them now and then in Float.
    let inFloat = (0..<20).map { report(seed: $0, as: Float.self) }
    #expect(inFloat.filter(\.passed).count >= 19)
    for report in inFloat { #expect(report.verdict <= .rounding, "\(report)") }
  }

  private func report<Scalar: TensorScalar>(seed: UInt64, as type: Scalar.Type) -> GradientReport {
    var generator = Philox4x32(seed: seed, stream: 5)
    let network = Sequential<Scalar>(
      sizes: [3, 6, 5, 3], weights: .normal(standardDeviation: 0.7), using: &generator)
    // Biases of 0 would put units of dead layers exactly on their kinks.
    for parameter in network.parameters where parameter.name.hasPrefix("b") {
      parameter.value = .uniform(parameter.value.shape, in: -0.5..<0.5, using: &generator)
    }
    let x = Tensor<Scalar>.normal([4, 3], using: &generator)
    let loss = SoftmaxWithLoss<Scalar>()
    return GradientCheck<Scalar>().check(network.parameters) { graph in
      loss(network(graph.constant(x)), .classes([0, 1, 2, 0]))
    }
  }
}
