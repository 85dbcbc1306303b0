// 讲义的 Sigmoid 层：只用正向传播的输出 y 就能求导，dout · y · (1 − y)。
// The sigmoid layer: its derivative needs the output alone, dout · y · (1 − y).
import Backprop

/// The layer written out; the library has it as `Sigmoid`.
struct SigmoidLayer {
  private var out: Tensor<Double> = 0

  mutating func forward(_ x: Tensor<Double>) -> Tensor<Double> {
    out = 1 / (1 + (-x).exp())
    return out
  }

  func backward(_ dout: Tensor<Double>) -> Tensor<Double> { dout * (1 - out) * out }
}

func sigmoidLayer() {
  let x: Tensor<Double> = [-1, 0, 1]
  var layer = SigmoidLayer()
  print("out:", rounded(layer.forward(x)))
  print("dx:", rounded(layer.backward(1)))

  let sigmoid = Sigmoid<Double>()
  print("Sigmoid:", rounded(sigmoid.forward(x)), rounded(sigmoid.backward(1)), separator: "\n")

  // The notes' graph of four nodes, × (−1), exp, + 1 and /, gives the same.
  let graph = Graph<Double>()
  let input = graph.variable(x)
  let y = ((input * -1).exp() + 1).reciprocal()
  print("graph:", rounded(y.value), rounded(y.backward()[input]), separator: "\n")
}
