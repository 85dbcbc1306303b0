/// One run of the chain rule through a graph, from a result back to the variables that were asked for.
final class BackwardPass<Scalar: TensorScalar> {
  let graph: Graph<Scalar>
  /// For each node whether a derivative is wanted of it or of something it was computed from.
  @exclusivity(unchecked) private(set) var needs: [Bool]
  /// For each node whether its own derivative is wanted.
  private(set) var wanted: [Bool]
  /// For each node the sum of the derivatives that have arrived; in the end of the wanted nodes only.
  @exclusivity(unchecked) private(set) var gradients: [Tensor<Scalar>?]
  /// Where the derivatives by parameters go, if not into `gradients`.
  private let delivery: GradientDelivery<Scalar>?

  /// - Parameter targets: the nodes whose derivatives are wanted, or `nil` for all that aren't constants.
  init(graph: Graph<Scalar>, result: Int, targets: [Int]?, delivery: GradientDelivery<Scalar>? = nil) {
    self.graph = graph
    self.delivery = delivery
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

  func run(upstream: Tensor<Scalar>) {
    let result = needs.count - 1
    guard needs[result] else { return }
    gradients[result] = upstream
    for index in stride(from: result, through: 0, by: -1) {
      // What nobody asked for leaves the list, so that its memory can be reused as soon as it is passed on.
      if let gradient = wanted[index] ? gradients[index] : gradients[index].take(),
        let operation = graph.nodes[index].operation, needsAny(of: graph.nodes[index].inputs)
      {
        operation.backward(BackwardStep(pass: self, node: index, upstream: gradient))
      }
      while let leaf = delivery?.next(finishedBy: index) { deliver(leaf) }
    }
  }

  @inline(__always)
  private func needsAny(of inputs: NodeInputs) -> Bool {
    for input in 0..<inputs.count where needs[inputs[input]] { return true }
    return false
  }

  func add(_ gradient: consuming Tensor<Scalar>, to node: Int) {
    if let product = delivery?.takeProduct(of: node) { gradients[node] = product.tensor }
    if gradients[node] == nil {
      gradients[node] = gradient
    } else {
      gradients[node]! += gradient
    }
  }

  /// Adds Aᵀ · B, a derivative, to what arrives at a node.
  ///
  /// It is multiplied out unless nothing else has arrived at a parameter whose derivative is to be delivered.
  func addProduct(transposing a: ProductFactor<Scalar>, _ b: Tensor<Scalar>, to node: Int) {
    let product = FinishedGradient(transposing: a, b, shape: graph.shape(of: node))
    if let delivery, gradients[node] == nil, delivery.keep(product, of: node) { return }
    add(product.tensor, to: node)
  }

  private func deliver(_ leaf: GradientDelivery<Scalar>.Leaf) {
    let gradient =
      delivery?.takeProduct(of: leaf.node) ?? gradients[leaf.node].take().map { FinishedGradient($0) }
    guard let gradient, let delivery else { return }
    graph.releaseValue(of: leaf.node)
    delivery.sink.take(gradient, of: leaf.parameter)
  }
}
