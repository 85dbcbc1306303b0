import Backprop
import Testing

@Suite("Random numbers")
struct RandomTests {
  @Test("are the published ones of Philox4x32-10")
  func knownAnswers() {
    // The known-answer vectors of Random123 1.14, kat_vectors.
    #expect(
      Philox4x32.block(counter: SIMD4(0, 0, 0, 0), key: SIMD2(0, 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = UInt32.max
    #expect(
      Philox4x32.block(counter: SIMD4(ones, ones, ones, ones), key: SIMD2(ones, ones))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox4x32.block(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test("come two to a block, and their seed, stream and position make the block's key and counter")
  func sequence() {
    var generator = Philox4x32(seed: 0)
    #expect(generator.next() == 0xe169_c58d_6627_e8d5)
    #expect(generator.next() == 0x9b00_dbd8_bc57_ac4c)
    let third = generator.next()
    let block = Philox4x32.block(counter: SIMD4(1, 0, 0, 0), key: SIMD2(0, 0))
    #expect(third == UInt64(block.y) << 32 | UInt64(block.x))
    var other = Philox4x32(seed: 0x299f_31d0_a409_3822, stream: 0x0370_7344_1319_8a2e)
    let first = Philox4x32.block(
      counter: SIMD4(0, 0, 0x1319_8a2e, 0x0370_7344), key: SIMD2(0xa409_3822, 0x299f_31d0))
    #expect(other.next() == UInt64(first.y) << 32 | UInt64(first.x))
  }

  @Test("are the same for the same seed and stream, and others for others")
  func seeds() {
    func first(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var generator = Philox4x32(seed: seed, stream: stream)
      return (0..<4).map { _ in generator.next() }
    }
    #expect(first(1, 2) == first(1, 2))
    #expect(Set([first(1, 2), first(2, 1), first(1, 3), first(1 << 32, 2), first(1, 1 << 32)]).count == 5)
  }

  @Test("that are uniform have the moments and the distribution of uniform ones")
  func uniform() {
    var generator = Philox4x32(seed: 42)
    let count = 20_000
    let numbers = (0..<count).map { _ in generator.nextUniform() }.sorted()
    #expect(numbers[0] >= 0 && numbers[count - 1] < 1)
    // Mean 1/2 and variance 1/12, each within four standard errors.
    let mean = numbers.reduce(0, +) / Double(count)
    #expect((mean - 0.5).magnitude < 4 * (1.0 / 12 / Double(count)).squareRoot())
    let variance = numbers.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / Double(count)
    #expect((variance - 1.0 / 12).magnitude < 4 * (1.0 / 180 / Double(count)).squareRoot())
    // Kolmogorov's statistic: 1.63 / √n is exceeded once in a hundred samples.
    let distance = numbers.enumerated().map { ($1 - (Double($0) + 0.5) / Double(count)).magnitude }.max() ?? 1
    #expect(distance < 1.63 / Double(count).squareRoot())
  }

  @Test("that are normal have the moments and quantiles of normal ones")
  func normal() {
    var generator = Philox4x32(seed: 42, stream: 1)
    let count = 20_000
    let numbers = (0..<count).map { _ in generator.nextNormal() }.sorted()
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } }
        / Double(count)
    }
    // Standard errors of the moments: √(1, 2, 15, 96) / √n; four of them are allowed.
    let error = 4 / Double(count).squareRoot()
    #expect(moment(1).magnitude < error)
    #expect((moment(2) - 1).magnitude < error * 2.0.squareRoot())
    #expect(moment(3).magnitude < error * 15.0.squareRoot())
    #expect((moment(4) - 3).magnitude < error * 96.0.squareRoot())
    // mpmath 1.3: the quantiles at 0.025, 0.5, 0.9 and 0.975.
    for (p, quantile) in [
      (0.025, -1.9599639845400543), (0.5, 0), (0.9, 1.2815515655446004), (0.975, 1.9599639845400543),
    ] {
      let share = Double(numbers.count { $0 < quantile }) / Double(count)
      #expect((share - p).magnitude < 4 * (p * (1 - p) / Double(count)).squareRoot())
    }
  }

  @Test("that are whole lie below their bound, each as often as the others")
  func indices() {
    var generator = Philox4x32(seed: 7)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<20_000 { counts[generator.nextIndex(below: 10)] += 1 }
    // χ² with nine degrees of freedom exceeds 27.9 once in a thousand samples.
    #expect(counts.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 } < 27.9)
    #expect((0..<100).allSatisfy { _ in generator.nextIndex(below: 1) == 0 })
    #expect((0..<100).contains { _ in generator.nextIndex(below: .max) > .max / 2 })
  }

  @Test("fill tensors of any range, mean and deviation")
  func tensors() {
    var generator = Philox4x32(seed: 3)
    let uniform = Tensor<Float>.uniform([50, 40], in: -3..<5, using: &generator)
    #expect(uniform.shape == [50, 40])
    #expect(uniform.min().item >= -3 && uniform.min().item < -2.9)
    #expect(uniform.max().item < 5 && uniform.max().item > 4.9)
    // Standard error of the mean: 8 / √12 / √2000 = 0.05.
    #expect((uniform.mean().item - 1).magnitude < 0.2)
    let normal = Tensor<Double>.normal([2000], mean: 10, standardDeviation: 2, using: &generator)
    #expect((normal.mean().item - 10).magnitude < 0.18)
    let centered = normal - 10
    #expect(((centered * centered).mean().item.squareRoot() - 2).magnitude < 0.13)
    // The interval is half open even where it is too narrow for the numbers in it.
    let narrow = Tensor<Float>.uniform([1000], in: 1..<Float(1).nextUp, using: &generator)
    #expect(narrow == .ones([1000]))
    #expect(Tensor<Double>.uniform([0, 3], using: &generator).shape == [0, 3])
  }
}
