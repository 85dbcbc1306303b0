import Testing

@testable import Backprop

/// Products with sums of 512 terms and more, and at most 256 columns: each element is the sum of two chains of fused
/// multiply-adds, the first of which gets the bias.
@Suite("Products with halved sums")
struct HalvedSumTests {
  /// What an element is defined as.
  private func expected(_ x: Tensor<Float>, _ w: Tensor<Float>, _ bias: Tensor<Float>) -> Tensor<Float> {
    let (rows, inner, columns) = (x.shape[0], x.shape[1], w.shape[1])
    let (x, w, bias) = (x.scalars, w.scalars, bias.scalars)
    // Half of the terms, rounded up to whole tiles of 24.
    let middle = (inner / 2 + 23) / 24 * 24
    func chain(_ row: Int, _ column: Int, _ terms: Range<Int>) -> Float {
      terms.reduce(Float(0)) { $0.addingProduct(x[row * inner + $1], w[$1 * columns + column]) }
    }
    return Tensor(
      shape: [rows, columns],
      (0..<rows * columns).map { index in
        let (row, column) = (index / columns, index % columns)
        return chain(row, column, 0..<middle) + bias[column] + chain(row, column, middle..<inner)
      })
  }

  @Test("are the two chains' sum, for any number of rows and threads")
  func values() async {
    await #expect(processExitsWith: .success) {
      let tests = HalvedSumTests()
      var generator = Philox4x32(seed: 5)
      for (rows, inner, columns) in [
        (1, 512, 1), (3, 784, 50), (100, 784, 50), (130, 600, 17), (300, 513, 9), (70, 640, 256),
      ] {
        let x = Tensor<Float>.uniform([rows, inner], in: -1..<1, using: &generator)
        let w = Tensor<Float>.uniform([inner, columns], in: -1..<1, using: &generator)
        let bias = Tensor<Float>.uniform([columns], in: -1..<1, using: &generator)
        let expected = tests.expected(x, w, bias)
        for threads in [1, 2, 3, 8] {
          Parallelism.threadCount = threads
          precondition(
            matrixProduct(x, w, bias: bias) == expected, "\(rows), \(inner), \(columns), \(threads) threads")
          precondition(
            matrixProduct(x.transposed(), w, transposingA: true, bias: bias) == expected,
            "\(rows), \(inner), \(columns) with A transposed")
        }
      }
    }
  }

  @Test("are not used where the result is wide or the sum short")
  func others() {
    #expect(SumOfHalves.isUsed(columns: 256, inner: 512))
    #expect(!SumOfHalves.isUsed(columns: 257, inner: 512))
    #expect(!SumOfHalves.isUsed(columns: 256, inner: 511))
  }
}
