import Backprop
import Testing

@Suite("Matrix products")
struct MatmulTests {
  @Test("of vectors and matrices, worked out by hand")
  func small() {
    let a: Tensor<Double> = [[1, 2], [3, 4]]
    let b: Tensor<Double> = [[5, 6], [7, 8]]
    #expect(a.matmul(b) == [[19, 22], [43, 50]])
    #expect(Tensor<Double>([1, 2]).matmul([3, 4]) == 11)
    #expect(Tensor<Double>([1, 2]).matmul(b) == [19, 22])
    #expect(a.matmul([1, 2]) == [5, 11])
    #expect(([[1], [2]] as Tensor<Double>).matmul([[3, 4]]) == [[3, 4], [6, 8]])
    #expect(Tensor<Double>(stacking: [a, b]).matmul([1, 1]) == [[3, 7], [11, 15]])
  }

  @Test("over empty axes are zeros or empty")
  func empty() {
    #expect(Tensor<Double>.zeros([2, 0]).matmul(.zeros([0, 3])) == .zeros([2, 3]))
    #expect(Tensor<Double>.zeros([0, 2]).matmul(.zeros([2, 3])).shape == [0, 3])
    #expect(Tensor<Double>.zeros([0]).matmul(.zeros([0])) == 0)
    #expect(Tensor<Double>.zeros([2, 0, 3]).matmul(.zeros([2, 3, 1])).shape == [2, 0, 1])
    #expect(Tensor<Double>.zeros([2, 1, 0]).matmul(.zeros([2, 0, 2])) == .zeros([2, 1, 2]))
  }

  @Test("agree with plain loops over generated shapes, batches and broadcasting included")
  func generated() {
    var generated = Generated(seed: 61)
    var batches = 0
    for _ in 0..<150 {
      let batch = generated.sizes(rank: generated.number(in: 0...3), upTo: 3)
      let sizes = (0..<3).map { _ in generated.number(in: 0...6) }
      var left = generated.partner(of: batch) + [sizes[0], sizes[1]]
      var right = batch + [sizes[1], sizes[2]]
      if generated.number(in: 0...6) == 0 { left = [sizes[1]] }
      if generated.number(in: 0...6) == 0 { right = [sizes[1]] }
      let (a, b) = (generated.tensor(left), generated.tensor(right))
      guard let expected = Naive.matmul(a, b) else { continue }
      batches += expected.rank > 2 ? 1 : 0
      expectClose(a.matmul(b), expected, relative: 1e-12, absolute: 1e-13, "\(left) · \(right)")
      let narrow = a.converted(to: Float.self).matmul(b.converted(to: Float.self))
      expectClose(
        narrow, expected.converted(to: Float.self), relative: 1e-4, absolute: 1e-4, "\(left) · \(right)")
    }
    #expect(batches > 30)
  }

  @Test(
    "of sizes around the kernels' tiles agree with plain loops",
    arguments: [
      (1, 1, 1), (7, 5, 3), (24, 64, 8), (25, 65, 9), (23, 63, 130), (100, 3, 17), (3, 100, 17), (49, 33, 1),
    ])
  func tiles(_ rows: Int, _ columns: Int, _ inner: Int) throws {
    var generated = Generated(seed: UInt64(rows * columns))
    let (a, b) = (generated.tensor([rows, inner]), generated.tensor([inner, columns]))
    let (x, y) = (a.scalars, b.scalars)
    var sums: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        // One chain of fused multiply-adds in order: the bits, not merely the value, are laid down.
        sums.append(
          (0..<inner).reduce(0.0) { $0.addingProduct(x[row * inner + $1], y[$1 * columns + column]) })
      }
    }
    #expect(a.matmul(b) == Tensor(shape: [rows, columns], sums))
    let graph = Graph<Double>()
    let (left, right) = (graph.variable(a), graph.variable(b))
    let upstream = generated.tensor([rows, columns])
    let gradients = left.matmul(right).backward(upstream: upstream)
    expectClose(gradients[left], upstream.matmul(b.transposed()))
    expectClose(gradients[right], a.transposed().matmul(upstream))
  }
}
