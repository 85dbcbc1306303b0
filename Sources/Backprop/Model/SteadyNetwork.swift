extension Layer {
  /// Whether evaluations of the layer do the same for all samples of a shape, so that the graph of one can be computed once
  /// more for others: what the package's layers do, except for an embedding, which picks rows by its samples. What layers
  /// from elsewhere do isn't known.
  var isSteady: Bool {
    switch self {
    case is Affine<Scalar>, is Conv2D<Scalar>, is MaxPool2D<Scalar>, is AveragePool2D<Scalar>,
      is GlobalAveragePool2D<Scalar>, is Flatten<Scalar>, is Dropout<Scalar>, is BatchNorm<Scalar>,
      is LayerNorm<Scalar>:
      true
    case is ReLU<Scalar>, is LeakyReLU<Scalar>, is GELU<Scalar>, is SiLU<Scalar>, is Softplus<Scalar>,
      is Tanh<Scalar>, is Sigmoid<Scalar>, is Softmax<Scalar>:
      true
    case is Sequential<Scalar>, is Residual<Scalar>:
      members.allSatisfy { if case .layer(_, let layer) = $0 { layer.isSteady } else { true } }
    default: false
    }
  }
}
