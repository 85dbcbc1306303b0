import Backprop
import Testing

/// Expected values are worked out by hand; all numbers are exact in binary.
@Suite("Numbers beside tensors and variables")
struct NumberOperatorTests {
  private func operators<Scalar: TensorScalar>(_: Scalar.Type) {
    let x: Tensor<Scalar> = [[1, 2], [-4, 8]]
    let two = Scalar(2)
    #expect(x + two == [[3, 4], [-2, 10]] && two + x == x + two)
    #expect(x - two == [[-1, 0], [-6, 6]] && two - x == [[1, 0], [6, -6]])
    #expect(x * two == [[2, 4], [-8, 16]] && two * x == x * two)
    #expect(x / two == [[0.5, 1], [-2, 4]] && two / x == [[2, 1], [-0.5, 0.25]])
    #expect(-x == [[-1, -2], [4, -8]])
    // Literals of either kind, and both in one formula.
    #expect(2 * x - 1 == [[1, 3], [-9, 15]] && 1 - x / 2 == [[0.5, 0], [3, -3]])
    #expect(0.5 * x + 2.5 == [[3, 3.5], [0.5, 6.5]] && two * (1 - x) * 0.5 == 1 - x)
    var y = x
    y += two
    #expect(y == [[3, 4], [-2, 10]])
    y -= two
    #expect(y == x)
    y *= two
    #expect(y == [[2, 4], [-8, 16]])
    y /= two
    #expect(y == x)
    y -= 0.5 * x
    y *= 2
    y += 1
    y /= 0.5
    #expect(y == [[4, 6], [-6, 18]])
  }

  @Test("stand on either side of +, -, * and /, and of assignments")
  func tensors() {
    operators(Float.self)
    operators(Double.self)
  }

  @Test("of a type of one's own, too: dual numbers")
  func dual() {
    let x: Tensor<Dual> = [3]
    let step = Dual(2, derivative: 1)
    #expect((step * x).item.derivative == 3 && (x - step).item.derivative == -1)
  }

  private func variables<Scalar: TensorScalar>(_: Scalar.Type) {
    let graph = Graph<Scalar>()
    let x = graph.variable([1, 2])
    let two = Scalar(2)
    let factors: Tensor<Scalar> = [3, 5]
    #expect((two * x - 1).value == [1, 3] && (1 - x / two).value == [0.5, 0])
    #expect((x * factors).value == [3, 10] && (factors - x).value == [2, 3])
    #expect((factors / x).value == [3, 2.5] && (x + factors).value == [4, 7])
    #expect((x * [[1], [2]]).value == [[1, 2], [2, 4]])
    var y = x
    y *= factors
    y -= 1
    y /= two
    y += x
    #expect(y.value == [2, 6.5])
    y -= x
    y *= y
    y += factors
    y *= two
    y /= factors
    // y = 2 (((3x − 1) / 2)² + 3) / 3 at x = 1: the derivative is 2 (3x − 1) / 2.
    let gradients = y.backward()
    #expect(gradients[x][element: 0] == 2)
    // The first node is still there.
    #expect(x.value == [1, 2])
    #expect((-x).value == [-1, -2])
  }

  @Test("and tensors stand beside variables, and derivatives pass")
  func graphs() {
    variables(Float.self)
    variables(Double.self)
  }

  @Test("don't change a tensor's shape in place")
  func shapes() async {
    await #expect(processExitsWith: .failure) {
      var x: Tensor<Float> = 2
      x -= Tensor<Float>([1, 2])
    }
  }
}
