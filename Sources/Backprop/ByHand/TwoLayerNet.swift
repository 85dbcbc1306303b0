/// The network of the notes: Affine, ReLU, Affine, and Softmax-with-Loss behind them.
///
/// ```swift
/// let net = TwoLayerNet<Float>(inputSize: 784, hiddenSize: 50, outputSize: 10)
/// let grads = net.gradient(x, t)
/// for key in grads.keys { net.params[key] -= 0.1 * grads[key] }
/// ```
///
/// Inputs x are `(N, inputSize)`, or `(inputSize,)` for one sample. Targets t are one-hot rows `(N, outputSize)` or N
/// class indices: a tensor, a list of `Int`, or ``Targets``.
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
  public convenience init(
    inputSize: Int, hiddenSize: Int, outputSize: Int, weightInitStd: Double = 0.01, epsilon: Scalar = 0,
    seed: UInt64 = 0
  ) {
    var generator = Philox4x32(seed: seed, stream: RandomStream.weights)
    self.init(
      Sequential(
        sizes: [inputSize, hiddenSize, outputSize], weights: .normal(standardDeviation: weightInitStd),
        using: &generator), SoftmaxWithLoss(epsilon: epsilon))
  }

  private init(_ network: Sequential<Scalar>, _ lastLayer: SoftmaxWithLoss<Scalar>) {
    model = orStop { () throws(ShapeError) in try Model(network, loss: lastLayer) }
    self.network = network
    self.lastLayer = lastLayer
  }

  /// A network like this one with parameters of its own, which have the values of this one's.
  public func copy() -> TwoLayerNet { TwoLayerNet(network.copy(), lastLayer.copy()) }

  /// The values of the parameters by name: `W1`, `b1`, `W2` and `b2`.
  ///
  /// What is assigned, as in `net.params["W1"] -= rate * grads["W1"]`, is what the layers compute with from then on.
  public var params: NamedTensors<Scalar> {
    get { NamedTensors("parameter", model.state.parameters.map { ($0.label, $0.parameter.value) }) }
    set {
      var checked = params
      require(
        newValue.keys == checked.keys,
        "params needs the parameters \(checked.keys), and is given \(newValue.keys)")
      for (name, value) in newValue { checked[name] = value }
      for (named, value) in zip(model.state.parameters, checked.values) { named.parameter.value = value }
    }
  }

  /// The parameters themselves by name, as layers and optimisers share them.
  public var parameters: [String: Parameter<Scalar>] {
    Dictionary(uniqueKeysWithValues: model.state.parameters.map { ($0.label, $0.parameter) })
  }

  /// The layers in order, by the notes' names: `Affine1`, `Relu1` and `Affine2`.
  public var layers: NamedLayers<Scalar> {
    NamedLayers(
      network.layers.compactMap { name, layer in
        (layer as? any TracedLayer<Scalar>).map { (Self.notesName(name), $0) }
      })
  }

  /// What the notes call a layer.
  private static func notesName(_ name: String) -> String { name == "ReLU1" ? "Relu1" : name }

  /// The scores `(N, outputSize)`, before softmax; the layers remember the call.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> { network.forward(x) }
}

// MARK: - Inputs with targets

extension TwoLayerNet {
  /// The loss of the predictions for x; the layers and the loss remember the call, so that `backward` can follow.
  public func loss(_ x: Tensor<Scalar>, _ t: Targets<Scalar>) -> Scalar {
    lastLayer.forward(predict(x), t).item
  }

  /// The share of samples whose largest score is that of their class; one-hot targets count by their largest number.
  public func accuracy(_ x: Tensor<Scalar>, _ t: Targets<Scalar>) -> Double {
    var accuracy = Accuracy<Scalar>()
    accuracy.add(model.predict(x), t)
    return accuracy.value ?? .nan
  }

  /// The gradients of the loss by numerical differentiation, by parameter name: slow, and simple enough to trust.
  public func numericalGradient(
    _ x: Tensor<Scalar>, _ t: Targets<Scalar>, step: Scalar = 1e-4
  ) -> NamedTensors<Scalar> {
    gradients(model.numericalGradients(of: Batch(x, t), step: step))
  }

  /// The gradients of the loss by backpropagation, by parameter name; each layer's `dW` and `db` are these from then on.
  public func gradient(_ x: Tensor<Scalar>, _ t: Targets<Scalar>) -> NamedTensors<Scalar> {
    _ = loss(x, t)
    network.backward(lastLayer.backward())
    return gradients(model.parameters.map { network.gradient(of: $0) ?? .zeros($0.value.shape) })
  }

  private func gradients(_ values: [Tensor<Scalar>]) -> NamedTensors<Scalar> {
    NamedTensors("gradient", zip(model.state.parameters.map(\.label), values))
  }
}

// MARK: - Targets as a tensor or a list

extension TwoLayerNet {
  /// The loss of the predictions for x; t is one-hot rows or class indices.
  public func loss(_ x: Tensor<Scalar>, _ t: Tensor<Scalar>) -> Scalar { loss(x, targets(t, for: x)) }

  /// The loss of the predictions for x; t is class indices, one for each sample.
  public func loss(_ x: Tensor<Scalar>, _ t: [Int]) -> Scalar { loss(x, targets(t, for: x)) }

  /// The share of samples whose largest score is that of their class; t is one-hot rows or class indices.
  public func accuracy(_ x: Tensor<Scalar>, _ t: Tensor<Scalar>) -> Double { accuracy(x, targets(t, for: x)) }

  /// The share of samples whose largest score is that of their class; t is class indices, one for each sample.
  public func accuracy(_ x: Tensor<Scalar>, _ t: [Int]) -> Double { accuracy(x, targets(t, for: x)) }

  /// The gradients of the loss by numerical differentiation; t is one-hot rows or class indices.
  public func numericalGradient(
    _ x: Tensor<Scalar>, _ t: Tensor<Scalar>, step: Scalar = 1e-4
  ) -> NamedTensors<Scalar> { numericalGradient(x, targets(t, for: x), step: step) }

  /// The gradients of the loss by numerical differentiation; t is class indices, one for each sample.
  public func numericalGradient(
    _ x: Tensor<Scalar>, _ t: [Int], step: Scalar = 1e-4
  ) -> NamedTensors<Scalar> { numericalGradient(x, targets(t, for: x), step: step) }

  /// The gradients of the loss by backpropagation; t is one-hot rows or class indices.
  public func gradient(_ x: Tensor<Scalar>, _ t: Tensor<Scalar>) -> NamedTensors<Scalar> {
    gradient(x, targets(t, for: x))
  }

  /// The gradients of the loss by backpropagation; t is class indices, one for each sample.
  public func gradient(_ x: Tensor<Scalar>, _ t: [Int]) -> NamedTensors<Scalar> {
    gradient(x, targets(t, for: x))
  }

  private func targets(_ t: Tensor<Scalar>, for x: Tensor<Scalar>) -> Targets<Scalar> {
    Targets(t, beside: scoresShape(for: x))
  }

  private func targets(_ t: [Int], for x: Tensor<Scalar>) -> Targets<Scalar> {
    Targets(t, beside: scoresShape(for: x))
  }

  /// The shape of the scores for x.
  private func scoresShape(for x: Tensor<Scalar>) -> TensorShape {
    let classes = model.state.parameters.last.map { $0.parameter.value.count } ?? 0
    return x.rank <= 1 ? TensorShape(vector: classes) : TensorShape(rows: x.shape[0], columns: classes)
  }
}

extension TwoLayerNet: CustomStringConvertible {
  /// What the network is: its layers in order with their sizes and parameters, and the loss.
  public var description: String {
    let listing = NetworkListing<Scalar>(of: network, label: Self.notesName)
    return (["TwoLayerNet: \(listing.sizes)"] + listing.lines + ["  lastLayer = \(lastLayer)"])
      .joined(separator: "\n")
  }
}
