// 讲义的偏置示例（反向）：各个数据的导数沿第 0 轴相加。
// The bias backward: the derivatives of the samples add up, along axis 0.
import Backprop

func biasBackward() {
  let dY: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]
  print(dY)
  let dB = dY.sum(axis: 0)
  print(dB)
}
