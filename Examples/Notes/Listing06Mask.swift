// 讲义的 mask 示例：不大于 0 的元素是 true。
// The mask of ReLU: true where an element is 0 or less.
import Backprop

func reluMask() {
  let x: Tensor<Double> = [[1.0, -0.5], [-2.0, 3.0]]
  print(x)
  let mask = x .<= 0
  print(mask)

  // The layer keeps the same one.
  let relu = ReLU<Double>()
  _ = relu.forward(x)
  print("ReLU's mask agrees:", relu.mask == mask)
}
