/// A computational graph: every value of a computation, in the order in which it was computed.
///
/// Nodes are appended as operations are applied, so their order is a topological one: the forward pass runs from
/// the first node to the last, the backward pass from the last to the first, without sorting and without
/// recursion. Every node keeps its value.
///
/// ```swift
/// let graph = Graph<Double>()
/// let x = graph.variable(1, name: "x")
/// let y = graph.variable(2, name: "y")
/// let z = (x + y).power(2)
/// print(z.value)                      // 9.0
/// print(z.backward()[x])              // 6.0
/// ```
public final class Graph<Scalar: TensorScalar> {
  struct Node {
    let operation: (any Operation<Scalar>)?
    let inputs: NodeInputs
    var value: Tensor<Scalar>
    let saved: Tensor<Scalar>?
    var name: String?
    var isConstant: Bool
  }

  // Only this class and a backward pass of it touch the nodes, never two at a time.
  @exclusivity(unchecked) var nodes: [Node] = []
  /// The groups of nodes, outer before inner; only drawings look at them.
  var groups: [GraphGroup] = []
  /// Counts the calls of `removeAll`, so that a variable of an earlier round is recognised.
  private(set) var round = 0
  private var leafOfParameter: [ObjectIdentifier: Int] = [:]
  /// The parameters that the graph's leaves stand for, kept alive so that their identities stay theirs.
  private var parameters: [Parameter<Scalar>] = []

  /// An empty graph.
  public init() {}

  /// The number of nodes.
  public var count: Int { nodes.count }

  /// A node that holds a value and receives derivatives.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func variable(_ value: Tensor<Scalar>, name: String? = nil) -> Variable<Scalar> {
    append(
      Node(operation: nil, inputs: NodeInputs(), value: value, saved: nil, name: name, isConstant: false))
  }

  /// A node that holds a value and receives no derivatives, such as the 2 of `2 * x`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func constant(_ value: Tensor<Scalar>, name: String? = nil) -> Variable<Scalar> {
    append(Node(operation: nil, inputs: NodeInputs(), value: value, saved: nil, name: name, isConstant: true))
  }

  /// The node for a parameter: the same one however often it is asked for, so that its gradients add up.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func variable(_ parameter: Parameter<Scalar>) -> Variable<Scalar> {
    if let index = leafOfParameter[ObjectIdentifier(parameter)] {
      return Variable(graph: self, index: index, round: round)
    }
    let leaf = variable(parameter.value, name: parameter.name)
    leafOfParameter[ObjectIdentifier(parameter)] = leaf.index
    parameters.append(parameter)
    return leaf
  }

  /// The node of a parameter that was used in this graph.
  func leaf(of parameter: Parameter<Scalar>) -> Int? { leafOfParameter[ObjectIdentifier(parameter)] }

  /// Applies an operation to variables of this graph and appends the node of its result.
  ///
  /// Throws a ``ShapeError`` that names the operands when the operation can't take their shapes.
  public func apply(
    _ operation: some Operation<Scalar>, to inputs: [Variable<Scalar>]
  ) throws(ShapeError) -> Variable<Scalar> {
    for input in inputs { checkOwnership(of: input, in: operation.name) }
    return try append(operation, NodeInputs(inputs.map(\.index)))
  }

  /// Forgets all nodes. Variables made before can't be used any more; the memory is kept for the next nodes.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func removeAll() {
    nodes.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    leafOfParameter.removeAll(keepingCapacity: true)
    parameters.removeAll(keepingCapacity: true)
    round += 1
  }
}

extension Graph {
  @inline(__always)
  private func append(_ node: consuming Node) -> Variable<Scalar> {
    nodes.append(node)
    return Variable(graph: self, index: nodes.count - 1, round: round)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func append(_ operation: any Operation<Scalar>, _ inputs: NodeInputs) throws(ShapeError) -> Variable<Scalar>
  {
    var step = ForwardStep<Scalar>(graph: self, inputs: inputs)
    let value: Tensor<Scalar>
    do {
      value = try operation.forward(&step)
    } catch {
      throw named(error, inputs)
    }
    return append(
      Node(
        operation: operation, inputs: inputs, value: value, saved: step.saved, name: nil, isConstant: false))
  }

  /// The error with the operands as the graph knows them: by name, shape and the operation they come from.
  private func named(_ error: ShapeError, _ inputs: NodeInputs) -> ShapeError {
    var error = error
    error.operands = inputs.map { index in
      let node = nodes[index]
      let origin = node.operation.map { "the result of \($0.name)" } ?? (node.isConstant ? "a constant" : nil)
      return ShapeError.Operand(name: node.name, shape: node.value.shape, origin: origin)
    }
    return error
  }

  func checkOwnership(of variable: Variable<Scalar>, in operation: String) {
    require(variable.graph === self, "\(operation) needs variables of one graph, but one belongs to another")
    require(variable.round == round, "\(operation) got a variable from before the graph's removeAll()")
  }

  func apply(_ operation: some Operation<Scalar>, _ a: Variable<Scalar>) -> Variable<Scalar> {
    checkOwnership(of: a, in: operation.name)
    return orStop { () throws(ShapeError) in try append(operation, NodeInputs(a.index)) }
  }

  func apply(
    _ operation: some Operation<Scalar>, _ a: Variable<Scalar>, _ b: Variable<Scalar>
  ) -> Variable<Scalar> {
    checkOwnership(of: a, in: operation.name)
    checkOwnership(of: b, in: operation.name)
    return orStop { () throws(ShapeError) in try append(operation, NodeInputs(a.index, b.index)) }
  }

  func apply(
    _ operation: some Operation<Scalar>, _ a: Variable<Scalar>, _ b: Variable<Scalar>, _ c: Variable<Scalar>
  ) -> Variable<Scalar> {
    checkOwnership(of: a, in: operation.name)
    checkOwnership(of: b, in: operation.name)
    checkOwnership(of: c, in: operation.name)
    return orStop { () throws(ShapeError) in try append(operation, NodeInputs(a.index, b.index, c.index)) }
  }
}

/// The nodes that an operation takes its operands from; up to three are held without memory of their own.
struct NodeInputs: RandomAccessCollection {
  private(set) var count: Int
  private var first: Int32 = 0
  private var second: Int32 = 0
  private var third: Int32 = 0
  private var others: [Int32]?

  init() { count = 0 }

  init(_ a: Int) {
    count = 1
    first = Int32(a)
  }

  init(_ a: Int, _ b: Int) {
    count = 2
    first = Int32(a)
    second = Int32(b)
  }

  init(_ a: Int, _ b: Int, _ c: Int) {
    count = 3
    first = Int32(a)
    second = Int32(b)
    third = Int32(c)
  }

  init(_ indices: [Int]) {
    count = indices.count
    if count > 0 { first = Int32(indices[0]) }
    if count > 1 { second = Int32(indices[1]) }
    if count > 2 { third = Int32(indices[2]) }
    if count > 3 { others = indices.dropFirst(3).map(Int32.init) }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(position: Int) -> Int {
    require(position >= 0 && position < count, "operand \(position) of an operation that has \(count)")
    switch position {
    case 0: return Int(first)
    case 1: return Int(second)
    case 2: return Int(third)
    default: return Int(others?[position - 3] ?? 0)
    }
  }
}
