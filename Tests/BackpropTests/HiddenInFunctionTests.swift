import Backprop
import Foundation
import Testing

@Suite("A derivative hidden in a plain function, which doesn't tell what was rounded on the way")
struct HiddenInFunctionTests {
  /// What is added to a function's value, so that its change is lost in part.
  enum Offset: CaseIterable {
    case none, small, large
    /// What makes the value 0 at the place in question.
    case cancelling
    /// A large value that is added and taken away again.
    case passing
  }

  /// A function of one number with its derivative as calculus has it.
  struct Function: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let points: [Double]
    let derivative: @Sendable (Double) -> Double
    let inDouble: @Sendable (Double) -> Double
    let inFloat: @Sendable (Float) -> Float

    static let all: [Function] = [
      .init("x", [1e-6, 0.3, -10, 1e6], { _ in 1 }, { $0 }, { $0 }),
      .init("x²", [1e-6, -2e-4, 0.3, 1e4], { 2 * $0 }, { $0 * $0 }, { $0 * $0 }),
      .init("x³", [-1e-6, 0.01, 1.003, -100], { 3 * $0 * $0 }, { $0 * $0 * $0 }, { $0 * $0 * $0 }),
      .init("1/x", [-1e-6, 0.01, 10, 1e6], { -1 / ($0 * $0) }, { 1 / $0 }, { 1 / $0 }),
      .init("log x", [1e-6, 2e-4, 1.003, 1e4], { 1 / $0 }, { log($0) }, { log($0) }),
      .init("exp(10x)", [1e-6, -0.3, 1.003, -3], { 10 * exp(10 * $0) }, { exp(10 * $0) }, { exp(10 * $0) }),
      .init(
        "tanh(30x)", [1e-6, 0.01, -0.1, 0.3], { 30 / pow(cosh(30 * $0), 2) }, { tanh(30 * $0) },
        { tanh(30 * $0) }),
      .init(
        "sin(1000x)", [1e-6, 0.3, 10, -100], { 1000 * cos(1000 * $0) }, { sin(1000 * $0) },
        { sin(1000 * $0) }),
    ]

    private init(
      _ name: String, _ points: [Double], _ derivative: @escaping @Sendable (Double) -> Double,
      _ inDouble: @escaping @Sendable (Double) -> Double, _ inFloat: @escaping @Sendable (Float) -> Float
    ) {
      testDescription = name
      self.points = points
      self.derivative = derivative
      self.inDouble = inDouble
      self.inFloat = inFloat
    }
  }

  @Test(
    "a right derivative is neither wrong nor at a kink, a wrong one never passes", arguments: Function.all)
  func verdicts(_ function: Function) {
    var turn = function.testDescription.count
    for x in function.points {
      for offset in Offset.allCases {
        for scale in [1e-8, 1e-3, 1] {
          turn += 1
          let factor = HiddenDerivativeTests.wrongFactors[turn % HiddenDerivativeTests.wrongFactors.count]
          expectVerdicts(function.inDouble, function.derivative, at: x, offset, scale, factor)
          expectVerdicts(function.inFloat, function.derivative, at: Float(x), offset, Float(scale), factor)
        }
      }
    }
  }

  private func expectVerdicts<Scalar: TensorScalar>(
    _ function: @escaping (Scalar) -> Scalar, _ derivative: (Double) -> Double, at x: Scalar,
    _ offset: Offset, _ scale: Scalar, _ factor: Double
  ) {
    func value(_ x: Scalar) -> Scalar {
      switch offset {
      case .none: scale * function(x)
      case .small: 2.3 + scale * function(x)
      case .large: 1000 + scale * function(x)
      case .cancelling: scale * function(x) - scale * function(center)
      case .passing: (100_000 + scale * function(x)) - 100_000
      }
    }
    let center = x
    let exact = Double(scale) * derivative(Double(x))
    func report(_ factor: Double) -> GradientReport {
      GradientCheck<Scalar>().check(at: [Tensor(x)], gradient: [Tensor(Scalar(factor * exact))]) {
        value($0.scalars[0])
      }
    }
    let place = "\(Scalar.self), x = \(x), \(offset), times \(scale)"
    let right = report(1)
    #expect([.ok, .rounding].contains(right.verdict), "\(place): \(right)")
    let wrong = report(factor)
    #expect(!wrong.passed, "\(place), \(factor) times: \(wrong)")
  }

  @Test(
    "a sine's derivative far from 0 in Float, where neighbouring numbers lie a part of its period apart",
    arguments: [0, 2.3, -2.3, 1000] as [Float])
  func sine(_ offset: Float) {
    for x: Float in [10, -30, 100, 317, -1000, 10_000] {
      for scale: Float in [1e-3, 1, 1000] {
        func report(_ factor: Float) -> GradientReport {
          let derivative = Float(1000 * cos(1000 * Double(x)))
          return GradientCheck<Float>().check(
            at: [Tensor(x)], gradient: [Tensor(factor * scale * derivative)]
          ) {
            offset + scale * sin(1000 * $0.scalars[0])
          }
        }
        #expect(report(1).verdict != .wrong, "x = \(x), times \(scale): \(report(1))")
        for factor: Float in [-1, 0, 3] {
          #expect(!report(factor).passed, "x = \(x), times \(scale), \(factor) times: \(report(factor))")
        }
      }
    }
  }

  @Test(
    "a function that is flat by itself has a derivative of 0, one that rounding makes flat may have another")
  func flat() {
    func verdict(_ gradient: Float, at x: Float, _ function: @escaping (Float) -> Float)
      -> GradientReport.Verdict
    {
      GradientCheck<Float>().check(at: [Tensor(x)], gradient: [Tensor(gradient)]) { function($0.scalars[0]) }
        .verdict
    }
    for x: Float in [-0.3, -1, 0.5] {
      #expect(verdict(0, at: x) { max($0 - 1, 0) } == .ok)
      #expect(verdict(1, at: x) { max($0 - 1, 0) } == .wrong)
    }
    // Beside 1000, tanh is 1 from 9 on; at 8 its derivative is 4.5e-7.
    for gradient: Float in [0, 4.5e-4, -4.5e-4] {
      #expect(verdict(gradient, at: 8) { 1000 * tanh($0) - 1000 } != .ok)
    }
    // Nothing but 0 is seen anywhere.
    for gradient: Float in [0, 1e-8] {
      #expect(verdict(gradient, at: 0.3) { (100_000 + 1e-8 * tanh($0)) - 100_000 } == .rounding)
    }
  }
}
