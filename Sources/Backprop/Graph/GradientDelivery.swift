/// Which parameters' derivatives a backward pass delivers to a sink, and when each is finished.
final class GradientDelivery<Scalar: TensorScalar> {
  /// A parameter with its node.
  struct Leaf {
    let parameter: Parameter<Scalar>
    let node: Int
    /// The first operation, in forward order, that reads it: the last one to be through in a backward pass.
    var firstReader: Int
  }

  let sink: any GradientSink<Scalar>
  /// Those that are still to be delivered, the next one last.
  @exclusivity(unchecked) private var leaves: [Leaf] = []
  /// Derivatives that are a product so far, which is hardly ever more than one at a time.
  @exclusivity(unchecked) private var products: [(node: Int, gradient: FinishedGradient<Scalar>)] = []

  init(
    of parameters: [Parameter<Scalar>], in graph: Graph<Scalar>, result: Int,
    to sink: any GradientSink<Scalar>
  ) {
    self.sink = sink
    var placeOfNode = [Int](repeating: -1, count: result + 1)
    var leaves: [Leaf] = []
    leaves.reserveCapacity(parameters.count)
    for parameter in parameters {
      guard let node = graph.leaf(of: parameter), node <= result, placeOfNode[node] < 0 else { continue }
      placeOfNode[node] = leaves.count
      // One that nothing reads is finished when its own turn comes.
      leaves.append(Leaf(parameter: parameter, node: node, firstReader: node))
    }
    for index in 0...result {
      let inputs = graph.nodes[index].inputs
      for operand in 0..<inputs.count {
        let place = placeOfNode[inputs[operand]]
        if place >= 0, leaves[place].firstReader == leaves[place].node { leaves[place].firstReader = index }
      }
    }
    leaves.sort { ($0.firstReader, $0.node) < ($1.firstReader, $1.node) }
    self.leaves = leaves
  }

  /// The nodes of the parameters.
  var nodes: [Int] { leaves.map(\.node) }

  /// Takes the next parameter whose derivative is finished once the operation at a node is through, if there is one.
  @inline(__always)
  func next(finishedBy index: Int) -> Leaf? {
    guard let last = leaves.last, last.firstReader >= index else { return nil }
    return leaves.removeLast()
  }

  /// Keeps a product as the derivative by a node so far; says whether it is one to be delivered, and had none.
  func keep(_ product: FinishedGradient<Scalar>, of node: Int) -> Bool {
    guard leaves.contains(where: { $0.node == node }), !products.contains(where: { $0.node == node }) else {
      return false
    }
    products.append((node, product))
    return true
  }

  /// Takes back the product that is kept for a node.
  func takeProduct(of node: Int) -> FinishedGradient<Scalar>? {
    guard !products.isEmpty, let place = products.firstIndex(where: { $0.node == node }) else { return nil }
    return products.remove(at: place).gradient
  }
}
