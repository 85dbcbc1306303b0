import CKernels
import Foundation
import Testing

/// Exponential function and logarithm of the kernels against the C library's, for every instruction set of the machine.
@Suite struct ExpLogTests {
  /// Numbers of the range where e^x is neither 0 nor infinite, and a little beyond.
  private static let numbers: [Float] = {
    var random = TestRandom(seed: 1)
    var numbers: [Float] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNormalMagnitude, 88.72283, 88.72284, -87.33654,
      -103.97208,
      -103.97209, 90, 91, 1000, -110, -111, -1000, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    for _ in 0..<20_000 {
      numbers.append(Float.random(in: -105...90, using: &random))
      numbers.append(Float.random(in: -1...1, using: &random))
    }
    for i in -150...130 {
      // Halfway between two whole multiples of log 2, where the series is longest.
      numbers.append(Float((Double(i) + 0.5) * log(2)))
    }
    return numbers
  }()

  /// Numbers that aren't negative, of all sizes.
  private static let magnitudes: [Float] = {
    var random = TestRandom(seed: 2)
    // Two are next to √2 − 1, where the series is longest.
    var numbers: [Float] = [
      0, 1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.41421357, 0.41421354, 1e-8, 3,
    ]
    for _ in 0..<20_000 {
      numbers.append(Float.random(in: 0...10, using: &random))
      numbers.append(Float(exp2(Double.random(in: -149...128, using: &random))))
    }
    return numbers.filter(\.isFinite)
  }()

  /// Compares with numbers that are rounded once: nearly all must be equal, and the others next to them.
  private func check(_ got: [Float], _ wanted: [Float], _ kernels: LoopKernels<Float>) {
    var different = 0
    for i in got.indices where got[i] != wanted[i] {
      different += 1
      #expect(got[i].nextUp == wanted[i] || got[i].nextDown == wanted[i], "\(got[i]) for \(wanted[i])")
    }
    #expect(different <= 20, "\(different) of \(got.count), \(kernels.name)")
  }

  @Test(
    "exp of Float is the double's, rounded, in all but a few of ten thousand numbers, and next to it in those"
  )
  func exponential() {
    let wanted = Self.numbers.map { Float(exp(Double($0))) }
    for kernels in allLoops(Float.self) {
      var got = [Float](repeating: .nan, count: wanted.count)
      kernels.exp(got.count, Self.numbers, &got)
      check(got, wanted, kernels)
    }
  }

  @Test(
    "log1p of Float is the double's, rounded, in all but a few of ten thousand numbers, and next to it in those"
  )
  func logarithm() {
    let wanted = Self.magnitudes.map { Float(log1p(Double($0))) }
    for kernels in allLoops(Float.self) {
      var got = [Float](repeating: .nan, count: wanted.count)
      kernels.log1p(got.count, Self.magnitudes, &got)
      check(got, wanted, kernels)
    }
  }

  @Test("of what isn't finite")
  func edges() {
    for kernels in allLoops(Float.self) {
      var powers = [Float](repeating: 7, count: 6)
      kernels.exp(6, [.nan, .infinity, -.infinity, 0, -.nan, 1], &powers)
      #expect(same(powers, [.nan, .infinity, 0, 1, .nan, 2.7182817]))
      var logarithms = [Float](repeating: 7, count: 5)
      kernels.log1p(5, [.nan, .infinity, 0, 1, -.nan], &logarithms)
      #expect(same(logarithms, [.nan, .infinity, 0, 0.6931472, .nan]))
    }
  }
}
