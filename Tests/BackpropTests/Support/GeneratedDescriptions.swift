import Backprop

/// Descriptions of networks by chance, with all kinds of layers and settings; not all of them could be built.
struct GeneratedDescriptions {
  private var random: Philox4x32

  init(seed: UInt64) { random = Philox4x32(seed: seed) }

  mutating func next() -> NetworkDescription {
    let weights: [WeightInitialization?] = [nil, .he, .xavier, .normal(standardDeviation: 0.01)]
    return NetworkDescription(layers(depth: 0), weights: weights[random.nextIndex(below: weights.count)])
  }

  private mutating func layers(depth: Int) -> [LayerDescription] {
    (0...random.nextIndex(below: 6)).map { _ in layer(depth: depth) }
  }

  private mutating func layer(depth: Int) -> LayerDescription {
    switch random.nextIndex(below: depth < 3 ? 19 : 18) {
    case 0: return .affine(random.nextIndex(below: 2) == 0 ? nil : size())
    case 1:
      return .convolution(
        filters: size(), kernel: extent(), stride: extent(), padding: padding(), dilation: extent(),
        groups: size())
    case 2:
      return .maxPool(extent(), stride: random.nextIndex(below: 2) == 0 ? nil : extent(), padding: padding())
    case 3:
      return .averagePool(
        extent(), stride: random.nextIndex(below: 2) == 0 ? nil : extent(), padding: padding())
    case 4: return .globalAveragePool
    case 5: return .relu
    case 6: return .tanh
    case 7: return .sigmoid
    case 8: return .leakyReLU(slope: Double(size()) / 7)
    case 9: return .gelu
    case 10: return .silu
    case 11: return .softplus
    case 12: return .softmax
    case 13: return .batchNorm(epsilon: 1 / Double(size()), momentum: 1 / Double(size()))
    case 14: return .layerNorm(epsilon: 1e-7 / Double(size()))
    case 15: return .dropout(1 / Double(1 + size()))
    case 16: return .flatten
    case 17: return .embedding(count: size(), width: size())
    default:
      return .residual(
        layers(depth: depth + 1), shortcut: random.nextIndex(below: 2) == 0 ? nil : layers(depth: depth + 1))
    }
  }

  private mutating func size() -> Int { 1 + random.nextIndex(below: 20) }

  private mutating func extent() -> Extent2D {
    random.nextIndex(below: 2) == 0 ? Extent2D(size()) : Extent2D(height: size(), width: size())
  }

  private mutating func padding() -> Padding2D {
    switch random.nextIndex(below: 3) {
    case 0: 0
    case 1: Padding2D(height: size(), width: size())
    default: Padding2D(top: size(), bottom: size(), left: size(), right: size())
    }
  }
}
