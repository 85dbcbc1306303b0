import Backprop
import BackpropDrawing

extension Figure {
  /// The affine layer.
  static var affine: [Figure] {
    let one = Words("The Affine layer", "Affine 层")
    return [
      Figure(
        "affine", of: "affine-multiply", one,
        Words("Affine for one sample: a matrix product and a sum.", "Affine 层的计算图（仅正向传播）。"), affine([2])
      ) {
        $0.labels = SymbolicLabels(affine([2]), upstream: "∂L/∂Y").labels
        $0.showsDerivatives = false
      },
      Figure(
        "affine-backward",
        of: "affine-multiply-backward", one,
        Words(
          "Affine for one sample with all derivatives and their shapes.",
          "Affine 层的反向传播：各变量的下方标有它的形状。"),
        affine([2])
      ) { $0.labels = SymbolicLabels(affine([2]), upstream: "∂L/∂Y").labels },
      Figure(
        "product-by-shapes",
        of: "matrix-multiply-backward", one,
        Words(
          "The product's derivatives put together from shapes: only ∂L/∂Y · Wᵀ has the shape of X, only Xᵀ · ∂L/∂Y "
            + "that of W.",
          "由形状推导矩阵乘积的反向传播：∂L/∂Y · Wᵀ 的形状与 X 相同，Xᵀ · ∂L/∂Y 的形状与 W 相同。"), product()
      ) { $0.labels = shapesOfProduct() },
      Figure(
        "affine-batch", of: "affine-multiply-batch",
        Words("The Affine layer for batches", "批版本的 Affine 层"),
        Words(
          "Affine for a batch of N samples: the bias was repeated, so its derivatives are summed.",
          "批版本的 Affine 层的计算图：偏置被用了 N 次，反向传播时对 N 个数据的导数求和。"), affine([samples, 2])
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

  private static func product() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let x = graph.variable(.ones([2]), name: "X")
    let w = graph.variable(.ones([2, 3]), name: "W")
    let y = x.matmul(w).named("Y")
    return graph.snapshot(gradients: y.backward())
  }

  /// The derivatives in symbols, the shapes of their factors below them.
  private static func shapesOfProduct() -> DrawingLabels {
    let snapshot = product()
    var labels = SymbolicLabels(snapshot, upstream: "∂L/∂Y").labels
    let (x, w, y) = (snapshot.nodes[0].value, snapshot.nodes[1].value, snapshot.nodes[2].value)
    let transposed = TensorShape([w.shape[1], w.shape[0]])
    // As matrices: the sample's transpose is a column, what arrives is a row.
    let (column, row) = (TensorShape([x.shape[0], 1]), TensorShape([1, y.shape[0]]))
    labels.backward[0] = ["∂L/∂X = ∂L/∂Y · Wᵀ", "\(y.shape) · \(transposed) ="]
    labels.backward[1] = ["∂L/∂W = Xᵀ · ∂L/∂Y", "\(column) · \(row) ="]
    return labels
  }
}
