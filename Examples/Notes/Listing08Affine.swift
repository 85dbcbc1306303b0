// 讲义的 Y = X·W + B：X、W、B 的形状分别是 (2,)、(2, 3)、(3,)。
// One sample through a weight and a bias: (2,) · (2, 3) + (3,).
import Backprop

func affineShapes() {
  var random = Philox4x32(seed: 1)
  let x = Tensor<Double>.uniform([2], using: &random)
  let w = Tensor<Double>.uniform([2, 3], using: &random)
  let b = Tensor<Double>.uniform([3], using: &random)
  print(x.shape, w.shape, b.shape)

  let y = x.matmul(w) + b
  print("Y:", y.shape)
}
