/// A graph as it stands at one moment: what listings and drawings may see of it.
public struct GraphSnapshot<Scalar: TensorScalar>: Sendable {
  /// One value of the graph.
  public struct Node: Sendable {
    /// The node's position in forward order, from 0 on.
    public var id: Int
    /// The name that the value was given.
    public var name: String?
    /// The operation that computed the value, such as `matmul`, or `nil` for a variable or constant.
    public var operation: String?
    /// What stands in the operation's circle in a drawing, such as `dot`.
    public var symbol: String?
    /// The nodes of the operands, in their order.
    public var inputs: [Int]
    /// The value.
    public var value: Tensor<Scalar>
    /// The derivative of the graph's result by this value, where one was computed; constants have none.
    public var gradient: Tensor<Scalar>?
    /// Whether the value is a constant.
    public var isConstant: Bool
    /// What the operation's formula needs beyond its operands, such as the `axis` of a sum.
    public var settings: [String: Setting] = [:]
    /// The part of each operand's derivative that comes through this node, in the order of operands; only where it
    /// was asked for and an operand feeds other nodes, too.
    public var contributions: [Tensor<Scalar>?] = []
  }

  /// All nodes in forward order; each node's inputs come before it.
  public var nodes: [Node]

  /// The groups of nodes, outer before inner.
  public var groups: [GraphGroup] = []
}

extension Graph {
  /// The graph's nodes with their values and, where given, the derivatives that a backward pass found.
  ///
  /// - Parameter withContributions: whether nodes that share an operand with others tell their parts of its
  ///   derivative; each of them is computed once more for that.
  public func snapshot(
    gradients: Gradients<Scalar>? = nil, withContributions: Bool = false
  ) -> GraphSnapshot<Scalar> {
    gradients?.check(with: self, in: "a snapshot")
    var useCounts = [Int](repeating: 0, count: nodes.count)
    if withContributions {
      for node in nodes { for input in node.inputs { useCounts[input] += 1 } }
    }
    return GraphSnapshot(
      nodes: nodes.enumerated().map { id, node in
        let gradient = node.isConstant ? nil : gradients?.computedGradient(ofNode: id)
        var seen = GraphSnapshot.Node(
          id: id, name: name(of: id), operation: node.operation?.name, symbol: node.operation?.symbol,
          inputs: Array(node.inputs), value: value(of: id), gradient: gradient, isConstant: node.isConstant)
        seen.settings = node.operation?.settings ?? [:]
        if let gradient, node.inputs.contains(where: { useCounts[$0] > 1 }) {
          seen.contributions = contributions(ofNode: id, upstream: gradient)
        }
        return seen
      }, groups: groups)
  }
}
