/// Compares gradients from backpropagation with numerical ones and explains the differences.
///
/// ```swift
/// print(GradientCheck<Double>().check(model, on: Batch(x, .classes(labels))))
/// ```
///
/// A central difference with the step h settles most elements. Where it doesn't agree, or where rounding could make it
/// agree by chance, other steps are tried, shorter and longer ones, and extrapolated, until the numerical derivative is
/// known well enough to say that the gradient is right or wrong. Where rounding hides it with every step the verdict is
/// that nothing can be told, and the check isn't passed.
///
/// In a graph a derivative of 0 is right where no operation's result changes with the element and no large value swallowed
/// the change: tanh at 200 has a derivative of 10⁻¹⁷⁴, which matters to nobody and no difference could show. A plain
/// function tells less, so where rounding may be why it doesn't change, nothing can be told.
///
/// In a graph a derivative is right, too, that is 0 because its terms cancel, as that by a bias before a batch
/// normalisation, of which rounding leaves 10⁻¹⁷: both derivatives must be 0 beside the terms. Of other derivatives that
/// small nothing can be told, unless others of their parameter are larger.
public struct GradientCheck<Scalar: TensorScalar> {
  /// The h of the first central difference: 10⁻⁴ by default in `Double`, 10⁻² in `Float`; times |x| where an element's
  /// value x is larger than 1.
  public var step: Scalar
  /// The largest relative error that counts as agreement: 10⁻⁴ by default in `Double`, 10⁻² in `Float`.
  ///
  /// Derivatives smaller than a tenth of the parameter's largest are compared with that tenth, since what is small
  /// by cancellation has no relative accuracy to speak of.
  public var tolerance: Scalar
  /// How many elements of each parameter are checked, drawn at random where it has more; all of them if `nil`.
  public var elements: Int?
  /// What the elements are drawn from. The same seed draws the same ones, on any number of threads.
  public var seed: UInt64
  /// Is called on the calling thread now and then, with how many elements have been checked, and of how many.
  public var progress: ((_ checked: Int, _ total: Int) -> Void)?

  /// A check with the defaults for its type of number, or with other values.
  public init(
    step: Scalar? = nil, tolerance: Scalar? = nil, elements: Int? = nil, seed: UInt64 = 0,
    progress: ((_ checked: Int, _ total: Int) -> Void)? = nil
  ) {
    let isCoarse = Scalar.ulpOfOne > 1e-10
    self.step = step ?? (isCoarse ? 1e-2 : 1e-4)
    self.tolerance = tolerance ?? (isCoarse ? 1e-2 : 1e-4)
    self.elements = elements
    self.seed = seed
    self.progress = progress
  }

  /// Checks the gradients of a loss by parameters.
  ///
  /// - Parameter loss: builds the loss in the graph it is given, from the parameters and from values that don't
  ///   change between its calls. It is called twice for most elements and some dozens of times for those that need an
  ///   explanation, so a check takes time in proportion to the number of elements.
  public func check(
    _ parameters: [Parameter<Scalar>], loss: (Graph<Scalar>) -> Variable<Scalar>
  ) -> GradientReport {
    withoutActuallyEscaping(loss) { loss in
      check(parameters, loss) { makeFunction in [makeFunction(parameters, Graph<Scalar>())] }
    }
  }

  /// Checks the gradients of a model's loss of a batch by all of its parameters, on all threads.
  ///
  /// The report is the same for any number of threads. Each thread varies a copy of the parameters, but for models of
  /// more than four million parameters, which are varied in place and restored, so that a check needs no more memory
  /// than one backward pass. Stops with a sentence where the model uses a parameter that no layer lists among its members,
  /// since it would go unchecked.
  ///
  /// - Parameter pass: makes the pass that each run of the model is; an evaluation by default. A training pass is never
  ///   committed, and draws the same random numbers each time.
  public func check(
    _ model: Model<Scalar>, on batch: Batch<Scalar>, pass: ((Model<Scalar>) -> Pass<Scalar>)? = nil
  ) -> GradientReport {
    let batch = Batch(batch.samples.tensor, batch.targets)
    let loss = { (graph: Graph<Scalar>) in model.loss(of: batch, in: graph, pass?(model)) }
    let parameters = model.parameters
    _ = model.lossCheckingMembers(of: batch, in: Graph(), pass?(model) ?? model.evaluation())
    return check(parameters, loss) { makeFunction in
      ParameterCopies.forEachThread(parameters).map { makeFunction($0.parameters, $0.graph) }
    }
  }

  /// Makes a function from parameters and from the graph in which they stand.
  private typealias FunctionMaker = (
    _ parameters: [Parameter<Scalar>], _ graph: Graph<Scalar>
  ) -> CheckedFunction<Scalar>

  /// - Parameter functions: makes functions of the parameters, as many as threads shall work side by side.
  private func check(
    _ parameters: [Parameter<Scalar>], _ loss: @escaping (Graph<Scalar>) -> Variable<Scalar>,
    functions: (FunctionMaker) -> [CheckedFunction<Scalar>]
  ) -> GradientReport {
    let graph = Graph<Scalar>()
    let result = loss(graph)
    let leaves = parameters.map { graph.leaf(of: $0) }
    let names = zip(parameters, leaves).map { parameter, leaf in
      leaf.flatMap { graph.name(of: $0) } ?? parameter.name
    }
    let upstream = Self.upstream(for: result.shape)
    // Of a large gradient only the elements that are checked stay in memory.
    let samples = {
      let gradients = result.backward(upstream: upstream, for: parameters.map { graph.variable($0) })
      return parameters.indices.map { position in
        GradientSample(
          of: gradients[parameters[position]], limit: elements, seed: seed, stream: UInt64(position))
      }
    }()
    graph.removeAll()
    let checked = functions { parameters, graph in
      CheckedFunction(
        parameters: parameters, value: { evaluate(loss, in: graph, upstream: upstream) },
        exactBranches: { exactBranches(loss, in: graph) }, trace: { trace(loss, in: graph) },
        slopes: { slopes(loss, in: graph, upstream: upstream) })
    }
    var report = check(checked, names, samples)
    for (position, leaf) in leaves.enumerated() { report.parameters[position].node = leaf }
    return report
  }

  @inline(__always)
  private func evaluate(
    _ loss: (Graph<Scalar>) -> Variable<Scalar>, in graph: Graph<Scalar>, upstream: Tensor<Scalar>
  ) -> CheckedValue<Scalar> {
    let value = loss(graph).value
    var hasher = Hasher()
    graph.hashBranches(into: &hasher)
    graph.removeAll()
    guard value.count != 1 else {
      let value = value.item * upstream.item
      return CheckedValue(value: value, magnitude: value.magnitude, branches: hasher.finalize())
    }
    let terms = value * upstream
    return CheckedValue(
      value: terms.sum().item, magnitude: terms.magnitude().sum().item, branches: hasher.finalize())
  }

  /// Which branches the graph takes, where even rounding tells elements apart.
  private func exactBranches(_ loss: (Graph<Scalar>) -> Variable<Scalar>, in graph: Graph<Scalar>) -> Int {
    defer { graph.removeAll() }
    _ = loss(graph)
    var hasher = Hasher()
    graph.hashBranches(into: &hasher, tellsTies: true)
    return hasher.finalize()
  }

  /// The values of all operations' nodes.
  private func trace(
    _ loss: (Graph<Scalar>) -> Variable<Scalar>, in graph: Graph<Scalar>
  ) -> [TracedNode<Scalar>] {
    defer { graph.removeAll() }
    let result = loss(graph)
    return graph.nodes.indices.prefix(result.index + 1).filter { graph.nodes[$0].operation != nil }.map {
      TracedNode(
        value: graph.value(of: $0), operands: graph.nodes[$0].inputs.map { graph.value(of: $0) })
    }
  }

  /// The derivatives by the values of all operations' nodes, in the order of ``trace``.
  private func slopes(
    _ loss: (Graph<Scalar>) -> Variable<Scalar>, in graph: Graph<Scalar>, upstream: Tensor<Scalar>
  ) -> [Tensor<Scalar>?] {
    defer { graph.removeAll() }
    let result = loss(graph)
    let gradients = result.backward(upstream: upstream)
    return graph.nodes.indices.prefix(result.index + 1).filter { graph.nodes[$0].operation != nil }.map {
      gradients.computedGradient(ofNode: $0)
    }
  }

  /// Checks the derivatives of a function of variables, such as an operation, at given values.
  public func check(
    _ values: [Tensor<Scalar>], names: [String]? = nil, function: ([Variable<Scalar>]) -> Variable<Scalar>
  ) -> GradientReport {
    let inputs = values.indices.map { index in
      Parameter(values[index], name: names?[index] ?? "input \(index)")
    }
    return check(inputs) { graph in function(inputs.map { graph.variable($0) }) }
  }

  /// Checks a layer's derivatives by its input and by its parameters; stops with a sentence where it uses one that it
  /// doesn't list.
  ///
  /// - Parameter pass: makes the pass that each run of the layer is; an evaluation by default.
  public func check(
    _ layer: some Layer<Scalar>, input: Tensor<Scalar>, pass: () -> Pass<Scalar> = { .evaluation() }
  ) -> GradientReport {
    let x = Parameter(input, name: "x")
    let state = NamedState(of: layer)
    // The tensors of one layer alone need no numbers.
    let labels = state.layers.count > 1 ? ParameterLabels(state) : nil
    let (graph, first) = (Graph<Scalar>(), pass())
    _ = state.checkingMembers(in: graph, first) { layer(graph.constant(input), in: first) }
    return check([x] + state.parameters.map(\.parameter)) { graph in
      if let labels { graph.adopt(labels) }
      return layer(graph.variable(x), in: pass())
    }
  }

  /// Checks a function's gradient that comes from anywhere, such as one derived by hand.
  public func check(
    at point: Tensor<Scalar>, gradient: Tensor<Scalar>, of function: (Tensor<Scalar>) -> Scalar
  ) -> GradientReport {
    require(
      gradient.shape == point.shape,
      "the gradient must have the point's shape \(point.shape), not \(gradient.shape)")
    let x = Parameter(point, name: "x")
    return withoutActuallyEscaping(function) { function in
      let checked = CheckedFunction(
        parameters: [x],
        value: {
          let value = function(x.value)
          return CheckedValue(value: value, magnitude: value.magnitude, branches: nil)
        }, exactBranches: nil, trace: nil, slopes: nil)
      return check(
        [checked], [x.name], [GradientSample(of: gradient, limit: elements, seed: seed, stream: 0)])
    }
  }

  /// Fixed random weights of a result's elements. Were they all 1, as in a plain sum, errors could cancel: the sum of
  /// a softmax is 1 whatever its derivative is.
  private static func upstream(for shape: TensorShape) -> Tensor<Scalar> {
    guard shape.elementCount != 1 else { return .ones(shape) }
    var generator = Philox4x32(seed: 0x5EED, stream: 0)
    return .uniform(shape, in: 0.5..<1.5, using: &generator)
  }
}

extension Graph {
  /// Which branches the graph's kinked operations took.
  ///
  /// - Parameter tellsTies: whether elements that differ by rounding alone are different ones.
  func hashBranches(into hasher: inout Hasher, tellsTies: Bool = false) {
    for node in nodes {
      let step = ForwardStep(graph: self, inputs: node.inputs, tellsTies: tellsTies)
      node.operation?.hashBranches(step, into: &hasher)
    }
  }
}
