import BackpropFiles
import Foundation
import Testing

@testable import BackpropDrawing
@testable import BackpropGraphics

/// The page's own mathematics beside the C library's.
@Suite("The page's functions", .enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct RoundingTests {
  /// What a function of the script makes of numbers, or of pairs of them.
  private func results(_ browser: Browser, _ call: String, _ numbers: [[Double]]) throws -> [Double] {
    let rows = numbers.map {
      "[\($0.map { $0.isNaN ? "NaN" : $0.isInfinite ? ($0 < 0 ? "-Infinity" : "Infinity") : "\($0)" }.joined(separator: ","))]"
    }
    let texts = try browser.texts("[\(rows.joined(separator: ","))].map((x) => exact(\(call)))")
    return texts.map { Double($0) ?? .nan }
  }

  private func check(
    _ browser: Browser, _ name: String, _ call: String, _ numbers: [[Double]],
    _ function: ([Double]) -> Double
  ) throws {
    let found = try results(browser, call, numbers)
    var different = 0
    for (arguments, result) in zip(numbers, found) {
      let expected = function(arguments)
      if ShownNumbers.bits(result) == ShownNumbers.bits(expected) { continue }
      different += 1
      #expect(
        (result - expected).magnitude <= expected.ulp, "\(name)(\(arguments)): \(result), not \(expected)")
    }
    #expect(
      different * 200 <= numbers.count, "\(name): \(different) of \(numbers.count) differ in the last place")
  }

  @Test("exp, log and pow agree with the C library, but for rare last places")
  func functions() throws {
    let browser = try Browser()
    try browser.open(
      "<!doctype html><title>Functions</title><script>\(EmbeddedText.pageMathematics)</script>")
    var generator = SystemRandomNumberGenerator()
    func random(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
    let edges: [Double] = [
      0, -0.0, 1, -1, 2, -2, 0.5, 3, -3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
      -.leastNonzeroMagnitude, 1e308, -1e308, 709.7,
      709.79,
      -745.1, -745.14, -708.5, 1e-17, -1e-17, 1e16, 9_007_199_254_740_991,
    ]
    let some = (0..<1000).map { _ in random(-20...20) } + (0..<500).map { _ in random(-745...709) }
    try check(browser, "exp", "exp(x[0])", (some + edges).map { [$0] }) { exp($0[0]) }
    try check(browser, "log", "log(x[0])", (some.map { exp($0) } + edges).map { [$0] }) { log($0[0]) }
    var pairs: [[Double]] = (0..<1000).map { _ in [random(0...10), random(-4...4)] }
    pairs += (0..<500).map { _ in [random(-9...9).rounded(), random(-30...30).rounded()] }
    pairs += (0..<500).map { _ in [random(-9...9), 2] }
    for x in edges { pairs += edges.map { [x, $0] } }
    try check(browser, "pow", "pow(x[0], x[1])", pairs) { pow($0[0], $0[1]) }
  }

  @Test("fused multiply-adds are rounded once")
  func fusedMultiplyAdd() throws {
    let browser = try Browser()
    try browser.open(
      "<!doctype html><title>Functions</title><script>\(EmbeddedText.pageMathematics)</script>")
    let numbers: [Double] = [
      0, -0.0, 1, -1, 0.1, -0.3, 1e-200, 3e200, .leastNonzeroMagnitude, 1 + 0x1p-52, -1 - 0x1p-51, 1e16,
      .infinity,
    ]
    let pairs: [[Double]] = numbers.flatMap { x in numbers.map { [x, $0] } }
    let triples: [[Double]] = pairs.flatMap { pair in numbers.map { pair + [$0] } }
    let found = try results(browser, "fma(x[0], x[1], x[2])", triples)
    for (x, result) in zip(triples, found) {
      let expected = x[2].addingProduct(x[0], x[1])
      #expect(ShownNumbers.bits(result) == ShownNumbers.bits(expected), "\(x): \(result), not \(expected)")
    }
  }

  @Test("numbers look in the page as they do in drawings")
  func rounding() throws {
    let browser = try Browser()
    try browser.open(
      "<!doctype html><title>Functions</title><script>\(EmbeddedText.pageMathematics)</script>")
    let numbers: [Double] =
      [
        0, -0.0, 2.2000000000000002, 3.3000000000000003, 1.5e-7, 12.125, 12.375, 0.5, 999.95, 999.96, 1000.25,
        123_456.5,
        9_999_999, 1e7, 12_345_678, 1e21, -1.0 / 3, 0.0001, 0.00009999, 0.000099996, .leastNonzeroMagnitude,
        1.7976931348623157e308,
        .infinity, -.infinity, .nan, 715.0000000000001, 1e-5, 99.995, 1234.565, -2.5e-10,
      ] + (-330...309).map { Double(sign: .plus, exponent: $0 * 3, significand: 1.2345) }
    let texts = try browser.texts(
      "[\(numbers.map { $0.isFinite ? "\($0)" : $0.isNaN ? "NaN" : $0 < 0 ? "-Infinity" : "Infinity" }.joined(separator: ","))].map(shown)"
    )
    #expect(texts == numbers.map(NumberText.drawn))
  }
}
