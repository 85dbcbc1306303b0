/// Networks that are known by a name.
public enum NetworkPreset: String, Sendable, CaseIterable {
  /// The notes' network, with their first weights: one hidden layer of 50.
  case twoLayer = "two-layer"
  /// Two hidden layers, of 256 and 128.
  case mlp
  /// One convolution, of 30 filters of 5 × 5, and one hidden layer of 100.
  case simpleConvnet = "simple-convnet"
  /// Six convolutions of 3 × 3 in three pairs, of 16, 32 and 64 filters, each pair with a pooling behind it, and a hidden
  /// layer of 50; half of the units are left out in training behind both affine layers.
  case deepConvnet = "deep-convnet"
  /// Five convolutions of 3 × 3, of 32, 32, 64, 64 and 128 filters, and a hidden layer of 128, each with a batch
  /// normalisation behind it; three poolings between them, and three tenths of the units left out in training before both
  /// affine layers. It suits pictures that are harder to tell apart than digits, such as Fashion-MNIST's.
  case batchnormConvnet = "batchnorm-convnet"

  /// What the network consists of.
  public var description: NetworkDescription {
    switch self {
    case .twoLayer:
      return NetworkDescription([.affine(50), .relu, .affine()], weights: .normal(standardDeviation: 0.01))
    case .mlp:
      return NetworkDescription([.affine(256), .relu, .affine(128), .relu, .affine()])
    case .simpleConvnet:
      return NetworkDescription([
        .convolution(filters: 30, kernel: 5), .relu, .maxPool(2), .affine(100), .relu, .affine(),
      ])
    case .deepConvnet:
      // 28 × 28 becomes 14, 8 and 4 in the poolings: the second pair pads by one more.
      let pairs = Self.pair(16, padding: 1) + Self.pair(32, padding: 2) + Self.pair(64, padding: 1)
      return NetworkDescription(
        pairs + [.affine(50), .relu, .dropout(0.5), .affine(), .dropout(0.5)], weights: .he)
    case .batchnormConvnet:
      let first = Self.normalized(32) + Self.normalized(32) + [.maxPool(2)]
      let second = Self.normalized(64) + Self.normalized(64) + [.maxPool(2)]
      let third = Self.normalized(128) + [.maxPool(2), .dropout(0.3)]
      let last: [LayerDescription] = [.affine(128), .batchNorm(), .relu, .dropout(0.3), .affine()]
      return NetworkDescription(first + second + third + last)
    }
  }

  /// Two convolutions and a pooling.
  private static func pair(_ filters: Int, padding: Padding2D) -> [LayerDescription] {
    [
      .convolution(filters: filters, kernel: 3, padding: 1), .relu,
      .convolution(filters: filters, kernel: 3, padding: padding), .relu, .maxPool(2),
    ]
  }

  /// A convolution with a normalisation of its channels behind it.
  private static func normalized(_ filters: Int) -> [LayerDescription] {
    [.convolution(filters: filters, kernel: 3, padding: 1), .batchNorm(), .relu]
  }
}
