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
    let operation: (any GraphOperation<Scalar>)?
    let inputs: NodeInputs
    /// The value; an empty tensor where it is made from bytes that nobody has looked at yet. See `value(of:)`.
    var value: Tensor<Scalar>
    let saved: SavedValues<Scalar>?
    var name: String?
    var isConstant: Bool

    /// What the value of an input node is made from as soon as somebody looks at it.
    @inline(__always)
    var bytes: ByteRows<Scalar>? { saved?.bytes }
  }

  // Only this class and a backward pass of it touch the nodes, never two at a time.
  @exclusivity(unchecked) private(set) var nodes: [Node] = []
  /// The groups of nodes, outer before inner; only drawings look at them.
  var groups: [GraphGroup] = []
  /// Counts the calls of `removeAll`, so that a variable of an earlier round is recognised.
  @exclusivity(unchecked) @usableFromInline private(set) var round = 0
  @exclusivity(unchecked) private var leafOfParameter: [ObjectIdentifier: Int] = [:]
  /// The parameters that the graph's leaves stand for, in the order in which they were read first; kept alive so that their
  /// identities stay theirs.
  @exclusivity(unchecked) private(set) var parameters: [(leaf: Int, parameter: Parameter<Scalar>)] = []
  /// What parameters are called by the networks that run in this graph.
  @exclusivity(unchecked) private var labels: [ParameterLabels<Scalar>] = []
  /// The storages of values that are computed anew; see `replay`.
  @exclusivity(unchecked) private var spares: [TensorStorage?] = []
  /// What stands in for parameters in this graph: with copies of them, threads can vary parameters side by side.
  private let substitutes: [ObjectIdentifier: Parameter<Scalar>]

  /// An empty graph.
  public init() { substitutes = [:] }

  /// An empty graph in which other parameters stand in for some.
  init(substitutes: [ObjectIdentifier: Parameter<Scalar>]) { self.substitutes = substitutes }

  /// The number of nodes.
  public var count: Int { nodes.count }

  /// A node that holds a value and receives derivatives.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func variable(_ value: Tensor<Scalar>, name: String? = nil) -> Variable<Scalar> {
    append(leaf(value, name: name, isConstant: false))
  }

  /// A node that holds a value and receives no derivative, such as an input or a label.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func constant(_ value: Tensor<Scalar>, name: String? = nil) -> Variable<Scalar> {
    append(leaf(value, name: name, isConstant: true))
  }

  /// A constant node for values from outside, which may be bytes that become numbers late.
  public func input(_ input: Input<Scalar>, name: String? = nil) -> Variable<Scalar> {
    switch input {
    case .numbers(let value): return constant(value, name: name)
    case .bytes(let rows):
      return append(
        leaf(.nothing, name: name, isConstant: true, saved: SavedValues(rows)))
    }
  }

  /// The node for a parameter: the same one however often it is asked for, so that its gradients add up.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func variable(_ parameter: Parameter<Scalar>) -> Variable<Scalar> {
    let identity = ObjectIdentifier(parameter)
    if let index = leafOfParameter[identity] {
      return Variable(graph: self, index: index, round: round)
    }
    let value = substitutes.isEmpty ? parameter.value : (substitutes[identity] ?? parameter).value
    let variable = append(leaf(value, name: nil, isConstant: false))
    leafOfParameter[identity] = variable.index
    parameters.append((variable.index, parameter))
    return variable
  }

  /// Calls parameters what a network calls them, until the graph is emptied.
  func adopt(_ labels: ParameterLabels<Scalar>) { self.labels.append(labels) }

  /// The name of a node: its own or, where it stands for a parameter, what the first network that knows the parameter
  /// calls it. Found when somebody asks, which training doesn't.
  func name(of index: Int) -> String? {
    if let name = nodes[index].name { return name }
    guard let parameter = parameter(at: index) else { return nil }
    return labels.lazy.compactMap { $0.label(of: parameter) }.first ?? parameter.name
  }

  /// What a node's parameter is of which layer, such as `Affine2's weight`, where a network knows it.
  private func owner(of index: Int) -> String? {
    guard let parameter = parameter(at: index) else { return nil }
    return labels.lazy.compactMap { $0.owner(of: parameter) }.first
  }

  private func parameter(at index: Int) -> Parameter<Scalar>? {
    guard nodes[index].operation == nil else { return nil }
    return parameters.first { $0.leaf == index }?.parameter
  }

  /// The node of a parameter that was used in this graph.
  func leaf(of parameter: Parameter<Scalar>) -> Int? { leafOfParameter[ObjectIdentifier(parameter)] }

  /// Applies an operation to variables of this graph and appends the node of its result.
  ///
  /// Throws a ``ShapeError`` that names the operands when the operation can't take their shapes.
  public func apply(
    _ operation: some GraphOperation<Scalar>, to inputs: [Variable<Scalar>]
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
    labels.removeAll(keepingCapacity: true)
    round += 1
  }
}

// MARK: - Computing once more

extension Graph {
  /// Gives a leaf another value of its shape, and computes anew what all operations make of it.
  ///
  /// The values lie where the old ones did, unless somebody else still has those: else nothing is asked of the system.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func replay(_ value: Tensor<Scalar>, at leaf: Int) {
    nodes[leaf].value = value
    spares.removeAll(keepingCapacity: true)
    for index in nodes.indices {
      let isComputed = nodes[index].operation != nil
      spares.append(isComputed ? nodes[index].value.storage : nil)
      if isComputed { nodes[index].value = .nothing }
    }
    // What several values share belongs to the first.
    for index in nodes.indices.reversed() where !isKnownUniquelyReferenced(&spares[index]) {
      spares[index] = nil
    }
    let blocks = BlocksAtHand.ofThisThread
    defer { blocks?.pointee.spare = nil }
    for index in nodes.indices {
      guard let operation = nodes[index].operation else { continue }
      blocks?.pointee.spare = spares[index].take()
      var step = ForwardStep<Scalar>(graph: self, inputs: nodes[index].inputs, keeps: false)
      nodes[index].value = orStop { () throws(ShapeError) in try operation.forward(&step) }
    }
  }

  /// How many numbers operations have computed.
  var computedCount: Int { nodes.reduce(0) { $1.operation == nil ? $0 : $0 + $1.value.count } }
}

// MARK: - Nodes

extension Graph {
  /// The value of a node, made from its bytes where nobody has looked at it before.
  @inline(__always)
  func value(of index: Int) -> Tensor<Scalar> {
    if nodes[index].saved != nil { makeValue(of: index) }
    return nodes[index].value
  }

  /// The shape of a node's value.
  @inline(__always)
  func shape(of index: Int) -> TensorShape {
    nodes[index].saved == nil ? nodes[index].value.shape : shapeOfKeeper(index)
  }

  @inline(never)
  private func shapeOfKeeper(_ index: Int) -> TensorShape {
    nodes[index].bytes?.shape ?? nodes[index].value.shape
  }

  @inline(never)
  private func makeValue(of index: Int) {
    guard let bytes = nodes[index].bytes, nodes[index].value.shape != bytes.shape else { return }
    nodes[index].value = bytes.numbers()
  }

  /// A node's value as the first factor of a matrix product, in as many rows and columns as it has elements.
  func factor(of index: Int, rows: Int, columns: Int) -> ProductFactor<Scalar> {
    if let bytes = nodes[index].bytes, bytes.count == rows, bytes.columns == columns {
      return ProductFactor(bytes)
    }
    return ProductFactor(value(of: index).reshaped(TensorShape(rows: rows, columns: columns)))
  }

  /// Lets go of a node's value, so that the memory that it shares with a parameter can be changed in place.
  func releaseValue(of index: Int) { nodes[index].value = .nothing }

  /// Gives a node a name.
  func setName(_ name: String, of index: Int) { nodes[index].name = name }

  @inline(__always)
  private func leaf(
    _ value: Tensor<Scalar>, name: String?, isConstant: Bool, saved: SavedValues<Scalar>? = nil
  ) -> Node {
    Node(
      operation: nil, inputs: NodeInputs(), value: value, saved: saved, name: name, isConstant: isConstant)
  }

  @inline(__always)
  private func append(_ node: consuming Node) -> Variable<Scalar> {
    nodes.append(node)
    return Variable(graph: self, index: nodes.count - 1, round: round)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @usableFromInline
  func append(_ operation: any GraphOperation<Scalar>, _ inputs: NodeInputs) throws(ShapeError) -> Variable<
    Scalar
  > {
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

  /// A node by its name or what made it, for sentences.
  func description(of index: Int) -> String {
    name(of: index) ?? nodes[index].operation.map { "the result of \($0.name)" } ?? "node \(index)"
  }

  /// The error with the operands as the graph knows them: by name, shape and the operation they come from.
  private func named(_ error: ShapeError, _ inputs: NodeInputs) -> ShapeError {
    var error = error
    error.operands = inputs.map { index in
      let node = nodes[index]
      let origin =
        node.operation.map { "the result of \($0.name)" }
        ?? (node.isConstant ? "a constant" : owner(of: index))
      return ShapeError.Operand(name: name(of: index), shape: shape(of: index), origin: origin)
    }
    return error
  }

  @inlinable
  func checkOwnership(of variable: Variable<Scalar>, in operation: @autoclosure () -> String) {
    require(
      variable.graph === self, "\(operation()) needs variables of one graph, but one belongs to another")
    require(variable.round == round, "\(operation()) got a variable from before the graph's removeAll()")
  }

  @inlinable
  func apply(_ operation: any GraphOperation<Scalar>, _ a: Variable<Scalar>) -> Variable<Scalar> {
    checkOwnership(of: a, in: operation.name)
    return orStop { () throws(ShapeError) in try append(operation, NodeInputs(a.index)) }
  }

  @inlinable
  func apply(
    _ operation: any GraphOperation<Scalar>, _ a: Variable<Scalar>, _ b: Variable<Scalar>
  ) -> Variable<Scalar> {
    checkOwnership(of: a, in: operation.name)
    checkOwnership(of: b, in: operation.name)
    return orStop { () throws(ShapeError) in try append(operation, NodeInputs(a.index, b.index)) }
  }

  @inlinable
  func apply(
    _ operation: any GraphOperation<Scalar>, _ a: Variable<Scalar>, _ b: Variable<Scalar>,
    _ c: Variable<Scalar>
  ) -> Variable<Scalar> {
    checkOwnership(of: a, in: operation.name)
    checkOwnership(of: b, in: operation.name)
    checkOwnership(of: c, in: operation.name)
    return orStop { () throws(ShapeError) in try append(operation, NodeInputs(a.index, b.index, c.index)) }
  }
}

extension Tensor where Scalar: TensorScalar {
  /// A tensor without elements, and without memory for any.
  fileprivate static var nothing: Tensor { Tensor(shape: TensorShape(vector: 0), storage: nil) }
}
