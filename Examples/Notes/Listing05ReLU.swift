// 讲义的 ReLU 层：记住哪些输入不大于 0，反向传播时导数在那里停下。
// The ReLU layer: it keeps where the input was 0 or less, and there the derivative stops.
import Backprop

/// The layer written out; the library has it as `ReLU`.
struct Relu {
  private(set) var mask = Mask(shape: [0], [])

  mutating func forward(_ x: Tensor<Double>) -> Tensor<Double> {
    mask = x .<= 0
    return cleared(x)
  }

  /// Leaves `dout` as it is: a tensor is a value.
  func backward(_ dout: Tensor<Double>) -> Tensor<Double> { cleared(dout) }

  private func cleared(_ x: Tensor<Double>) -> Tensor<Double> {
    Tensor(shape: x.shape, zip(x.scalars, mask.values).map { $1 ? 0 : $0 })
  }
}

func reluLayer() {
  let x: Tensor<Double> = [[1.0, -0.5], [-2.0, 3.0]]
  let dout: Tensor<Double> = [[1, 2], [3, 4]]

  var relu = Relu()
  print("out:", relu.forward(x), separator: "\n")
  print("dx:", relu.backward(dout), separator: "\n")

  let layer = ReLU<Double>()
  print("ReLU agrees:", layer.forward(x) == relu.forward(x) && layer.backward(dout) == relu.backward(dout))
}
