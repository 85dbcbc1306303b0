/// A value in a graph: arithmetic on it appends nodes, and its derivatives can be asked for.
public struct Variable<Scalar: TensorScalar> {
  /// The graph that the value belongs to.
  public let graph: Graph<Scalar>
  /// The node's position in the graph.
  public let index: Int
  @usableFromInline let round: Int

  init(graph: Graph<Scalar>, index: Int, round: Int) {
    self.graph = graph
    self.index = index
    self.round = round
  }

  /// The node's value, as the forward pass left it.
  public var value: Tensor<Scalar> { graph.value(of: checkedIndex) }

  /// The shape of the value.
  public var shape: TensorShape { graph.shape(of: checkedIndex) }

  /// The node's name, where it was given one.
  public var name: String? { graph.name(of: checkedIndex) }

  /// Whether the node is a constant, which receives no derivative.
  public var isConstant: Bool { graph.nodes[checkedIndex].isConstant }

  /// Gives the node a name, which errors and drawings show, and returns it.
  @discardableResult
  public func named(_ name: String) -> Variable {
    graph.checkOwnership(of: self, in: "named")
    graph.setName(name, of: index)
    return self
  }

  private var checkedIndex: Int {
    graph.checkOwnership(of: self, in: "value")
    return index
  }
}
