import Backprop
import Testing

/// The notes' single nodes. Their numbers are written down; ReLU's mask is the printed one.
@Suite("The notes' nodes")
struct NodeTests {
  @Test("10 + 5 passes an upstream 1.3 on as 1.3 and 1.3")
  func addition() {
    let layer = Add<Double>()
    #expect(layer.forward(10, 5) == 15)
    let (dx, dy) = layer.backward(1.3)
    #expect(dx.item == 1.3 && dy.item == 1.3)
    let graph = Graph<Double>()
    let (x, y) = (graph.variable(10), graph.variable(5))
    let gradients = (x + y).backward(upstream: 1.3)
    #expect(gradients[x].item == 1.3 && gradients[y].item == 1.3)
  }

  @Test("10 × 5 passes an upstream 1.3 on as 6.5 and 13")
  func multiplication() {
    let layer = Multiply<Double>()
    #expect(layer.forward(10, 5) == 50)
    let (dx, dy) = layer.backward(1.3)
    #expect(dx.item == 6.5 && dy.item == 13)
    let graph = Graph<Double>()
    let (x, y) = (graph.variable(10), graph.variable(5))
    let gradients = (x * y).backward(upstream: 1.3)
    #expect(gradients[x].item == 6.5 && gradients[y].item == 13)
  }

  @Test("z = (x + y)² has the derivatives 2 (x + y)", arguments: [(1.0, 2.0), (-4.5, 0.25), (3.0, -3.0)])
  func square(_ x: Double, _ y: Double) {
    let graph = Graph<Double>()
    let (a, b) = (graph.variable(Tensor(x)), graph.variable(Tensor(y)))
    let t = a + b
    let z = t.power(2)
    let gradients = z.backward()
    #expect(z.value.item == (x + y) * (x + y))
    #expect(gradients[z].item == 1)
    #expect(gradients[t].item == 2 * (x + y))
    #expect(gradients[a].item == 2 * (x + y))
    #expect(gradients[b].item == 2 * (x + y))
  }

  @Test("x² by the operand twice and by the ** node has the same derivative")
  func fanOutIntoOneNode() {
    let graph = Graph<Double>()
    let x = graph.variable([3, -1.5])
    #expect((x * x).backward()[x] == [6, -3])
    #expect(x.power(2).backward()[x] == [6, -3])
  }

  @Test("ReLU's mask is where x ≤ 0, and its derivative stops there, 0 included")
  func relu() {
    let layer = ReLU<Double>()
    #expect(layer.mask == nil)
    let y = layer.forward([[1.0, -0.5], [-2.0, 3.0]])
    #expect(y == [[1, 0], [0, 3]])
    #expect(layer.mask == Mask(shape: [2, 2], [false, true, true, false]))
    #expect(layer.mask?.description == "[[false, true], [true, false]]")
    #expect(layer.backward([[10, 20], [30, 40]]) == [[10, 0], [0, 40]])
    _ = layer.forward([-1, 0, 1])
    #expect(layer.mask == Mask(shape: [3], [true, true, false]))
    #expect(layer.backward(1) == [0, 0, 1])
  }

  @Test("ReLU leaves the upstream value that it is given alone")
  func reluKeepsItsArgument() {
    let layer = ReLU<Double>()
    let x: Tensor<Double> = [[1.0, -0.5], [-2.0, 3.0]]
    let upstream: Tensor<Double> = [[10, 20], [30, 40]]
    _ = layer.forward(x)
    _ = layer.backward(upstream)
    #expect(x == [[1.0, -0.5], [-2.0, 3.0]])
    #expect(upstream == [[10, 20], [30, 40]])
  }

  @Test("ReLU passes NaN on rather than hiding it")
  func reluOfNaN() {
    let y = ReLU<Double>().forward([.init(.nan), -.init(.infinity), .init(.infinity)])
    #expect(y.scalars[0].isNaN && y.scalars[1] == 0 && y.scalars[2] == .infinity)
  }

  /// The derivatives y (1 − y) at 0, 2 and −3, worked out with mpmath 1.3.
  private static let slopes: Tensor<Double> = [0.25, 0.10499358540350652, 0.04517665973091213]

  @Test("the sigmoid as ×(−1), exp, +1 and / gives the numbers of the compact node")
  func sigmoidGraph() {
    let graph = Graph<Double>()
    let x = graph.variable([0, 2, -3])
    let negative = x * -1
    let power = negative.exp()
    let sum = power + 1
    let byParts = sum.reciprocal()
    let compact = x.sigmoid()
    expectClose(byParts.value, compact.value)
    let gradients = byParts.backward()
    expectClose(gradients[x], Self.slopes)
    expectClose(compact.backward()[x], Self.slopes)
    // The notes' values on the way: −y² behind "/", the same behind "+", −y² e⁻ˣ behind "exp".
    let y = byParts.value
    expectClose(gradients[sum], -(y * y))
    expectClose(gradients[power], -(y * y))
    expectClose(gradients[negative], -(y * y * power.value))
  }

  @Test("the sigmoid layer multiplies the upstream value by y (1 − y)")
  func sigmoidLayer() {
    let layer = Sigmoid<Double>()
    #expect(layer.output == nil)
    let y = layer.forward([0, 2, -3])
    #expect(layer.output == y)
    let upstream: Tensor<Double> = [4, -2, 10]
    expectClose(layer.backward(upstream), upstream * Self.slopes)
    expectClose(layer.backward(upstream), upstream * y * (1 - y), relative: 1e-14)
    #expect(upstream == [4, -2, 10])
  }

  @Test("the sigmoid and tanh keep their digits far out, where 1 − y has none left")
  func farOut() {
    // mpmath 1.3: sigmoid(−40), its slope at ±40 and at 700; the slope of tanh at 20, −5 and 300.
    let graph = Graph<Double>()
    let x = graph.variable([40, -40, 700, 800, -800])
    let y = x.sigmoid()
    expectClose(y.value, [1, 4.248354255291589e-18, 1, 1, 0], absolute: 1e-300)
    expectClose(
      y.backward()[x], [4.248354255291589e-18, 4.248354255291589e-18, 9.85967654375977e-305, 0, 0],
      relative: 1e-14)
    let a = graph.variable([20, -5, 300])
    expectClose(
      a.tanh().backward()[a], [1.6993417021166355e-17, 0.0001815832309438067, 1.0601586212017243e-260],
      relative: 1e-13)
  }
}
