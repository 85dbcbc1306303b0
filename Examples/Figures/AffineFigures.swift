import Backprop
import BackpropDrawing

extension Figure {
  /// The affine layer.
  static var affine: [Figure] {
    let one = (english: "The Affine layer", chinese: "Affine 层")
    let batch = (english: "The Affine layer for batches", chinese: "批版本的 Affine 层")
    return [
      Figure(
        "affine-forward", one,
        (
          "Affine for one sample: a matrix product and a sum.",
          "Affine 层的计算图（仅正向传播）。"
        ), affine([2])
      ) {
        $0.labels = SymbolicLabels(affine([2]), upstream: "∂L/∂Y").labels
        $0.showsDerivatives = false
      },
      Figure(
        "affine-backward", one,
        (
          "Affine for one sample with all derivatives and their shapes.",
          "Affine 层的反向传播：各变量的下方标有它的形状。"
        ), affine([2])
      ) { $0.labels = SymbolicLabels(affine([2]), upstream: "∂L/∂Y").labels },
      Figure(
        "affine-batch", batch,
        (
          "Affine for a batch of N samples: the bias was repeated, so its derivatives are summed.",
          "批版本的 Affine 层的计算图：偏置被用了 N 次，反向传播时对 N 个数据的导数求和。"
        ), affine([samples, 2])
      ) {
        $0.labels = SymbolicLabels(affine([samples, 2]), upstream: "∂L/∂Y").labels
        $0.batchSize = samples
      },
    ]
  }

  /// A number that no other axis has.
  private static let samples = 7

  private static func affine(_ shape: TensorShape) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let x = graph.variable(.ones(shape), name: "X")
    let w = graph.variable(.ones([2, 3]), name: "W")
    let b = graph.variable(.ones([3]), name: "B")
    let y = (x.matmul(w) + b).named("Y")
    return graph.snapshot(gradients: y.backward())
  }
}
