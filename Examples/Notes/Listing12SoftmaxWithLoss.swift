// 讲义的 Softmax-with-Loss 层：反向传播传递 (y − t) / N，两个示例一大一小。
// Softmax with cross entropy: what goes back is (y − t) / N, a large error and a small one.
import Backprop

/// The layer written out for a batch; the library has it as `SoftmaxWithLoss`.
struct SoftmaxWithLossLayer {
  private(set) var y: Tensor<Double> = 0
  private var t: Tensor<Double> = 0

  mutating func forward(_ x: Tensor<Double>, _ t: Tensor<Double>) -> Tensor<Double> {
    let exps = (x - x.max(axis: 1, keepingAxis: true)).exp()
    self.t = t
    y = exps / exps.sum(axis: 1, keepingAxis: true)
    return -(t * (y + 1e-7).log()).sum() / Double(t.shape[0])
  }

  func backward(_ dout: Tensor<Double> = 1) -> Tensor<Double> { dout * (y - t) / Double(t.shape[0]) }
}

func softmaxWithLoss() {
  // The label is the second of three classes.
  let t: Tensor<Double> = [[0, 1, 0]]
  for y: Tensor<Double> in [[[0.3, 0.2, 0.5]], [[0.01, 0.99, 0]]] {
    // Scores whose softmax is y.
    let scores = y.log()

    var layer = SoftmaxWithLossLayer()
    _ = layer.forward(scores, t)
    print("y:", rounded(layer.y), "dx:", rounded(layer.backward()))

    let softmaxWithLoss = SoftmaxWithLoss<Double>()
    _ = softmaxWithLoss.forward(scores, t)
    print("SoftmaxWithLoss:", rounded(softmaxWithLoss.backward()))
  }
}
