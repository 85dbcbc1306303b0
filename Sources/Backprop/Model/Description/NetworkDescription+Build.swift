extension NetworkDescription {
  /// A network of the described layers, for samples of a shape and for targets.
  ///
  /// What is left open is found: a flatten that an affine layer needs is put in and counts as a layer, and the last affine
  /// layer gets its size from the targets. The same seed gives the same weights to the bit.
  ///
  /// Throws a ``NetworkDescriptionError`` where a layer can't take what comes to it, or the network has more than 2²⁸
  /// parameters; before a weight is drawn.
  ///
  /// - Parameters:
  ///   - sampleShape: the shape of one sample, such as `[784]` or `[1, 28, 28]`.
  ///   - targets: what the network's answers are compared with.
  ///   - weights: what first weights are drawn from; if not given what the description says, and by the activation
  ///     that follows where that says nothing either: ``WeightInitialization/he`` before ReLU and its kin,
  ///     ``WeightInitialization/xavier`` before all else.
  ///   - seed: where the weights' random numbers come from.
  public func build<Scalar: TensorScalar>(
    for sampleShape: TensorShape, targets: TargetKind, weights: WeightInitialization? = nil, seed: UInt64 = 0
  ) throws(NetworkDescriptionError) -> Sequential<Scalar> {
    let plan = try plan(for: sampleShape, targets: targets)
    var builder = NetworkBuilder<Scalar>(weights: weights ?? self.weights, seed: seed)
    do throws(ShapeError) {
      return try Sequential(try builder.layers(plan.steps))
    } catch {
      throw NetworkDescriptionError(error.description)
    }
  }

  /// A model of the described network, for samples of a shape and for targets.
  ///
  /// See ``build(for:targets:weights:seed:)``. Where no loss is given it is softmax with cross entropy, or the cross
  /// entropy alone behind a network that ends with a softmax of its own. Throws a ``NetworkDescriptionError``, too, where
  /// the loss can't compare the network's answers with the targets.
  public func model<Scalar: TensorScalar>(
    for sampleShape: TensorShape, targets: TargetKind, loss: (any Loss<Scalar>)? = nil,
    weights: WeightInitialization? = nil, seed: UInt64 = 0
  ) throws(NetworkDescriptionError) -> Model<Scalar> {
    let network: Sequential<Scalar> = try build(
      for: sampleShape, targets: targets, weights: weights, seed: seed)
    do {
      let model = try Model(network, loss: loss ?? usualLoss(), sampleShape: sampleShape)
      try model.check(sampleShape: sampleShape, targets: targets)
      return model
    } catch {
      throw NetworkDescriptionError("\(error)")
    }
  }

  /// Whether the network's answers are probabilities already.
  package var endsWithSoftmax: Bool { layers.last == .softmax }

  private func usualLoss<Scalar: TensorScalar>() -> any Loss<Scalar> {
    // As small as single precision allows beside a probability of 0.
    endsWithSoftmax ? CrossEntropy<Scalar>(epsilon: 1e-7) : SoftmaxWithLoss<Scalar>()
  }
}

/// Makes the layers of a plan, in order, with weights of one stream of random numbers.
private struct NetworkBuilder<Scalar: TensorScalar> {
  private let weights: WeightInitialization?
  private var generator: Philox4x32

  init(weights: WeightInitialization?, seed: UInt64) {
    self.weights = weights == .automatic ? nil : weights
    generator = Philox4x32(seed: seed, stream: RandomStream.weights)
  }

  mutating func layers(_ steps: [NetworkPlan.Step]) throws(ShapeError) -> [any Layer<Scalar>] {
    var layers: [any Layer<Scalar>] = []
    for (place, step) in steps.enumerated() {
      let following = steps[(place + 1)...].lazy.map(\.layer)
      let weights = weights ?? WeightInitialization.suiting(following)
      layers.append(try layer(step, weights))
    }
    return layers
  }

  private mutating func layer(
    _ step: NetworkPlan.Step, _ weights: WeightInitialization
  ) throws(ShapeError) -> any Layer<Scalar> {
    switch step.layer {
    case .affine(let outputs):
      return Affine<Scalar>(
        inputs: step.input.elementCount, outputs: outputs ?? step.output.elementCount, weights: weights,
        using: &generator)
    case .convolution(let filters, let kernel, let stride, let padding, let dilation, let groups):
      return Conv2D<Scalar>(
        channels: step.input[0], filters: filters, kernel: kernel, stride: stride, padding: padding,
        dilation: dilation, groups: groups, weights: weights, using: &generator)
    case .maxPool(let window, let stride, let padding):
      return MaxPool2D<Scalar>(window, stride: stride, padding: padding)
    case .averagePool(let window, let stride, let padding):
      return AveragePool2D<Scalar>(window, stride: stride, padding: padding)
    case .globalAveragePool: return GlobalAveragePool2D<Scalar>()
    case .flatten: return Flatten<Scalar>()
    case .relu: return ReLU<Scalar>()
    case .tanh: return Tanh<Scalar>()
    case .sigmoid: return Sigmoid<Scalar>()
    case .leakyReLU(let slope): return LeakyReLU<Scalar>(slope)
    case .gelu: return GELU<Scalar>()
    case .silu: return SiLU<Scalar>()
    case .softplus: return Softplus<Scalar>()
    case .softmax: return Softmax<Scalar>()
    case .batchNorm(let epsilon, let momentum):
      return BatchNorm<Scalar>(step.input[0], epsilon: epsilon, momentum: momentum)
    case .layerNorm(let epsilon): return LayerNorm<Scalar>(step.input, epsilon: epsilon)
    case .dropout(let probability): return Dropout<Scalar>(probability)
    case .embedding(let count, let width):
      return Embedding<Scalar>(count: count, width: width, using: &generator)
    case .residual:
      let inner = try layers(step.inner)
      guard let steps = step.shortcut else { return try Residual<Scalar>(inner) }
      let around = try layers(steps)
      return try Residual<Scalar>(inner, shortcut: around.count == 1 ? around[0] : Sequential<Scalar>(around))
    }
  }
}

extension WeightInitialization {
  /// What suits a layer, by the first activation that follows it.
  ///
  /// Pooling, normalisation and dropout change nothing about that. Where no activation follows, as behind the last layer,
  /// the signal's size is to stay as it is.
  static func suiting(_ following: some Sequence<LayerDescription>) -> WeightInitialization {
    for layer in following {
      switch layer {
      case .relu, .leakyReLU, .gelu, .silu, .softplus: return .he
      case .tanh, .sigmoid, .softmax, .affine, .convolution, .embedding, .residual: return .xavier
      case .maxPool, .averagePool, .globalAveragePool, .batchNorm, .layerNorm, .dropout, .flatten: continue
      }
    }
    return .xavier
  }
}
