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
    }
  }

  /// Two convolutions and a pooling.
  private static func pair(_ filters: Int, padding: Padding2D) -> [LayerDescription] {
    [
      .convolution(filters: filters, kernel: 3, padding: 1), .relu,
      .convolution(filters: filters, kernel: 3, padding: padding), .relu, .maxPool(2),
    ]
  }
}
