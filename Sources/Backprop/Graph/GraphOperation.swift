/// A function of tensors that knows its own derivative: what a node of a graph computes.
///
/// An operation sees its operands, its result and the derivative that arrives from the right, and nothing else of
/// the graph. Operations from outside the package join a graph in the same way:
///
/// ```swift
/// struct Cube: GraphOperation {
///   let name = "cube"
///   func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> {
///     step[0] * step[0] * step[0]
///   }
///   func backward(_ step: BackwardStep<Double>) {
///     step.pass { dy, x, y in dy * 3 * x * x }
///   }
/// }
/// let y = try graph.apply(Cube(), to: [x])
/// ```
public protocol GraphOperation<Scalar> {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// What it is called in errors and listings, such as `matmul`.
  var name: String { get }

  /// What stands in its circle in a drawing, such as `×`; the name if not given.
  var symbol: String { get }

  /// The numbers and words that the formula needs beyond its operands, by name, such as the `axis` of a sum; none by
  /// default.
  ///
  /// Listings and drawings read them; the graph itself doesn't.
  var settings: [String: Setting] { get }

  /// The result for the operands `step[0]`, `step[1]` and so on.
  ///
  /// What the backward pass needs beyond operands and result is handed over with `step.save`. Throws a
  /// ``ShapeError`` when the operands' shapes don't fit.
  func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar>

  /// Passes to each operand the upstream derivative times the local one, with `step.pass`.
  func backward(_ step: BackwardStep<Scalar>)

  /// Feeds the hasher with which of several formulas applied to each element, for an operation whose derivative
  /// jumps, such as ReLU. The gradient check sees by it that a step has crossed a kink. Does nothing by default.
  func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher)
}

extension GraphOperation {
  /// The name.
  public var symbol: String { name }

  /// Nothing beyond the operands.
  public var settings: [String: Setting] { [:] }

  /// No kinks.
  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {}
}

/// What an operation sees in the forward pass.
public struct ForwardStep<Scalar: TensorScalar> {
  private let graph: Graph<Scalar>
  private let inputs: NodeInputs
  private(set) var saved: SavedValues<Scalar>?
  /// Whether a backward pass may follow; what is kept for it is otherwise only a loss of time and memory.
  let keeps: Bool
  /// Whether elements that differ by rounding alone are different ones where branches are hashed.
  let tellsTies: Bool

  init(graph: Graph<Scalar>, inputs: NodeInputs, keeps: Bool = true, tellsTies: Bool = false) {
    self.graph = graph
    self.inputs = inputs
    self.keeps = keeps
    self.tellsTies = tellsTies
  }

  /// The number of operands.
  public var operandCount: Int { inputs.count }

  /// An operand.
  @inline(__always)
  public subscript(operand: Int) -> Tensor<Scalar> { graph.value(of: inputs[operand]) }

  /// The shape of an operand, known without looking at its elements.
  public func shape(of operand: Int) -> TensorShape { graph.shape(of: inputs[operand]) }

  /// An operand as the first factor of a matrix product, in as many rows and columns as it has elements; bytes stay
  /// bytes.
  public func factor(_ operand: Int, rows: Int, columns: Int) -> ProductFactor<Scalar> {
    graph.factor(of: inputs[operand], rows: rows, columns: columns)
  }

  /// Keeps tensors for the backward pass, which finds them in `step.saved`, in the order in which they were kept.
  public mutating func save(_ tensors: Tensor<Scalar>...) {
    if let saved { saved.tensors += tensors } else { saved = SavedValues(tensors) }
  }

  /// Keeps integers for the backward pass, such as positions, which finds them in `step.savedIntegers`.
  public mutating func save(integers: [Int]) {
    if let saved { saved.integers += integers } else { saved = SavedValues(integers: integers) }
  }
}

/// What an operation sees in the backward pass.
public struct BackwardStep<Scalar: TensorScalar> {
  private let pass: BackwardPass<Scalar>
  private let node: Int

  /// The derivative of the graph's result by this operation's result, of the result's shape.
  public let upstream: Tensor<Scalar>

  init(pass: BackwardPass<Scalar>, node: Int, upstream: Tensor<Scalar>) {
    self.pass = pass
    self.node = node
    self.upstream = upstream
  }

  /// The number of operands.
  public var operandCount: Int { pass.graph.nodes[node].inputs.count }

  /// An operand, as it was in the forward pass.
  @inline(__always)
  public subscript(operand: Int) -> Tensor<Scalar> {
    pass.graph.value(of: pass.graph.nodes[node].inputs[operand])
  }

  /// The shape of an operand, known without looking at its elements.
  public func shape(of operand: Int) -> TensorShape {
    pass.graph.shape(of: pass.graph.nodes[node].inputs[operand])
  }

  /// An operand as the first factor of a matrix product, as in the forward pass.
  public func factor(_ operand: Int, rows: Int, columns: Int) -> ProductFactor<Scalar> {
    pass.graph.factor(of: pass.graph.nodes[node].inputs[operand], rows: rows, columns: columns)
  }

  /// The result, as it was in the forward pass.
  public var output: Tensor<Scalar> { pass.graph.nodes[node].value }

  /// The tensors that the forward pass kept, in its order.
  public var saved: [Tensor<Scalar>] { pass.graph.nodes[node].saved?.tensors ?? [] }

  /// The integers that the forward pass kept, in its order.
  public var savedIntegers: [Int] { pass.graph.nodes[node].saved?.integers ?? [] }

  /// Whether anyone asked for a derivative that goes through this operand.
  @inline(__always)
  public func isNeeded(_ operand: Int) -> Bool {
    pass.needs[pass.graph.nodes[node].inputs[operand]]
  }

  /// Passes a derivative on to an operand, where it is added to what arrives on other ways.
  ///
  /// It is computed only if someone asked for it. It must have the operand's shape, or the one that broadcasting with
  /// the other operands or to the result has made of it: then the derivatives of the repetitions are summed. Any other
  /// shape stops the program with a sentence.
  public func pass(_ gradient: @autoclosure () -> Tensor<Scalar>, to operand: Int) {
    let input = pass.graph.nodes[node].inputs[operand]
    guard pass.needs[input] else { return }
    let gradient = gradient()
    pass.add(
      gradient.shape == pass.graph.shape(of: input) ? gradient : withoutRepetitions(gradient, of: operand),
      to: input)
  }

  /// Passes on the derivative of an elementwise function y = f(x) of the only operand, from the upstream derivative
  /// `dy` of each element, the operand's element `x` and the result's `y`:
  ///
  /// ```swift
  /// step.pass { dy, x, y in dy * y }
  /// ```
  @inlinable @inline(__always)
  public func pass(_ derivative: (_ dy: Scalar, _ x: Scalar, _ y: Scalar) -> Scalar) {
    require(
      operandCount == 1, "pass needs an operand to go to, as in pass(to: 0), where there are \(operandCount)")
    require(
      upstream.shape == shape(of: 0),
      "\(describedOperation) can't pass the derivative of an elementwise function to \(description(of: 0)): its result has shape \(upstream.shape), and both must be equal"
    )
    pass(.zip(upstream, self[0], output, derivative), to: 0)
  }

  /// Passes on one of the derivatives of an elementwise function z = f(x, y) of two operands that broadcast together,
  /// from the upstream derivative `dz` of each element, the operands' elements `x` and `y` and the result's `z`:
  ///
  /// ```swift
  /// step.pass(to: 0) { dz, x, y, z in dz * y }
  /// step.pass(to: 1) { dz, x, y, z in dz * x }
  /// ```
  @inlinable @inline(__always)
  public func pass(
    to operand: Int, _ derivative: (_ dz: Scalar, _ x: Scalar, _ y: Scalar, _ z: Scalar) -> Scalar
  ) {
    require(operandCount == 2, "pass(to:) with x, y and z needs two operands, and there are \(operandCount)")
    require(
      TensorShape.broadcast(shape(of: 0), shape(of: 1)) == upstream.shape,
      "\(describedOperation) can't pass the derivative of an elementwise function to \(description(of: 0)) and \(description(of: 1)): its result has shape \(upstream.shape), and must have the one that they broadcast to"
    )
    pass(.derivatives(self, derivative), to: operand)
  }

  /// Passes Aᵀ · B of two matrices `(N, D)` and `(N, M)` on, as `pass` does, to an operand `(D, M)`, or `(D,)` where M
  /// is 1.
  ///
  /// Worth its own function because a training step can add such a product to a parameter without writing it out.
  public func passProduct(transposing a: ProductFactor<Scalar>, _ b: Tensor<Scalar>, to operand: Int) {
    let input = pass.graph.nodes[node].inputs[operand]
    guard pass.needs[input] else { return }
    let target = pass.graph.shape(of: input)
    require(
      b.rank == 2 && a.rows == b.shape[0]
        && (target == TensorShape(rows: a.columns, columns: b.shape[1])
          || (b.shape[1] == 1 && target == TensorShape(vector: a.columns))),
      "\(describedOperation) passes the product of matrices (\(a.rows), \(a.columns)), transposed, and \(b.shape) as the derivative by \(description(of: operand)): they must be (N, D) and (N, M) for an operand (D, M), or (D,) where M is 1"
    )
    pass.addProduct(transposing: a, b, to: input)
  }

  /// Passes Aᵀ · B of two matrices on to an operand.
  public func passProduct(transposing a: Tensor<Scalar>, _ b: Tensor<Scalar>, to operand: Int) {
    passProduct(transposing: ProductFactor(a), b, to: operand)
  }
}

// MARK: - Shapes of derivatives

extension BackwardStep {
  /// The sum of a derivative over the axes along which broadcasting has repeated an operand; stops where broadcasting
  /// can't have made the derivative's shape of the operand's.
  @inline(never)
  private func withoutRepetitions(_ gradient: Tensor<Scalar>, of operand: Int) -> Tensor<Scalar> {
    if let mistake = mistake(inDerivativeOfShape: gradient.shape, by: operand) { stop(mistake) }
    return gradient.unbroadcast(to: shape(of: operand))
  }

  /// What is wrong with passing a derivative of a shape to an operand; `nil` where nothing is.
  func mistake(inDerivativeOfShape shape: TensorShape, by operand: Int) -> String? {
    if shape == self.shape(of: operand) || isRepetition(shape, of: operand) { return nil }
    return
      "\(describedOperation) passes a derivative of shape \(shape) to \(description(of: operand)): it must have the operand's shape, or one that broadcasting with the other operands or to the result, of shape \(upstream.shape), makes of it"
  }

  /// Whether broadcasting repeats an operand to a shape: each axis that the operand lacks, or has with size 1, comes
  /// from another operand or from the result.
  private func isRepetition(_ shape: TensorShape, of operand: Int) -> Bool {
    let own = self.shape(of: operand)
    guard shape.rank >= own.rank else { return false }
    let others = (0..<operandCount).filter { $0 != operand }.map { self.shape(of: $0) } + [upstream.shape]
    return (1...Swift.max(shape.rank, 1)).allSatisfy { fromEnd in
      guard fromEnd <= shape.rank else { return true }
      let size = shape[shape.rank - fromEnd]
      let ownSize = fromEnd <= own.rank ? own[own.rank - fromEnd] : nil
      if ownSize == size { return true }
      guard ownSize ?? 1 == 1 else { return false }
      return others.contains { other in
        fromEnd <= other.rank && (size == 1 || other[other.rank - fromEnd] == size)
      }
    }
  }

  /// The operation's name with its node's, for sentences.
  @usableFromInline
  var describedOperation: String {
    let operation = pass.graph.nodes[node].operation?.name ?? "an operation"
    return pass.graph.name(of: node).map { "\(operation) (\($0))" } ?? operation
  }

  /// An operand's number, name and shape, for sentences, such as `operand 1, W, of shape (2, 3)`.
  @usableFromInline
  func description(of operand: Int) -> String {
    let name = pass.graph.name(of: pass.graph.nodes[node].inputs[operand]).map { ", \($0)," } ?? ""
    return "operand \(operand)\(name) of shape \(shape(of: operand))"
  }
}
