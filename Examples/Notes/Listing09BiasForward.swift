// 讲义的偏置示例（正向）：偏置加到批中的每个数据上。
// The bias forward: it is added to each sample of the batch.
import Backprop

func biasForward() {
  let xDotW: Tensor<Double> = [[0, 0, 0], [10, 10, 10]]
  let b: Tensor<Double> = [1, 2, 3]
  print(xDotW)
  print(xDotW + b)
}
