import Backprop

/// A number with its derivative by some variable, which every operation carries along by the chain rule: forward-mode
/// differentiation (W. K. Clifford's dual numbers, a + bε with ε² = 0).
struct Dual: RealScalar {
  var value: Double
  var derivative: Double

  init(_ value: Double, derivative: Double) {
    self.value = value
    self.derivative = derivative
  }

  init(_ value: Double) { self.init(value, derivative: 0) }
  init(_ value: Int) { self.init(Double(value)) }
  init(floatLiteral value: Double) { self.init(value) }
  init(integerLiteral value: Int) { self.init(Double(value)) }
  init?(exactly source: some BinaryInteger) {
    guard let value = Double(exactly: source) else { return nil }
    self.init(value)
  }

  var isNaN: Bool { value.isNaN }
  var isFinite: Bool { value.isFinite }
  var magnitude: Dual { value < 0 ? -self : self }

  // Numbers are compared by their values, as a formula with branches does it.
  static func == (x: Dual, y: Dual) -> Bool { x.value == y.value }
  static func < (x: Dual, y: Dual) -> Bool { x.value < y.value }

  static prefix func - (x: Dual) -> Dual { Dual(-x.value, derivative: -x.derivative) }
  static func + (x: Dual, y: Dual) -> Dual {
    Dual(x.value + y.value, derivative: x.derivative + y.derivative)
  }
  static func - (x: Dual, y: Dual) -> Dual {
    Dual(x.value - y.value, derivative: x.derivative - y.derivative)
  }
  static func * (x: Dual, y: Dual) -> Dual {
    Dual(x.value * y.value, derivative: x.derivative * y.value + x.value * y.derivative)
  }
  static func *= (x: inout Dual, y: Dual) { x = x * y }
  static func / (x: Dual, y: Dual) -> Dual {
    let z = x.value / y.value
    return Dual(z, derivative: (x.derivative - z * y.derivative) / y.value)
  }

  func squareRoot() -> Dual { chain(value.squareRoot()) { 1 / (2 * $0) } }
  static func exp(_ x: Dual) -> Dual { x.chain(.exp(x.value)) { $0 } }
  static func log(_ x: Dual) -> Dual { x.chain(.log(x.value)) { _ in 1 / x.value } }
  static func log1p(_ x: Dual) -> Dual { x.chain(.log1p(x.value)) { _ in 1 / (1 + x.value) } }
  static func tanh(_ x: Dual) -> Dual { x.chain(.tanh(x.value)) { 1 - $0 * $0 } }
  static func erfc(_ x: Dual) -> Dual {
    x.chain(.erfc(x.value)) { _ in -2 / Double.pi.squareRoot() * .exp(-x.value * x.value) }
  }
  static func pow(_ x: Dual, _ y: Dual) -> Dual {
    let z = Double.pow(x.value, y.value)
    let byX = y.value * .pow(x.value, y.value - 1)
    let byY = y.derivative == 0 ? 0 : z * .log(x.value)
    return Dual(z, derivative: byX * x.derivative + byY * y.derivative)
  }

  /// y = f(x), with dy/dx as a function of y.
  private func chain(_ y: Double, _ slope: (_ y: Double) -> Double) -> Dual {
    Dual(y, derivative: slope(y) * derivative)
  }
}
