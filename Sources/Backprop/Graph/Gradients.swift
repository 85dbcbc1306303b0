extension Variable {
  /// The derivatives of this value by all variables of the graph, intermediate ones included.
  ///
  /// - Parameter upstream: the derivative that arrives at this value, which must broadcast to its shape; 1 by
  ///   default, so that a value that isn't a single number counts as the sum of its elements.
  ///
  /// The graph stays as it is: a second call gives the same answer.
  public func backward(upstream: Tensor<Scalar> = 1) -> Gradients<Scalar> {
    graph.backward(from: self, upstream: upstream, targets: nil)
  }

  /// The derivatives of this value by the given variables only; nothing else is computed.
  public func backward(upstream: Tensor<Scalar> = 1, for variables: [Variable]) -> Gradients<Scalar> {
    for variable in variables { graph.checkOwnership(of: variable, in: "backward") }
    return graph.backward(from: self, upstream: upstream, targets: variables.map(\.index))
  }

  /// The derivatives of this value by the given parameters only; nothing else is computed.
  public func backward(upstream: Tensor<Scalar> = 1, for parameters: [Parameter<Scalar>]) -> Gradients<Scalar>
  {
    graph.backward(from: self, upstream: upstream, targets: parameters.compactMap { graph.leaf(of: $0) })
  }

  /// Hands the derivatives of this value by parameters to a sink, each as soon as it is finished.
  ///
  /// Nothing else is computed. The sink may change the parameters; so the graph, which shares their values, is empty
  /// afterwards. Parameters that this value doesn't depend on are left out.
  public func backward(
    upstream: Tensor<Scalar> = 1, for parameters: [Parameter<Scalar>], into sink: some GradientSink<Scalar>
  ) {
    graph.deliver(from: self, upstream: upstream, parameters, sink)
  }
}

extension Graph {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  fileprivate func deliver(
    from result: Variable<Scalar>, upstream: Tensor<Scalar>, _ parameters: [Parameter<Scalar>],
    _ sink: any GradientSink<Scalar>
  ) {
    checkOwnership(of: result, in: "backward")
    let delivery = GradientDelivery(of: parameters, in: self, result: result.index, to: sink)
    let pass = BackwardPass(graph: self, result: result.index, targets: delivery.nodes, delivery: delivery)
    pass.run(upstream: self.upstream(upstream, for: result))
    sink.finish()
    removeAll()
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  fileprivate func backward(
    from result: Variable<Scalar>, upstream: Tensor<Scalar>, targets: [Int]?
  ) -> Gradients<Scalar> {
    checkOwnership(of: result, in: "backward")
    let pass = BackwardPass(graph: self, result: result.index, targets: targets)
    pass.run(upstream: self.upstream(upstream, for: result))
    return Gradients(pass: pass, round: round, isComplete: targets == nil)
  }

  /// An upstream value in a result's shape.
  fileprivate func upstream(_ upstream: Tensor<Scalar>, for result: Variable<Scalar>) -> Tensor<Scalar> {
    let shape = result.shape
    require(
      TensorShape.broadcast(upstream.shape, shape) == shape,
      "backward from \(description(of: result.index)) needs an upstream derivative that broadcasts to its shape \(shape), not one of shape \(upstream.shape)"
    )
    return upstream.broadcast(to: shape)
  }
}

/// The derivatives of one result by the variables of its graph.
///
/// They belong to the graph as it was: after its `removeAll()` they can't be asked for any more.
public struct Gradients<Scalar: TensorScalar> {
  private let graph: Graph<Scalar>
  private let round: Int
  private let isComplete: Bool
  private let wanted: [Bool]
  private let values: [Tensor<Scalar>?]

  init(pass: BackwardPass<Scalar>, round: Int, isComplete: Bool) {
    graph = pass.graph
    self.round = round
    self.isComplete = isComplete
    wanted = pass.wanted
    values = pass.gradients
  }

  /// The derivative by a variable, of its shape; zeros when the result doesn't depend on it.
  ///
  /// The variable must be one of those that were asked for, and not a constant.
  public subscript(variable: Variable<Scalar>) -> Tensor<Scalar> {
    check(with: graph, in: "a derivative")
    graph.checkOwnership(of: variable, in: "a derivative")
    let index = variable.index
    let wasAsked = isComplete || index >= wanted.count || wanted[index]
    require(
      wasAsked && !variable.isConstant,
      "the derivative by \(variable.name ?? "node \(index)") was not asked for: it is "
        + (variable.isConstant ? "a constant" : "not among the variables given to backward"))
    guard index < values.count, let gradient = values[index] else { return .zeros(variable.shape) }
    return gradient
  }

  /// The derivative by a parameter, of its shape; zeros when the result doesn't depend on it.
  public subscript(parameter: Parameter<Scalar>) -> Tensor<Scalar> {
    check(with: graph, in: "the derivative by \(parameter.name)")
    guard let index = graph.leaf(of: parameter) else { return .zeros(parameter.value.shape) }
    return self[Variable(graph: graph, index: index, round: round)]
  }

  /// The derivative by a node, if the backward pass computed and kept it.
  func computedGradient(ofNode index: Int) -> Tensor<Scalar>? {
    index < values.count ? values[index] : nil
  }

  /// Stops where these aren't the derivatives of the graph as it is now.
  func check(with graph: Graph<Scalar>, in use: @autoclosure () -> String) {
    require(self.graph === graph, "\(use()) needs the gradients of its own graph, but these are of another")
    require(
      round == graph.round,
      "\(use()) is asked of gradients from before the graph's removeAll(); read gradients before emptying the graph"
    )
  }
}
