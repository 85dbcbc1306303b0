extension Graph {
  /// What each operand's derivative receives through one node, in the order of operands, from the derivative by the
  /// node's value; `nil` for constants and for a node that computes nothing.
  ///
  /// The node is computed once more in a graph of its own, where an operand that stands twice counts as two.
  func contributions(ofNode index: Int, upstream: Tensor<Scalar>) -> [Tensor<Scalar>?] {
    let node = nodes[index]
    guard let operation = node.operation else { return [] }
    let own = Graph()
    let operands = node.inputs.map { own.variable(value(of: $0)) }
    guard let result = try? operation.applied(to: operands, in: own) else { return [] }
    let gradients = result.backward(upstream: upstream)
    return zip(node.inputs, operands).map { nodes[$0].isConstant ? nil : gradients[$1] }
  }
}

extension GraphOperation {
  fileprivate func applied(
    to operands: [Variable<Scalar>], in graph: Graph<Scalar>
  ) throws(ShapeError) -> Variable<Scalar> {
    try graph.apply(self, to: operands)
  }
}
