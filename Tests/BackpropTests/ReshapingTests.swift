import Backprop
import Testing

@Suite("Reshaping and transposing")
struct ReshapingTests {
  private let x: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]

  @Test("keeps the elements in row-major order")
  func reshape() {
    #expect(x.reshaped(3, 2) == [[1, 2], [3, 4], [5, 6]])
    #expect(x.reshaped([6]) == [1, 2, 3, 4, 5, 6])
    #expect(x.reshaped(1, 2, 1, 3) == [[[[1, 2, 3]], [[4, 5, 6]]]])
    #expect(x.flattened() == [1, 2, 3, 4, 5, 6])
    #expect(Tensor<Double>(5).reshaped(1, 1) == [[5]])
    #expect(([[5]] as Tensor<Double>).reshaped() == 5)
  }

  @Test("works out a size of −1")
  func openSize() {
    #expect(x.reshaped(-1).shape == [6])
    #expect(x.reshaped(3, -1).shape == [3, 2])
    #expect(x.reshaped(-1, 1, 2).shape == [3, 1, 2])
    #expect(Tensor<Double>(5).reshaped(-1).shape == [1])
    #expect(Tensor<Double>.zeros([0, 3]).reshaped(-1, 3).shape == [0, 3])
    #expect(Tensor<Double>.zeros([2, 0]).reshaped(-1).shape == [0])
  }

  @Test("transposes by reversing the axes or by a permutation, −1 being the last")
  func transpose() {
    #expect(x.transposed() == [[1, 4], [2, 5], [3, 6]])
    #expect(Tensor<Double>([1, 2]).transposed() == [1, 2])
    #expect(Tensor<Double>(3).transposed() == 3)
    #expect(Tensor<Double>.zeros([2, 0, 3]).transposed().shape == [3, 0, 2])
    #expect(x.transposed(axes: [0, 1]) == x)
    #expect(x.transposed(axes: [-1, 0]) == x.transposed())
    // NumPy 2.4: arange(24).reshape(2, 3, 4).transpose(1, 2, 0)[2] == [[8, 20], [9, 21], [10, 22], [11, 23]]
    let cube = Tensor<Double>(shape: [2, 3, 4], (0..<24).map(Double.init))
    #expect(cube.transposed(axes: [1, 2, 0]).shape == [3, 4, 2])
    #expect(cube.transposed(axes: [1, 2, 0])[2] == [[8, 20], [9, 21], [10, 22], [11, 23]])
  }

  @Test("transposes generated shapes as positions counted one by one")
  func generated() {
    var generated = Generated(seed: 31)
    for _ in 0..<60 {
      let rank = generated.number(in: 0...5)
      let tensor = generated.tensor(generated.sizes(rank: rank))
      let axes = Array(0..<rank).shuffled(using: &generated.random)
      let sizes = axes.map { tensor.shape[$0] }
      let expected = Naive.positions(of: sizes).map { position -> Double in
        var whole = position
        for (axis, source) in axes.enumerated() { whole[source] = position[axis] }
        return Naive.element(tensor, at: whole)
      }
      #expect(
        tensor.transposed(axes: axes) == Tensor(shape: TensorShape(sizes), expected),
        "\(tensor.shape), \(axes)")
    }
  }
}
