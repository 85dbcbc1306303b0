/// Layers one after the other, stacked like building bricks to any depth.
///
/// Layers get names by kind and number (`Affine1`, `ReLU1`, `Affine2`), and the parameters of the n-th layer that has
/// any get that number (`W1`, `b1`, `W2`, `b2`).
public final class Sequential<Scalar: TensorScalar>: Layer {
  public let trace = LayerTrace<Scalar>()

  /// The layers with their names, in the order in which they are applied.
  public let layers: [(name: String, layer: any Layer<Scalar>)]

  public let parameters: [Parameter<Scalar>]

  /// Stacks layers.
  public convenience init(_ layers: any Layer<Scalar>...) { self.init(layers) }

  /// Stacks layers.
  public init(_ layers: [any Layer<Scalar>]) {
    var countOfKind: [String: Int] = [:]
    self.layers = layers.map { layer in
      let kind = String(describing: type(of: layer)).prefix { $0 != "<" }
      countOfKind[String(kind), default: 0] += 1
      return ("\(kind)\(countOfKind[String(kind)] ?? 0)", layer)
    }
    var parameters: [Parameter<Scalar>] = []
    for (number, layer) in layers.lazy.filter({ !$0.parameters.isEmpty }).enumerated() {
      let isNested = layer is Sequential
      for parameter in layer.parameters where !parameters.contains(where: { $0 === parameter }) {
        parameter.name = isNested ? "\(number + 1).\(parameter.name)" : "\(parameter.name)\(number + 1)"
        parameters.append(parameter)
      }
    }
    self.parameters = parameters
  }

  /// A classifier with hidden layers of the given sizes, an activation after each of them, and one affine layer more.
  ///
  /// - Parameters:
  ///   - sizes: the sizes of input, hidden layers and output, at least two, such as `[784, 50, 10]`.
  ///   - generator: where the weights' random numbers come from.
  public convenience init(
    sizes: [Int], activation: Activation = .relu, weights: WeightInitialization = .he,
    using generator: inout Philox4x32
  ) {
    require(sizes.count >= 2, "a network needs at least the sizes of its input and output, not \(sizes)")
    var layers: [any Layer<Scalar>] = []
    for (index, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
      layers.append(Affine<Scalar>(inputs: inputs, outputs: outputs, weights: weights, using: &generator))
      guard index + 2 < sizes.count else { continue }
      switch activation {
      case .relu: layers.append(ReLU<Scalar>())
      case .sigmoid: layers.append(Sigmoid<Scalar>())
      }
    }
    self.init(layers)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ x: Variable<Scalar>) -> Variable<Scalar> {
    var x = x
    for (_, layer) in layers { x = layer(x) }
    return x
  }
}

/// What follows each hidden layer.
public enum Activation: String, Sendable, CaseIterable {
  /// max(x, 0).
  case relu
  /// 1 / (1 + e⁻ˣ).
  case sigmoid
}

extension Layer {
  /// The output for an input, without keeping anything for a backward pass.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let graph = Graph<Scalar>()
    return self(graph.constant(x)).value
  }

  /// The number of single numbers that training changes.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }
}
