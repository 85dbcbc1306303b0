/// Layers one after the other, stacked like building bricks to any depth.
///
/// A layer's path is its position, from 0 on: the weight of the third layer is `2.weight`. The layers are left as they
/// are; one may stand in several places, with one set of parameters whose gradients add up.
public final class Sequential<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  private let stack: [any Layer<Scalar>]
  private let groups: [LayerGroup<Scalar>]
  /// The layers with those of inner networks in their places, and what they are called.
  private let flat: [(name: String, layer: any Layer<Scalar>)]
  private let labels: ParameterLabels<Scalar>

  /// The layers in the order in which they are applied, with the names that people read.
  public let layers: [(name: String, layer: any Layer<Scalar>)]

  public var members: [Member<Scalar>] { Self.members(stack) }

  /// Stacks layers; stops with a sentence where one can't take what the one before gives.
  public convenience init(_ layers: any Layer<Scalar>...) {
    self.init(unchecked: layers)
    orStop { () throws(ShapeError) in try check() }
  }

  /// Stacks layers; throws a ``ShapeError`` where one can't take what the one before gives.
  public convenience init(_ layers: [any Layer<Scalar>]) throws(ShapeError) {
    self.init(unchecked: layers)
    try check()
  }

  private init(unchecked layers: [any Layer<Scalar>]) {
    stack = layers
    groups = LayerGroup.groups(of: layers)
    let state = NamedState(within: Self.members(layers))
    labels = ParameterLabels(state)
    func named(_ layer: any Layer<Scalar>) -> (name: String, layer: any Layer<Scalar>) {
      (state.label(of: layer) ?? layer.kind, layer)
    }
    self.layers = layers.map(named)
    flat = layers.flatMap { ($0 as? Sequential)?.flat.map(\.layer) ?? [$0] }.map(named)
  }

  public func copied(by copier: LayerCopier<Scalar>) -> Sequential {
    Sequential(unchecked: stack.map { copier.copy($0) })
  }

  private static func members(_ layers: [any Layer<Scalar>]) -> [Member<Scalar>] {
    layers.enumerated().map { .layer("\($0)", $1) }
  }

  /// A classifier with hidden layers of the given sizes, an activation after each of them, and one affine layer more.
  ///
  /// - Parameters:
  ///   - sizes: the sizes of input, hidden layers and output, at least two, such as `[784, 50, 10]`.
  ///   - activation: makes what follows a hidden layer.
  ///   - weights: how the first weights are spread; ``WeightInitialization/automatic`` looks at the activation, and takes
  ///     another one for the last layer.
  ///   - generator: where the weights' random numbers come from.
  public convenience init(
    sizes: [Int], activation: () -> any Layer<Scalar> = { ReLU<Scalar>() },
    weights: WeightInitialization = .he,
    using generator: inout Philox4x32
  ) {
    require(sizes.count >= 2, "a network needs at least the sizes of its input and output, not \(sizes)")
    var layers: [any Layer<Scalar>] = []
    for (index, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
      let following: [any Layer<Scalar>] = index + 2 < sizes.count ? [activation()] : []
      let weights = weights.resolved(before: following)
      layers.append(Affine<Scalar>(inputs: inputs, outputs: outputs, weights: weights, using: &generator))
      layers += following
    }
    self.init(unchecked: layers)
    orStop { () throws(ShapeError) in try check() }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    pass.running(labels, in: x.graph) {
      var x = x
      if pass.joinsLayers {
        for group in groups { x = group(x, in: pass) }
      } else {
        for layer in stack { x = layer(x, in: pass) }
      }
      return x
    }
  }

  /// What suits the first of its layers that says so.
  public var preferredWeights: WeightInitialization? {
    for layer in stack {
      if let preferred = layer.preferredWeights { return preferred }
    }
    return nil
  }

  public var summary: String { "(\(stack.map(\.summary).joined(separator: ", ")))" }
}

// MARK: - Shapes

extension Sequential {
  public var inputShape: TensorShape? { flat.first?.layer.inputShape }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    var shape = sample
    for (name, layer) in flat { shape = try Self.shape(after: layer, name, shape) }
    return shape
  }

  /// Throws where a layer can't take what the one before gives, as far as shapes are known without a sample.
  private func check() throws(ShapeError) {
    var shape: TensorShape?
    for (name, layer) in flat {
      guard let known = shape ?? layer.inputShape else { continue }
      shape = try Self.shape(after: layer, name, known)
    }
  }

  /// The shape that a layer gives, or an error in the layer's name.
  private static func shape(
    after layer: any Layer<Scalar>, _ name: String, _ shape: TensorShape
  ) throws(ShapeError) -> TensorShape {
    do {
      return try layer.outputShape(for: shape)
    } catch {
      var named = error
      named.operation = name
      throw named
    }
  }
}
