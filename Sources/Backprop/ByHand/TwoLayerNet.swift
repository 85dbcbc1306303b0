/// The network of the notes: Affine, ReLU, Affine, and Softmax-with-Loss behind them.
///
/// Inputs are `(N, inputSize)`, targets one-hot `(N, outputSize)` or N class indices.
public final class TwoLayerNet<Scalar: TensorScalar> {
  /// Network and loss, for a trainer or a check.
  public let model: Model<Scalar>
  /// The stacked layers without the last.
  public let network: Sequential<Scalar>
  /// The loss.
  public let lastLayer: SoftmaxWithLoss<Scalar>

  /// A network with weights from a normal distribution and biases of zero.
  ///
  /// - Parameters:
  ///   - weightInitStd: the standard deviation of the weights.
  ///   - epsilon: what the loss adds to each probability before the logarithm: 0 for the stable form, the notes'
  ///     form has 10⁻⁷.
  ///   - seed: the same seed gives the same weights.
  public init(
    inputSize: Int, hiddenSize: Int, outputSize: Int, weightInitStd: Double = 0.01, epsilon: Scalar = 0,
    seed: UInt64 = 0
  ) {
    var generator = Philox4x32(seed: seed, stream: RandomStream.weights)
    let network = Sequential<Scalar>(
      sizes: [inputSize, hiddenSize, outputSize], weights: .normal(standardDeviation: weightInitStd),
      using: &generator)
    let lastLayer = SoftmaxWithLoss<Scalar>(epsilon: epsilon)
    model = orStop { () throws(ShapeError) in try Model(network, loss: lastLayer) }
    self.network = network
    self.lastLayer = lastLayer
  }

  /// The parameters by name: `W1`, `b1`, `W2` and `b2`.
  public var parameters: [String: Parameter<Scalar>] {
    Dictionary(uniqueKeysWithValues: model.state.parameters.map { ($0.label, $0.parameter) })
  }

  /// The layers in order, by name: `Affine1`, `ReLU1` and `Affine2`; each can be called by hand.
  public var layers: [(name: String, layer: any TracedLayer<Scalar>)] {
    network.layers.compactMap { name, layer in
      (layer as? any TracedLayer<Scalar>).map { (name, $0) }
    }
  }

  /// The scores `(N, outputSize)`, before softmax.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> { model.predict(x) }

  /// The loss of the predictions for x.
  public func loss(_ x: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Scalar {
    model.loss(of: Batch(x, targets), in: Graph()).value.item
  }

  /// The share of samples whose largest score is that of their class; one-hot targets count by their largest number.
  public func accuracy(_ x: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Double {
    var accuracy = Accuracy<Scalar>()
    accuracy.add(predict(x), targets)
    return accuracy.value ?? .nan
  }

  /// The gradients of the loss by numerical differentiation, by parameter name: slow, and simple enough to trust.
  public func numericalGradient(
    _ x: Tensor<Scalar>, _ targets: Targets<Scalar>, step: Scalar = 1e-4
  ) -> [String: Tensor<Scalar>] {
    named(model.numericalGradients(of: Batch(x, targets), step: step))
  }

  /// The gradients of the loss by backpropagation, by parameter name.
  public func gradient(_ x: Tensor<Scalar>, _ targets: Targets<Scalar>) -> [String: Tensor<Scalar>] {
    let gradients = model.loss(of: Batch(x, targets), in: Graph()).backward(for: model.parameters)
    return named(model.parameters.map { gradients[$0] })
  }

  private func named(_ gradients: [Tensor<Scalar>]) -> [String: Tensor<Scalar>] {
    Dictionary(uniqueKeysWithValues: zip(model.state.parameters.map(\.label), gradients))
  }
}
