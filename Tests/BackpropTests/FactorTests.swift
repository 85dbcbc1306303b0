import Backprop
import Testing

/// Gradients that are a number of times the numerical ones.
@Suite struct FactorTests {
  private func report(_ factor: Double, spoilt: Bool = false) -> GradientReport {
    let x: Tensor<Double> = [1, 2, -3, 0.5]
    var gradient = x * Tensor(2 * factor)
    if spoilt { gradient = gradient + [0, 0, 0, 7] }
    return GradientCheck<Double>().check(at: x, gradient: gradient) { x in (x * x).sum().item }
  }

  @Test(
    "a gradient that is k times the numerical one everywhere is told with its k",
    arguments: [(3.0, "3"), (0.25, "1/4"), (-1, "-1"), (100, "100"), (1.7, "1.7")])
  func factor(_ factor: Double, _ text: String) throws {
    let report = report(factor)
    #expect(report.verdict == .wrong)
    #expect(abs(try #require(report.factor) - factor) < 1e-6 * abs(factor))
    #expect("\(report)".contains("each element is \(text) times the numerical one"), "\(report)")
  }

  @Test("a gradient that is wrong in another way, or right, has no such number")
  func others() {
    #expect(report(3, spoilt: true).verdict == .wrong && report(3, spoilt: true).factor == nil)
    #expect(report(1).verdict == .ok && report(1).factor == nil)
    #expect(report(0).verdict == .wrong && report(0).factor == nil)
  }
}
