import Backprop
import Testing

@Suite("Elementwise arithmetic and broadcasting")
struct BroadcastingTests {
  /// Pairs and what NumPy 2.4's `broadcast_shapes` says of them; `nil` where it raises an error.
  private static let rules: [(TensorShape, TensorShape, TensorShape?)] = [
    ([], [], []), ([3], [], [3]), ([2, 3], [3], [2, 3]), ([2, 1], [1, 3], [2, 3]),
    ([4, 1, 3], [2, 1], [4, 2, 3]),
    ([0], [1], [0]), ([0], [2], nil), ([2, 0], [1], [2, 0]), ([2, 3], [2], nil),
    ([1], [5, 4, 3, 2, 1], [5, 4, 3, 2, 1]),
    ([3, 1, 1, 1, 2], [4, 1, 1], [3, 1, 4, 1, 2]), ([2, 3], [3, 2], nil),
  ]

  @Test("follow NumPy's rule for shapes", arguments: rules)
  func shapes(_ a: TensorShape, _ b: TensorShape, _ expected: TensorShape?) {
    #expect(TensorShape.broadcast(a, b) == expected)
    #expect(TensorShape.broadcast(b, a) == expected)
  }

  @Test("agree with plain loops over generated pairs of shapes, or fail where those do")
  func generated() throws {
    var generated = Generated(seed: 41)
    var failures = 0
    for _ in 0..<200 {
      let sizes = generated.sizes(rank: generated.number(in: 0...5), upTo: 3)
      var (a, b) = (generated.tensor(sizes), generated.tensor(generated.partner(of: sizes)))
      if generated.number(in: 0...1) == 0 { swap(&a, &b) }
      if let expected = Naive.zip(a, b, { $0 * 10 + $1 }) {
        let result = try Tensor.zip(a, b) { $0 * 10 + $1 }
        #expect(result == expected, "\(a.shape) and \(b.shape)")
        let difference = Naive.zip(a, b) { $0 - $1 }
        #expect(a - b == difference)
      } else {
        failures += 1
        #expect(throws: ShapeError.self, "\(a.shape) and \(b.shape)") { try Tensor.zip(a, b) { $0 + $1 } }
      }
    }
    #expect((5...100).contains(failures))
  }

  @Test("have the operators and functions that their names say")
  func operators() {
    let x: Tensor<Double> = [[1, -2], [3, 4]]
    let row: Tensor<Double> = [10, 20]
    #expect(x + row == [[11, 18], [13, 24]])
    #expect(x - row == [[-9, -22], [-7, -16]])
    #expect(x * row == [[10, -40], [30, 80]])
    #expect(x / [2, 4] == [[0.5, -0.5], [1.5, 1]])
    #expect(-x == [[-1, 2], [-3, -4]])
    #expect(1 - x == [[0, 3], [-2, -3]])
    #expect(x.magnitude() == [[1, 2], [3, 4]])
    #expect(x.relu() == [[1, 0], [3, 4]])
    #expect(Tensor<Double>([4, 9]).squareRoot() == [2, 3])
    #expect(x.power(2) == [[1, 4], [9, 16]])
    #expect(Tensor<Double>.maximum(x, 2) == [[2, 2], [3, 4]])
    #expect(Tensor<Double>.minimum(x, [[2], [3]]) == [[1, -2], [3, 3]])
    #expect(x.map { $0 + 0.5 } == [[1.5, -1.5], [3.5, 4.5]])
    // mpmath 1.3
    expectClose(Tensor<Double>([0, 1, -2]).exp(), [1, 2.718281828459045, 0.1353352832366127])
    expectClose(Tensor<Double>([1, 2]).log(), [0, 0.6931471805599453])
    expectClose(Tensor<Double>([0.5, -2]).tanh(), [0.46211715726000974, -0.9640275800758169])
    expectClose(
      Tensor<Double>([0, 2, -3, 800, -800]).sigmoid(), [0.5, 0.8807970779778824, 0.04742587317756678, 1, 0])
  }

  @Test("in place keep the shape")
  func inPlace() {
    var x: Tensor<Double> = [[1, 2], [3, 4]]
    x += [10, 20]
    #expect(x == [[11, 22], [13, 24]])
    x -= 1
    #expect(x == [[10, 21], [12, 23]])
    x *= [[2], [3]]
    #expect(x == [[20, 42], [36, 69]])
    x /= 2
    #expect(x == [[10, 21], [18, 34.5]])
    x += x
    #expect(x == [[20, 42], [36, 69]])
  }

  @Test("repeat a tensor to a larger shape")
  func broadcastTo() {
    #expect(Tensor<Double>(3).broadcast(to: [2, 2]) == [[3, 3], [3, 3]])
    #expect(Tensor<Double>([1, 2]).broadcast(to: [2, 2]) == [[1, 2], [1, 2]])
    #expect(([[1], [2]] as Tensor<Double>).broadcast(to: [2, 3]) == [[1, 1, 1], [2, 2, 2]])
    #expect(
      ([[1], [2]] as Tensor<Double>).broadcast(to: [2, 2, 2]) == [[[1, 1], [2, 2]], [[1, 1], [2, 2]]])
    #expect(Tensor<Double>([1]).broadcast(to: [0]).shape == [0])
  }

  @Test("follow IEEE 754 for infinities and NaN")
  func specialNumbers() {
    let zero: Tensor<Double> = 0
    #expect((Tensor<Double>([1, -1]) / zero).scalars == [.infinity, -.infinity])
    #expect((zero / zero).item.isNaN)
    #expect(Tensor<Double>([0, -1]).log().scalars[0] == -.infinity)
    #expect(Tensor<Double>(-1).log().item.isNaN && Tensor<Double>(-1).squareRoot().item.isNaN)
    let notANumber = Tensor<Double>(.nan)
    for (a, b) in [(notANumber, zero), (zero, notANumber)] {
      #expect(Tensor<Double>.maximum(a, b).item.isNaN && Tensor<Double>.minimum(a, b).item.isNaN)
    }
    #expect(notANumber.relu().item.isNaN && notANumber.sigmoid().item.isNaN)
  }
}
