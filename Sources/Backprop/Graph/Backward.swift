/// One run of the chain rule through a graph, from a result back to the variables that were asked for.
final class BackwardPass<Scalar: TensorScalar> {
  let graph: Graph<Scalar>
  /// For each node whether a derivative is wanted of it or of something it was computed from.
  @exclusivity(unchecked) private(set) var needs: [Bool]
  /// For each node whether its own derivative is wanted.
  private(set) var wanted: [Bool]
  /// For each node the sum of the derivatives that have arrived; in the end of the wanted nodes only.
  @exclusivity(unchecked) private(set) var gradients: [Tensor<Scalar>?]
  /// Where derivatives may be added to parameters as soon as they are computed.
  var descent: Descent<Scalar>?
  /// The products that the operation at hand has passed on. They are computed when it is through, since adding one to
  /// a parameter takes away the value that the operation may still read.
  private var products: [Product] = []

  /// Aᵀ · B, a derivative by a node.
  private struct Product {
    let a: Tensor<Scalar>
    let b: Tensor<Scalar>
    let node: Int
  }

  /// - Parameter targets: the nodes whose derivatives are wanted, or `nil` for all that aren't constants.
  init(graph: Graph<Scalar>, result: Int, targets: [Int]?) {
    self.graph = graph
    gradients = Array(repeating: nil, count: result + 1)
    wanted = Array(repeating: targets == nil, count: result + 1)
    for target in targets ?? [] where target <= result { wanted[target] = true }
    needs = wanted
    for index in 0...result {
      if graph.nodes[index].isConstant {
        needs[index] = false
      } else if !needs[index] {
        needs[index] = needsAny(of: graph.nodes[index].inputs)
      }
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func run(upstream: Tensor<Scalar>) {
    let result = needs.count - 1
    guard needs[result] else { return }
    gradients[result] = upstream
    for index in stride(from: result, through: 0, by: -1) {
      // What nobody asked for leaves the list, so that its memory can be reused as soon as it is passed on.
      guard let gradient = wanted[index] ? gradients[index] : gradients[index].take() else { continue }
      guard let operation = graph.nodes[index].operation, needsAny(of: graph.nodes[index].inputs) else {
        continue
      }
      operation.backward(BackwardStep(pass: self, node: index, upstream: gradient))
      if !products.isEmpty { addProducts() }
    }
  }

  @inline(__always)
  private func needsAny(of inputs: NodeInputs) -> Bool {
    for input in 0..<inputs.count where needs[inputs[input]] { return true }
    return false
  }

  /// Adds Aᵀ · B, a derivative, to what arrives at a node, when the operation at hand is through.
  func addProduct(transposing a: Tensor<Scalar>, _ b: Tensor<Scalar>, to node: Int) {
    products.append(Product(a: a, b: b, node: node))
  }

  private func addProducts() {
    for product in products {
      let isOnly = gradients[product.node] == nil && products.count { $0.node == product.node } == 1
      if isOnly, let descent,
        descent.add(transposing: product.a, product.b, to: product.node, in: graph)
      {
        continue
      }
      add(
        matrixProduct(product.a, product.b, transposingA: true).reshaped(
          graph.nodes[product.node].value.shape), to: product.node)
    }
    products.removeAll(keepingCapacity: true)
  }

  func add(_ gradient: consuming Tensor<Scalar>, to node: Int) {
    if gradients[node] == nil {
      gradients[node] = gradient
    } else {
      gradients[node]! += gradient
    }
  }
}

extension Variable {
  /// The derivatives of this value by all variables of the graph, intermediate ones included.
  ///
  /// - Parameter upstream: the derivative that arrives at this value, which must broadcast to its shape; 1 by
  ///   default, so that a value that isn't a single number counts as the sum of its elements.
  ///
  /// The graph stays as it is: a second call gives the same answer.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(upstream: Tensor<Scalar> = 1) -> Gradients<Scalar> {
    graph.backward(from: self, upstream: upstream, targets: nil)
  }

  /// The derivatives of this value by the given variables only; nothing else is computed.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(upstream: Tensor<Scalar> = 1, for variables: [Variable]) -> Gradients<Scalar> {
    for variable in variables { graph.checkOwnership(of: variable, in: "backward") }
    return graph.backward(from: self, upstream: upstream, targets: variables.map(\.index))
  }

  /// The derivatives of this value by the given parameters only; nothing else is computed.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(upstream: Tensor<Scalar> = 1, for parameters: [Parameter<Scalar>]) -> Gradients<Scalar>
  {
    graph.backward(from: self, upstream: upstream, targets: parameters.compactMap { graph.leaf(of: $0) })
  }
}

extension Graph {
  fileprivate func backward(
    from result: Variable<Scalar>, upstream: Tensor<Scalar>, targets: [Int]?
  ) -> Gradients<Scalar> {
    checkOwnership(of: result, in: "backward")
    require(
      Shape.broadcast(upstream.shape, result.shape) == result.shape,
      "backward needs an upstream value that broadcasts to the result's shape \(result.shape), not \(upstream.shape)"
    )
    let pass = BackwardPass(graph: self, result: result.index, targets: targets)
    pass.run(upstream: upstream.broadcast(to: result.shape))
    return Gradients(pass: pass, round: round, isComplete: targets == nil)
  }
}

/// The derivatives of one result by the variables of its graph.
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

  /// The derivative by a node, if the backward pass computed and kept it.
  func computedGradient(ofNode index: Int) -> Tensor<Scalar>? {
    index < values.count ? values[index] : nil
  }

  /// The derivative by a parameter, of its shape; zeros when the result doesn't depend on it.
  public subscript(parameter: Parameter<Scalar>) -> Tensor<Scalar> {
    guard let index = graph.leaf(of: parameter) else { return .zeros(parameter.value.shape) }
    return self[Variable(graph: graph, index: index, round: round)]
  }
}
