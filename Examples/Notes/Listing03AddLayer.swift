// 讲义的加法层：不用保存任何东西，把上游的导数原样传给两个输入。
// The addition layer: it keeps nothing, and hands the derivative on to both inputs as it is.
import Backprop

/// The layer written out; the library has it as `Add`.
struct AddLayer {
  func forward(_ x: Double, _ y: Double) -> Double { x + y }

  func backward(_ dout: Double) -> (dx: Double, dy: Double) { (dout, dout) }
}

func addLayer() {
  // The notes' node 10 + 5, at which the derivative 1.3 arrives.
  let layer = AddLayer()
  print("out:", layer.forward(10, 5))
  let (dx, dy) = layer.backward(1.3)
  print("dx:", dx, "dy:", dy)

  let add = Add<Double>()
  print("Add:", add.forward(10, 5), add.backward(1.3))
}
