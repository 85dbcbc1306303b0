// 讲义的乘法层：保存两个输入，反向传播时把它们交换后乘上游的导数。
// The multiplication layer: it keeps its inputs, and on the way back multiplies by the other one.
import Backprop

/// The layer written out; the library has it as `Multiply`.
struct MulLayer {
  private var x = 0.0
  private var y = 0.0

  mutating func forward(_ x: Double, _ y: Double) -> Double {
    (self.x, self.y) = (x, y)
    return x * y
  }

  func backward(_ dout: Double) -> (dx: Double, dy: Double) { (dout * y, dout * x) }
}

func multiplyLayer() {
  // The notes' node 10 × 5, at which the derivative 1.3 arrives.
  var layer = MulLayer()
  print("out:", layer.forward(10, 5))
  let (dx, dy) = layer.backward(1.3)
  print("dx:", dx, "dy:", dy)

  let multiply = Multiply<Double>()
  print("Multiply:", multiply.forward(10, 5), multiply.backward(1.3))
}
