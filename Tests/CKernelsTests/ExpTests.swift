import CKernels
import Foundation
import Testing

/// The exponential function of the kernels against the C library's, for every instruction set of the machine.
@Suite struct ExpTests {
  /// Every exponent of the range where the result is neither 0 nor infinite, and a little beyond, in both signs.
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

  @Test(
    "of Float is the double's, rounded, in all but a few of ten thousand numbers, and next to it in those")
  func accuracy() {
    let wanted = Self.numbers.map { Float(exp(Double($0))) }
    for kernels in allKernels(Float.self) {
      var got = [Float](repeating: .nan, count: wanted.count)
      kernels.exp(got.count, Self.numbers, &got)
      var different = 0
      for i in got.indices where got[i] != wanted[i] {
        different += 1
        #expect(
          got[i].nextUp == wanted[i] || got[i].nextDown == wanted[i], "exp(\(Self.numbers[i])) = \(got[i])")
      }
      #expect(different <= 20, "\(different) of \(got.count), \(String(cString: bp_isa_name(kernels.isa)))")
    }
  }

  @Test("of Float has the same bits for all instruction sets")
  func sameBits() throws {
    let results = allKernels(Float.self).map { kernels in
      var got = Self.numbers
      kernels.exp(got.count, got, &got)
      return got
    }
    for result in results { #expect(same(result, results[0])) }
  }

  @Test("of Double is the C library's")
  func double() {
    let numbers = Self.numbers.map(Double.init) + [709.78, 710, -745.1, -746, .infinity, -.infinity, .nan]
    for kernels in allKernels(Double.self) {
      var got = [Double](repeating: -1, count: numbers.count)
      kernels.exp(got.count, numbers, &got)
      #expect(same(got, numbers.map { exp($0) }))
    }
  }

  @Test("of what isn't finite, and of nothing, at every length and with the surroundings watched")
  func edges() {
    for kernels in allKernels(Float.self) {
      for count in LoopTests.lengths {
        let x = (0..<count + 1).map { [.nan, .infinity, -.infinity, 0, -.nan, 1][$0 % 6] as Float }
        let start = [Float](repeating: 7, count: count + 40)
        LoopTests().check(start, count: count, kernels, "exp") {
          kernels.exp(count, x, $0)
        } _: { i, _ in
          [.nan, .infinity, 0, 1, .nan, 2.7182817][i % 6]
        }
      }
    }
  }
}
