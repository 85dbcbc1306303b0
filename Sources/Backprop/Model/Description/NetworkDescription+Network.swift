extension NetworkDescription {
  /// What a network consists of; nil where it has a layer that descriptions have no word for.
  ///
  /// A network that is built of the description, for the same samples, has the same layers with the same names.
  ///
  /// - Parameter sampleShape: the shape of one sample.
  public init?<Scalar: TensorScalar>(of network: any Layer<Scalar>, sampleShape: TensorShape) {
    var shape = sampleShape
    guard let layers = Self.layers(of: network, &shape), !layers.isEmpty else { return nil }
    self.init(layers)
  }

  /// The layers of one that holds others in order, or the layer itself; the shape becomes that behind them.
  private static func layers<Scalar: TensorScalar>(
    of layer: any Layer<Scalar>, _ shape: inout TensorShape
  ) -> [LayerDescription]? {
    guard let sequence = layer as? Sequential<Scalar> else {
      return Self.layer(layer, &shape).map { [$0] }
    }
    var layers: [LayerDescription] = []
    for (_, inner) in sequence.layers {
      // Layers within layers have other names than layers in a row.
      guard !(inner is Sequential<Scalar>), let described = Self.layer(inner, &shape) else { return nil }
      layers.append(described)
    }
    return layers
  }

  private static func layer<Scalar: TensorScalar>(
    _ layer: any Layer<Scalar>, _ shape: inout TensorShape
  ) -> LayerDescription? {
    let input = shape
    guard let output = try? layer.outputShape(for: input) else { return nil }
    shape = output
    switch layer {
    // What isn't a row is flattened by a layer of its own in what is built.
    case let layer as Affine<Scalar>: return input.rank == 1 ? .affine(layer.weight.value.shape[1]) : nil
    case let layer as Conv2D<Scalar>:
      let sizes = layer.weight.value.shape
      return .convolution(
        filters: sizes[0], kernel: Extent2D(height: sizes[2], width: sizes[3]), stride: layer.stride,
        padding: layer.padding, dilation: layer.dilation, groups: layer.groups)
    case let layer as MaxPool2D<Scalar>:
      return .maxPool(layer.window, stride: layer.stride, padding: layer.padding)
    case let layer as AveragePool2D<Scalar>:
      return .averagePool(layer.window, stride: layer.stride, padding: layer.padding)
    case is GlobalAveragePool2D<Scalar>: return .globalAveragePool
    case is Flatten<Scalar>: return .flatten
    case is ReLU<Scalar>: return .relu
    case is Tanh<Scalar>: return .tanh
    case is Sigmoid<Scalar>: return .sigmoid
    case let layer as LeakyReLU<Scalar>: return .leakyReLU(slope: layer.slope)
    case is GELU<Scalar>: return .gelu
    case is SiLU<Scalar>: return .silu
    case is Softplus<Scalar>: return .softplus
    case is Softmax<Scalar>: return .softmax
    case let layer as BatchNorm<Scalar>:
      return .batchNorm(epsilon: layer.epsilon, momentum: layer.momentum)
    case let layer as LayerNorm<Scalar>:
      return layer.weight.value.shape == input ? .layerNorm(epsilon: layer.epsilon) : nil
    case let layer as Dropout<Scalar>: return .dropout(layer.probability)
    case let layer as Embedding<Scalar>:
      return .embedding(count: layer.weight.value.shape[0], width: layer.weight.value.shape[1])
    case let layer as Residual<Scalar>:
      var inner = input
      guard let layers = layers(of: layer.body, &inner) else { return nil }
      guard let around = layer.shortcut else { return .residual(layers) }
      var shortcutShape = input
      // A shortcut of one layer is that layer, and one of more is a Sequential.
      guard let shortcut = Self.layers(of: around, &shortcutShape),
        shortcut.count == 1 ? !(around is Sequential<Scalar>) : true
      else { return nil }
      return .residual(layers, shortcut: shortcut)
    default: return nil
    }
  }
}
