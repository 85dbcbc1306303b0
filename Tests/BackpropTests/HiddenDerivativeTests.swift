import Backprop
import Testing

@Suite("A derivative hidden under an offset or a scale")
struct HiddenDerivativeTests {
  static let offsets: [Double] = [0, 2.3, 1e3, -1e5]
  static let scales: [Double] = [1e-8, 1, 1e8]
  static let magnitudes: [Double] = [1e-6, 1e-3, 1, 1e3, 1e6]
  static let wrongFactors: [Double] = [-1, 0, 0.5, 1.1, 3]

  @Test(
    "of every operation, in Double: never wrong for right, never passed for wrong",
    arguments: OperationCase.all)
  func inDouble(_ example: OperationCase) { expectVerdicts(of: example, as: Double.self) }

  @Test("of every operation, in Float: the same, or can't tell", arguments: OperationCase.all)
  func inFloat(_ example: OperationCase) { expectVerdicts(of: example, as: Float.self) }

  private func expectVerdicts<Scalar: TensorScalar>(of example: OperationCase, as type: Scalar.Type) {
    // The smallest shapes with a few elements; their number is what a check's time depends on.
    func count(_ shapes: [TensorShape]) -> Int { shapes.reduce(0) { $0 + $1.elementCount } }
    let some = example.shapes.lists.filter { $0.allSatisfy { $0.elementCount > 0 } && count($0) >= 3 }
    guard let shapes = some.min(by: { count($0) < count($1) }) else { return }
    // In turns, each offset meets each scale with each factor in some operation, in Double and in Float.
    let number = OperationCase.all.firstIndex { $0.testDescription == example.testDescription } ?? 0
    var turn = (Scalar.self == Float.self ? 30 : 0) + 11 * number
    for magnitude in Self.magnitudes {
      // The form of the notes leaves an ε out of its derivative, which is most of it where a probability is 0.
      if example.testDescription.contains("epsilon: 1e-07"), magnitude != 1 { continue }
      let size = Tensor(Scalar(magnitude))
      let values: [Tensor<Scalar>] = example.operands(of: shapes, as: type).map { $0 * size }
      for _ in 0..<2 {
        turn += 1
        expectVerdicts(
          of: example, at: values, offset: Self.offsets[turn % Self.offsets.count],
          scale: Self.scales[turn % Self.scales.count],
          factor: Self.wrongFactors[turn % Self.wrongFactors.count], magnitude: magnitude)
      }
    }
  }

  private func expectVerdicts<Scalar: TensorScalar>(
    of example: OperationCase, at values: [Tensor<Scalar>], offset: Double, scale: Double, factor: Double,
    magnitude: Double
  ) {
    let operation = example.operation(Scalar.self)
    let plain = gradients(of: operation, at: values)
    // Values of the loss that aren't finite are no question of rounding.
    guard plain.allSatisfy({ $0.scalars.allSatisfy { $0.isFinite } }) else { return }
    func report(_ factor: Double, _ operand: Int) -> GradientReport {
      let scaled = ScaledDerivative(original: operation, factor: Scalar(factor), operand: operand)
      return GradientCheck<Scalar>().check(values) { x in
        let sum = weighted(applied(scaled, to: x))
        let product: Variable<Scalar> = sum * sum.graph.constant(Tensor(Scalar(scale)))
        return product + sum.graph.constant(Tensor(Scalar(offset)))
      }
    }
    let place = "\(magnitude) · x, \(offset) + \(scale) · f"
    // The slope of a sigmoid, tanh or softmax far out is smaller than a rounding of its value.
    let isSaturated =
      magnitude > 1 && ["Logistic", "HyperbolicTangent", "SoftmaxOperation"].contains(example.type)
    let isPlain = offset == 0 && Scalar.self == Double.self && !isSaturated
    let right = report(1, 0)
    guard right.verdict != .nan else { return }
    #expect(right.verdict != .wrong, "\(place): \(right)")
    let kinked = [
      "Rectifier", "LeakyRectifier", "MaxOperation", "MaxPool2DOperation", "RectifiedConvolutionOperation",
    ]
    if !kinked.contains(example.type) {
      #expect(right.verdict != .kink, "\(place): \(right)")
    }
    if isPlain { #expect(right.passed, "\(place): \(right)") }
    for operand in values.indices
    where !isSaturated && plain[operand].scalars.contains(where: { $0 != 0 }) {
      let wrong = report(factor, operand)
      #expect(!wrong.passed, "\(place), \(factor) times operand \(operand): \(wrong)")
      guard isPlain else { continue }
      #expect(
        wrong.parameters[operand].verdict == .wrong,
        "\(place), \(factor) times operand \(operand): \(wrong)")
    }
  }

  /// Σ w f with weights that keep errors from cancelling.
  private func weighted<Scalar: TensorScalar>(_ result: Variable<Scalar>) -> Variable<Scalar> {
    var generator = Philox4x32(seed: 3)
    let weights = Tensor<Scalar>.uniform(result.shape, in: 0.5..<1.5, using: &generator)
    return (result * result.graph.constant(weights)).sum()
  }

  private func gradients<Scalar: TensorScalar>(
    of operation: any GraphOperation<Scalar>, at values: [Tensor<Scalar>]
  ) -> [Tensor<Scalar>] {
    let graph = Graph<Scalar>()
    let inputs = values.map { graph.variable($0) }
    let gradients = weighted(applied(operation, to: inputs)).backward()
    return inputs.map { gradients[$0] }
  }

  @Test("2.3 + 1e-5 · x² in Float, whose change is less than a rounding of the loss", arguments: wrongFactors)
  func smallInFloat(_ factor: Double) {
    func report(_ factor: Float, x: Float) -> GradientReport {
      GradientCheck<Float>().check(at: [Tensor(x)], gradient: [Tensor(factor * 2e-5 * x)]) {
        2.3 + 1e-5 * $0.scalars[0] * $0.scalars[0]
      }
    }
    for x: Float in [0.3, 1, -2, 20, 1e-3] {
      #expect(!report(Float(factor), x: x).passed, "\(x): \(report(Float(factor), x: x))")
      #expect(report(1, x: x).verdict < .wrong && report(1, x: x).verdict != .kink, "\(report(1, x: x))")
    }
    // Over some units of x the loss changes by some of its roundings, so longer steps tell.
    #expect(report(1, x: 20).verdict == .ok, "\(report(1, x: 20))")
    #expect(report(Float(factor), x: 20).verdict == .wrong, "\(report(Float(factor), x: 20))")
  }

  @Test("a large value that is added and taken away again leaves its rounding behind")
  func cancelled() {
    func report(_ factor: Float) -> GradientReport {
      GradientCheck<Float>().check([[0.3]]) { x in
        let square = applied(
          ScaledDerivative(original: ConstantPowerOperation<Float>(exponent: 2), factor: factor, operand: 0),
          to: x)
        return ((square * 1e-5 + 230_000) - 230_000).sum()
      }
    }
    for factor: Float in [-1, 0, 0.5, 3] { #expect(!report(factor).passed, "\(factor): \(report(factor))") }
    #expect(report(1).verdict != .wrong, "\(report(1))")
  }

  @Test("a value that doesn't depend on its operand has a derivative of 0, whatever was added to it")
  func constant() {
    // One class has probability 1; behind a ReLU that is off nothing arrives.
    let softmax = GradientCheck<Float>().check([[[0.3]]]) { ($0[0].softmax() + 2.3).sum() }
    #expect(softmax.verdict == .ok, "\(softmax)")
    let off = GradientCheck<Float>().check([[-0.3, -2]]) { $0[0].relu().sum() + 2.3 }
    #expect(off.verdict == .ok, "\(off)")
    // Beside 10⁵ the change of 10⁻⁸ · tanh is lost: a derivative of 0 may be right or wrong.
    let lost = GradientCheck<Float>().check([[0.3]]) { x in
      applied(ScaledDerivative(original: TanhOperation<Float>(), factor: 0, operand: 0), to: x).sum() * 1e-8
        + 1e5
    }
    #expect(lost.verdict == .rounding, "\(lost)")
  }

  @Test("what is nothing but rounding doesn't make a derivative look small beside it")
  func noiseIsNoScale() {
    // Differences of 1000 + … in Float come in steps of 0.003; the derivatives are 2e-3.
    for factor: Float in [-1, 0, 3] {
      let report = GradientCheck<Float>().check(
        at: [0.5, -0.5], gradient: [Tensor(factor * 1e-3), Tensor(-factor * 1e-3)]
      ) {
        1000 + 1e-3 * ($0 * $0).sum().item
      }
      #expect(!report.passed, "\(factor): \(report)")
    }
  }
}
