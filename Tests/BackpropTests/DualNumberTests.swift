import Backprop
import Testing

/// What a tensor asks of its numbers, a pair of a value and a derivative can offer.
@Suite("Dual numbers")
struct DualNumberTests {
  private static let functions: [any ElementwiseFunction] = [
    Negation(), Reciprocal(), Exponential(), Logarithm(), SquareRoot(), HyperbolicTangent(), Logistic(),
    Rectifier(), ConstantPower(exponent: 3), ConstantPower(exponent: -0.5), ConstantPower(exponent: 0),
    LeakyRectifier(), GaussianErrorUnit(), SigmoidUnit(), SmoothRectifier(),
  ]
  private static let binaryFunctions: [any BinaryElementwiseFunction] = [
    Addition(), Subtraction(), Multiplication(), Division(), Power(),
  ]

  private func isClose(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-12 * max(1, b.magnitude) }

  @Test("find the derivative that each elementwise function states", arguments: functions.indices)
  func derivatives(_ index: Int) {
    let function = Self.functions[index]
    for x in [0.2, 0.7, 1.0, 1.9, 3.5] + (function.value(-1.0).isNaN ? [] : [-2.5, -1, -0.4]) {
      let y = function.value(Dual(x, derivative: 1))
      #expect(y.value == function.value(x))
      let stated = function.derivative(10, x: x, y: y.value)
      #expect(isClose(stated, 10 * y.derivative), "\(function.name) at \(x)")
    }
  }

  @Test("find both derivatives that each function of two elements states", arguments: binaryFunctions.indices)
  func binaryDerivatives(_ index: Int) {
    let function = Self.binaryFunctions[index]
    for x in [0.3, 1.0, 2.5] {
      for y in [-1.5, 0.4, 1, 3] {
        let byX = function.value(Dual(x, derivative: 1), Dual(y))
        let byY = function.value(Dual(x), Dual(y, derivative: 1))
        #expect(byX.value == function.value(x, y) && byY.value == byX.value)
        let stated = (
          function.derivativeByX(10, x: x, y: y, z: byX.value),
          function.derivativeByY(10, x: x, y: y, z: byX.value)
        )
        #expect(isClose(stated.0, 10 * byX.derivative), "\(function.name) at \(x), \(y), by x")
        #expect(isClose(stated.1, 10 * byY.derivative), "\(function.name) at \(x), \(y), by y")
      }
    }
  }

  @Test(
    "can be a tensor's elements: arithmetic broadcasts, functions, sums and shapes carry derivatives along")
  func elements() {
    // x = (1, 2, 3) with the derivatives by t where x₁ = 2 + t; f(t) = Σᵢⱼ (xᵢ · cⱼ + 1)² of a (2, 3) tensor.
    let x: Tensor<Dual> = [
      Tensor(Dual(1)), Tensor(Dual(2, derivative: 1)), Tensor(Dual(3)),
    ]
    let c: Tensor<Dual> = [[1.0], [10.0]]
    let y = x * c + Tensor(Dual(1))
    #expect(y.shape == [2, 3])
    #expect(y.scalars.map(\.value) == [2, 3, 4, 11, 21, 31])
    #expect(y.scalars.map(\.derivative) == [0, 1, 0, 0, 10, 0])
    // Σ 2 y y′ = 2 · 3 · 1 + 2 · 21 · 10.
    #expect((y * y).sum().item.derivative == 426)
    #expect(y.sum(axis: 0).scalars.map(\.derivative) == [0, 11, 0])
    #expect(y.sum(axis: 1).scalars.map(\.derivative) == [1, 10])
    #expect(y.max(axis: 0).scalars.map(\.derivative) == [0, 10, 0])
    #expect(y.argmax(axis: 1) == [2, 2] && y.argmax(axis: 0) == [1, 1, 1])
    #expect(y.transposed()[1].scalars.map(\.derivative) == [1, 10])
    #expect(y.mean().item.derivative == 11.0 / 6)
    #expect(y.exp().log().scalars[4].derivative == 10)
    var z = y
    z += y
    z[0] = Tensor(Dual(7, derivative: 8))
    #expect(z.scalars.map(\.derivative) == [8, 8, 8, 0, 20, 0])
    // A pair of two numbers is too large for the place that a tensor of one element has in itself.
    #expect(Tensor(Dual(5, derivative: 6)).item.derivative == 6)
    #expect(y.rows(at: [1, 1]).scalars[4].derivative == 10)
  }
}
