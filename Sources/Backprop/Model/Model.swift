/// What is trained, checked, drawn, saved and asked: a network, the loss that its output is compared with targets by,
/// and the names of all that training changes.
///
/// ```swift
/// let model = try Model(Sequential<Float>(sizes: [784, 50, 10], using: &random))
/// let history = try Trainer(model, on: images).run()
/// let scores = model.predict(x)
/// ```
public final class Model<Scalar: TensorScalar> {
  /// The network.
  public let network: any Layer<Scalar>
  /// What its output is compared with targets by.
  public let loss: any Loss<Scalar>
  /// The shape of one sample, such as `(784,)`, where it was given or the network's first layer asks for one.
  public let sampleShape: TensorShape?
  /// The network's layers, parameters and statistics with their names.
  public let state: NamedState<Scalar>

  private let labels: ParameterLabels<Scalar>
  private let numbers: LayerNumbers<Scalar>

  /// A model of a network and a loss, softmax with cross entropy if none is given.
  ///
  /// Throws a ``ShapeError`` when the network's layers don't fit one another or can't take the samples.
  ///
  /// - Parameter sampleShape: the shape of one sample; that which the network's first layer asks for if not given.
  public init(
    _ network: any Layer<Scalar>, loss: (any Loss<Scalar>)? = nil, sampleShape: TensorShape? = nil
  ) throws(ShapeError) {
    self.network = network
    self.loss = loss ?? SoftmaxWithLoss<Scalar>()
    self.sampleShape = sampleShape ?? network.inputShape
    if let shape = self.sampleShape { _ = try network.outputShape(for: shape) }
    state = NamedState(of: network)
    labels = ParameterLabels(state)
    numbers = LayerNumbers(state)
  }

  /// The network in a line, such as `affine 50, relu, affine 10`.
  public var summary: String {
    let summary = network.summary
    return network is Sequential<Scalar> ? String(summary.dropFirst().dropLast()) : summary
  }

  /// What training changes by gradients, in order, each once.
  public var parameters: [Parameter<Scalar>] { state.parameters.map(\.parameter) }

  /// The number of single numbers that training changes by gradients.
  public var parameterCount: Int { state.parameterCount }

  /// Throws a ``ShapeError`` when the network can't take samples of a shape, or the loss can't compare what it makes of
  /// them with targets of a kind.
  public func check(sampleShape: TensorShape, targets: TargetKind) throws(ShapeError) {
    try loss.check(output: network.outputShape(for: sampleShape), against: targets)
  }
}

// MARK: - Runs

extension Model {
  /// A run that asks for the network's answers.
  public func evaluation() -> Pass<Scalar> { Pass(.evaluation, seed: 0, numbers: numbers) }

  /// A step of training, counted from 0, whose random numbers come from a seed.
  public func training(iteration: Int, seed: UInt64) -> Pass<Scalar> {
    Pass(.training(iteration: iteration), seed: seed, numbers: numbers)
  }

  /// The network's output for a variable of a graph.
  public func callAsFunction(_ x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    pass.running(labels, in: x.graph) { network(x, in: pass) }
  }

  /// The network's output for samples `(N, …)`, which become the graph's constant `x`.
  public func output(
    for samples: Input<Scalar>, in graph: Graph<Scalar>, _ pass: Pass<Scalar>
  ) -> Variable<Scalar> {
    self(graph.input(samples, name: "x"), in: pass)
  }

  /// The loss of a batch, in a graph; in an evaluation if no pass is given.
  public func loss(
    of batch: Batch<Scalar>, in graph: Graph<Scalar>, _ pass: Pass<Scalar>? = nil
  ) -> Variable<Scalar> {
    loss(output(for: batch.samples, in: graph, pass ?? evaluation()), batch.targets)
  }

  /// The output `(N, …)` for samples `(N, …)`, evaluated.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> { predict(.numbers(x)) }

  /// The output for samples that may be bytes, evaluated.
  public func predict(_ samples: Input<Scalar>) -> Tensor<Scalar> {
    output(for: samples, in: Graph(), evaluation().unseen()).value
  }

  /// The graph of a batch's loss with all values and derivatives, for drawings: the nodes of each layer are a group with
  /// its name, the loss is named `L`.
  ///
  /// - Parameter title: what a layer's group is called, from the layer and its name; the name if not given.
  public func snapshot(
    of batch: Batch<Scalar>, title: (NamedState<Scalar>.NamedLayer) -> String = { $0.label }
  ) -> GraphSnapshot<Scalar> {
    let graph = Graph<Scalar>()
    let loss = groupedLoss(of: batch, in: graph, title: title)
    return graph.snapshot(gradients: loss.backward())
  }

  /// The loss of a batch in a graph, with the nodes of each layer grouped under its name.
  public func groupedLoss(
    of batch: Batch<Scalar>, in graph: Graph<Scalar>,
    title: (NamedState<Scalar>.NamedLayer) -> String = { $0.label }
  ) -> Variable<Scalar> {
    var titles: [ObjectIdentifier: String] = [:]
    for named in state.layers where !(named.path.isEmpty && named.layer is Sequential<Scalar>) {
      titles[ObjectIdentifier(named.layer)] = title(named)
    }
    let pass = evaluation()
    let y: Variable<Scalar> = pass.observing { [titles] layer, x, body in
      titles[ObjectIdentifier(layer)].map { x.graph.group($0, body) } ?? body()
    } during: {
      output(for: batch.samples, in: graph, pass)
    }
    return graph.group("Loss") { loss(y, batch.targets) }.named("L")
  }
}
