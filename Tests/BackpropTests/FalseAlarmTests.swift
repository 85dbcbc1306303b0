import Testing

@testable import Backprop

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

  @Test(
    "where rounding alone makes another element of a window the largest, as in an image that is the same all over"
  )
  func ties() throws {
    try expectTiesAreNoKinks(Float.self)
    try expectTiesAreNoKinks(Double.self)
  }

  private func expectTiesAreNoKinks<Scalar: TensorScalar>(_ type: Scalar.Type) throws {
    let convolution = Convolution2DOperation<Scalar>()
    let pooling = MaxPool2DOperation<Scalar>(window: 2)
    let operations: [any GraphOperation<Scalar>] = [
      pooling, RectifiedConvolutionOperation(convolution, pooling: pooling),
    ]
    for (number, operation) in operations.enumerated() {
      func branches(_ elements: [Scalar]) -> Int {
        let graph = Graph<Scalar>()
        let x = graph.constant(Tensor(shape: [1, 1, 2, 2], elements))
        let w = graph.constant(Tensor(shape: [1, 1, 1, 1], [1]))
        _ = number == 0 ? graph.apply(operation, x) : graph.apply(operation, x, w)
        var hasher = Hasher()
        graph.hashBranches(into: &hasher)
        return hasher.finalize()
      }
      let more = 1 + 8 * Scalar.ulpOfOne
      #expect(branches([1, more, 1, 1]) == branches([1, 1, 1, more]), "\(operation.name)")
      #expect(branches([0.5, more, 1, 1]) == branches([0.5, 1, 1, more]), "\(operation.name)")
      // What differs by more is another branch.
      #expect(branches([1, 1.001, 1, 1]) != branches([1, 1, 1, 1.001]), "\(operation.name)")
      #expect(branches([1, 1, 1, 1]) != branches([0.5, 1, 1, 1]), "\(operation.name)")
      #expect(branches([.nan, 1, 1, 1]) != branches([1, 1, .nan, 1]), "\(operation.name)")
    }
  }

  @Test(
    "beside a tie of a max pooling whose elements change differently, which is a kink",
    arguments: [0, 1e-15, 2e-15, 7e-15, 1e-14, 2.5e-14, 3e-14, 1e-13, 1e-9])
  func tiesThatAreKinks(_ distance: Double) {
    expectKink(beside: 1 + distance)
    expectKink(beside: 1 - distance)
    let float = Float(distance) * 1e8
    expectKink(beside: 1 + float)
    expectKink(beside: 1 - float)
  }

  private func expectKink<Scalar: TensorScalar>(beside x: Scalar) {
    let report = GradientCheck<Scalar>().check([Tensor(x)]) { x in
      let graph = x[0].graph
      let first = graph.constant(Tensor(shape: [1, 1, 1, 2], [1, 0])) * x[0]
      let second = graph.constant(Tensor(shape: [1, 1, 1, 2], [0, 3])) * x[0]
      let shift = graph.constant(Tensor(shape: [1, 1, 1, 2], [0, -2]))
      return (first + second + shift).maxPooled(window: Extent2D(height: 1, width: 2))
    }
    #expect(report.verdict == .kink || (x != 1 && report.verdict == .ok), "\(x): \(report)")
  }

  @Test(
    "but refuses a wrong derivative beside a kink of a max pooling, whatever large numbers there are elsewhere",
    arguments: [0, -1e9, -1e10, -1e30, 1e9])
  func wrongDerivativesBesideLargeNumbers(_ large: Double) {
    // Windows [x, 1 + a little] and [large, 0], of which the second never changes; the derivative is 1.
    func report<Scalar: TensorScalar>(_ large: Scalar, _ little: Scalar, derivative: Scalar) -> GradientReport
    {
      GradientCheck<Scalar>().check([Tensor(1 as Scalar)]) { x in
        let graph = x[0].graph
        let y = graph.apply(FactorOfDerivative(factor: derivative), x[0])
        let changing = graph.constant(Tensor(shape: [1, 1, 1, 4], [1, 0, 0, 0])) * y
        let fixed = graph.constant(Tensor(shape: [1, 1, 1, 4], [0, 1 + little, large, 0]))
        let largest = (changing + fixed).maxPooled(window: Extent2D(height: 1, width: 2))
        return (largest * Tensor(0.6 as Scalar)).sum() + y
      }
    }
    #expect(report(large, 1e-5, derivative: 1.27).verdict == .wrong)
    // A loss of 1e9 has no digits left of what changes in Float.
    if large <= 0 { #expect(report(Float(large), 1e-3, derivative: 1.27).verdict == .wrong) }
    #expect(report(large, 1e-5, derivative: 1).verdict < .wrong)
    #expect(report(Float(large), 1e-3, derivative: 1).verdict < .wrong)
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

/// Passes a number on, with a derivative that is to be told as wrong unless the factor is 1.
private struct FactorOfDerivative<Scalar: TensorScalar>: GraphOperation {
  let factor: Scalar
  var name: String { "factor of a derivative" }
  func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> { step[0] }
  func backward(_ step: BackwardStep<Scalar>) { step.pass(step.upstream * Tensor(factor), to: 0) }
}
