/// The page's network: Affine, ReLU, Affine, and Softmax-with-Loss behind them.
///
/// Inputs are `(N, inputSize)`, targets one-hot `(N, outputSize)` or N class indices.
public final class TwoLayerNet<Scalar: TensorScalar> {
  /// The stacked layers without the last.
  public let network: Sequential<Scalar>
  /// The loss.
  public let lastLayer: SoftmaxWithLoss<Scalar>

  /// A network with weights from a normal distribution and biases of zero.
  ///
  /// - Parameters:
  ///   - weightInitStd: the standard deviation of the weights.
  ///   - epsilon: what the loss adds to each probability before the logarithm: 0 for the stable form, the page's
  ///     form has 10⁻⁷.
  ///   - seed: the same seed gives the same weights.
  public init(
    inputSize: Int, hiddenSize: Int, outputSize: Int, weightInitStd: Double = 0.01, epsilon: Scalar = 0,
    seed: UInt64 = 0
  ) {
    var generator = Philox4x32(seed: seed, stream: RandomStream.weights)
    network = Sequential(
      sizes: [inputSize, hiddenSize, outputSize], weights: .normal(standardDeviation: weightInitStd),
      using: &generator)
    lastLayer = SoftmaxWithLoss(epsilon: epsilon)
  }

  /// A network with the same parameters' values, in memory of its own.
  private init(copying other: TwoLayerNet) {
    network = Sequential(
      other.network.layers.map { _, layer in
        guard let affine = layer as? Affine<Scalar> else { return ReLU<Scalar>() }
        return Affine<Scalar>(weight: affine.weight.value, bias: affine.bias.value)
      })
    lastLayer = SoftmaxWithLoss(epsilon: other.lastLayer.epsilon)
  }

  /// The parameters by name: `W1`, `b1`, `W2` and `b2`.
  public var parameters: [String: Parameter<Scalar>] {
    Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.name, $0) })
  }

  /// The layers in order, by name: `Affine1`, `ReLU1` and `Affine2`.
  public var layers: [(name: String, layer: any Layer<Scalar>)] { network.layers }

  /// The scores `(N, outputSize)`, before softmax.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> { network.predict(x) }

  /// The loss of the predictions for x.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func loss(_ x: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Scalar {
    lastLayer.forward(predict(x), targets).item
  }

  /// The share of samples whose largest score is that of their class; one-hot targets count by their largest number.
  public func accuracy(_ x: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Double {
    let guesses = predict(x).argmax(axis: -1)
    let labels =
      switch targets {
      case .indices(let indices): indices
      case .rows(let rows): rows.argmax(axis: -1)
      }
    require(
      guesses.count == labels.count, "\(guesses.count) samples need as many labels, not \(labels.count)")
    guard !guesses.isEmpty else { return .nan }
    return Double(zip(guesses, labels).count { $0 == $1 }) / Double(guesses.count)
  }

  /// The gradients of the loss by numerical differentiation, by parameter name: slow, and simple enough to trust.
  public func numericalGradient(
    _ x: Tensor<Scalar>, _ targets: Targets<Scalar>, step: Scalar = 1e-4
  ) -> [String: Tensor<Scalar>] {
    let gradients = numericalGradients(step: step) {
      let copy = TwoLayerNet(copying: self)
      return ParameterFunction(copy.network.parameters) { copy.loss(x, targets) }
    }
    return Dictionary(uniqueKeysWithValues: zip(network.parameters.map(\.name), gradients))
  }

  /// The gradients of the loss by backpropagation, by parameter name.
  public func gradient(_ x: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [String: Tensor<Scalar>] {
    let graph = Graph<Scalar>()
    let loss = lastLayer(network(graph.constant(x, name: "x")), targets)
    let gradients = loss.backward(for: network.parameters)
    return Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.name, gradients[$0]) })
  }
}
