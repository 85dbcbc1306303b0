import Backprop

/// Small networks of all kinds of layers by chance, with random numbers in all of their parameters and statistics.
struct GeneratedNetworks {
  private var random: Philox4x32

  init(seed: UInt64) { random = Philox4x32(seed: seed) }

  /// A network with samples that it takes.
  struct Case {
    let description: NetworkDescription
    let model: Model<Float>
    let samples: Tensor<Float>
  }

  mutating func next() throws -> Case {
    while true {
      let kind = random.nextIndex(below: 3)
      var shape: TensorShape = kind == 0 ? [2, 7, 6] : [5]
      var layers = (0...random.nextIndex(below: 5)).map { _ in layer(isImage: kind == 0, depth: 0) }
      if kind == 2 {
        shape = [4]
        layers.insert(.embedding(count: 9, width: 3), at: 0)
      }
      layers.append(.affine(3))
      let description = NetworkDescription(layers)
      guard let plan = try? description.plan(for: shape, targets: .classes(3)), plan.parameterCount < 20_000
      else {
        continue
      }
      let model: Model<Float> = try description.model(
        for: shape, targets: .classes(3), seed: UInt64(random.nextIndex(below: 1000)))
      for named in model.state.parameters {
        named.parameter.value = .uniform(named.parameter.value.shape, in: -0.7..<0.7, using: &random)
      }
      for named in model.state.statistics {
        named.statistic.value = .uniform(named.statistic.value.shape, in: 0.3..<1.5, using: &random)
      }
      let all = TensorShape([3] + Array(shape))
      let samples: Tensor<Float> =
        kind == 2
        ? Tensor(shape: all, (0..<all.elementCount).map { _ in Float(random.nextIndex(below: 9)) })
        : .uniform(all, in: -2..<2, using: &random)
      return Case(description: description, model: model, samples: samples)
    }
  }

  private mutating func extent() -> Extent2D {
    Extent2D(height: 1 + random.nextIndex(below: 3), width: 1 + random.nextIndex(below: 3))
  }

  private mutating func padding() -> Padding2D {
    Padding2D(
      top: random.nextIndex(below: 3), bottom: random.nextIndex(below: 3), left: random.nextIndex(below: 3),
      right: random.nextIndex(below: 3))
  }

  private mutating func layer(isImage: Bool, depth: Int) -> LayerDescription {
    switch random.nextIndex(below: isImage ? 20 : 14) {
    case 0: return .affine(1 + random.nextIndex(below: 6))
    case 1: return .relu
    case 2: return .tanh
    case 3: return .sigmoid
    case 4: return .leakyReLU(slope: 0.3)
    case 5: return .gelu
    case 6: return .silu
    case 7: return .softplus
    case 8: return .softmax
    case 9: return .batchNorm(epsilon: 1e-3, momentum: 0.2)
    case 10: return .layerNorm(epsilon: 1e-4)
    case 11: return .dropout(0.3)
    case 12: return .flatten
    case 13: return residual(isImage: isImage, depth: depth)
    case 14: return .maxPool(extent(), stride: extent(), padding: padding())
    case 15: return .averagePool(extent(), stride: extent(), padding: padding())
    case 16: return .globalAveragePool
    case 17: return residual(isImage: isImage, depth: depth)
    default:
      return .convolution(
        filters: 2 * (1 + random.nextIndex(below: 2)), kernel: extent(), stride: extent(), padding: padding(),
        dilation: extent(), groups: 1 + random.nextIndex(below: 2))
    }
  }

  private mutating func residual(isImage: Bool, depth: Int) -> LayerDescription {
    guard depth < 2 else { return .relu }
    if isImage, random.nextIndex(below: 2) == 0 {
      return .residual(
        [.convolution(filters: 4, kernel: 3, padding: 1), .relu, layer(isImage: true, depth: depth + 1)],
        shortcut: [.convolution(filters: 4, kernel: 1)])
    }
    return .residual([.tanh, layer(isImage: isImage, depth: depth + 1)])
  }
}

/// How far numbers are apart, as a part of the largest of them.
func distance(_ first: [Float], _ second: [Float]) -> Float {
  guard first.count == second.count else { return .infinity }
  let size = second.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
  return zip(first, second).reduce(0) { max($0, abs($1.0 - $1.1)) } / size
}
