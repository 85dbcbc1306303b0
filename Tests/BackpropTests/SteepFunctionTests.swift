import Backprop
import Foundation
import Testing

/// A function that bends much within the first step of a check, with its derivative as calculus has it.
struct SteepFunction: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let points: [Double]
  let value: @Sendable (Double) -> Double
  let derivative: @Sendable (Double) -> Double
  let valueInFloat: @Sendable (Float) -> Float

  static let all: [SteepFunction] = [
    .init("exp(1000x)", [0.3, 0.01, -0.2, 1e-6], { exp(1000 * $0) }, { 1000 * exp(1000 * $0) }) {
      exp(1000 * $0)
    },
    .init("tanh(500x)", [0, 1e-4, -2e-3, 4e-3, 1e-9], { tanh(500 * $0) }, { 500 / pow(cosh(500 * $0), 2) }) {
      tanh(500 * $0)
    },
    .init("log x", [5e-5, 1.9e-4, 2e-4, 1e-6, 1e-12, 1e-30], { log($0) }, { 1 / $0 }) { log($0) },
    .init("1/x", [1e-6, -5e-5, 1e-4, 1e-3, 1e-12], { 1 / $0 }, { -1 / ($0 * $0) }) { 1 / $0 },
    .init("x⁻³", [1e-4, 1e-3, -2e-2, 1e-2], { 1 / ($0 * $0 * $0) }, { -3 / pow($0, 4) }) {
      1 / ($0 * $0 * $0)
    },
    .init("√x", [1e-12, 1e-6, 5e-5, 2e-4, 1e-2], { $0.squareRoot() }, { 0.5 / $0.squareRoot() }) {
      $0.squareRoot()
    },
    .init(
      "sigmoid(1e4 x)", [0, 1e-5, -3e-4, 5e-4], { 1 / (1 + exp(-1e4 * $0)) },
      { 1e4 / (2 + exp(1e4 * $0) + exp(-1e4 * $0)) }
    ) { 1 / (1 + exp(-1e4 * $0)) },
    .init("sin(1e3 x)", [0, 0.3, 1e-5, -1.1e-3], { sin(1e3 * $0) }, { 1e3 * cos(1e3 * $0) }) {
      sin(1e3 * $0)
    },
    .init("x²", [0, 1e-6, -1e-3, 1e3, 1e6], { $0 * $0 }, { 2 * $0 }) { $0 * $0 },
    .init("x³", [0, 1e-6, -1e-3, 1e3, 1e6], { $0 * $0 * $0 }, { 3 * $0 * $0 }) { $0 * $0 * $0 },
  ]

  private init(
    _ name: String, _ points: [Double], _ value: @escaping @Sendable (Double) -> Double,
    _ derivative: @escaping @Sendable (Double) -> Double, _ valueInFloat: @escaping @Sendable (Float) -> Float
  ) {
    testDescription = name
    self.points = points
    self.value = value
    self.derivative = derivative
    self.valueInFloat = valueInFloat
  }
}

@Suite("A steep function is no kink, and no step is too long for it")
struct SteepFunctionTests {
  @Test("right derivatives are ok in Double, whatever the step", arguments: SteepFunction.all)
  func right(_ function: SteepFunction) {
    for x in function.points {
      for step in [1e-2, 1e-4, 1e-6] {
        let report = GradientCheck<Double>(step: step).check(
          at: [Tensor(x)], gradient: [Tensor(function.derivative(x))]
        ) { function.value($0.scalars[0]) }
        #expect(report.verdict == .ok, "x = \(x), step \(step): \(report)")
      }
    }
  }

  @Test("wrong ones are wrong in Double", arguments: SteepFunction.all)
  func wrong(_ function: SteepFunction) {
    for x in function.points where function.derivative(x) != 0 {
      for factor in HiddenDerivativeTests.wrongFactors {
        let report = GradientCheck<Double>().check(
          at: [Tensor(x)], gradient: [Tensor(factor * function.derivative(x))]
        ) { function.value($0.scalars[0]) }
        #expect(report.verdict == .wrong, "x = \(x), \(factor) times: \(report)")
      }
    }
  }

  @Test("in Float right ones aren't called wrong or kinks, nor wrong ones ok", arguments: SteepFunction.all)
  func inFloat(_ function: SteepFunction) {
    for x in function.points {
      let exact = function.derivative(Double(Float(x)))
      guard Float(exact).isFinite, function.valueInFloat(Float(x)).isFinite else { continue }
      func report(_ factor: Double) -> GradientReport {
        GradientCheck<Float>().check(at: [Tensor(Float(x))], gradient: [Tensor(Float(factor * exact))]) {
          function.valueInFloat($0.scalars[0])
        }
      }
      #expect([.ok, .rounding].contains(report(1).verdict), "x = \(x): \(report(1))")
      guard Float(exact) != 0 else { continue }
      for factor in HiddenDerivativeTests.wrongFactors {
        #expect(!report(factor).passed, "x = \(x), \(factor) times: \(report(factor))")
      }
    }
  }

  @Test("an operation's result, too: log where the step leaves its domain", arguments: [5e-5, 1e-4, 1e-9])
  func domain(_ x: Double) {
    let right = GradientCheck<Double>().check([[Tensor(x)]]) { $0[0].log() }
    #expect(right.verdict == .ok, "\(right)")
    let wrong = GradientCheck<Double>().check([[Tensor(x)]]) {
      applied(ScaledDerivative(original: LogOperation<Double>(), factor: 1.1, operand: 0), to: $0)
    }
    #expect(wrong.verdict == .wrong, "\(wrong)")
  }

  @Test("the step follows the size of x, so that it never vanishes beside it", arguments: [1e6, -3e7, 1e30])
  func large(_ x: Double) {
    let float = GradientCheck<Float>().check([[Tensor(Float(x))]]) { $0[0] * 1 }
    #expect(float.verdict == .ok, "\(float)")
    let double = GradientCheck<Double>(step: 1e-18).check([[Tensor(x * 1e12)]]) { $0[0] * 1 }
    #expect(double.verdict == .ok, "\(double)")
    let wrong = GradientCheck<Float>().check(at: [Tensor(Float(x))], gradient: [1.1]) { $0.sum().item }
    #expect(wrong.verdict == .wrong, "\(wrong)")
    // (x + h − (x − h)) / 2h is 1 for the identity, for every h that doesn't vanish.
    let slope = numericalGradient(at: [Tensor(Float(x))], step: 1e-9) { $0.sum().item }
    expectClose(slope, [1], relative: 1e-6)
  }
}
