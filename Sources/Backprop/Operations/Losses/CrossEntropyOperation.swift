/// L = −(1/N) Σ t log(y + ε) over N rows of probabilities y and targets t: ∂L/∂y = −t / ((y + ε) N),
/// ∂L/∂t = −log(y + ε) / N.
///
/// y and t have one shape, `(N, C)` or `(C,)` for one row. A target of 0 adds nothing to the loss or to a derivative,
/// whatever y is: 0 · log 0 counts as 0. With ε = 0, the default, the loss is ∞ where y is 0 and t above 0.
/// ``SoftmaxWithLossOperation`` needs no ε.
public struct CrossEntropyOperation<Scalar: TensorScalar>: GraphOperation {
  /// What is added to each probability before the logarithm.
  public let epsilon: Scalar

  public var name: String { "cross_entropy" }
  public var symbol: String { "Cross Entropy Error" }
  public var settings: [String: Setting] { ["epsilon": .number(Double(epsilon))] }

  /// The operation with a given ε, finite and 0 or more.
  @inlinable
  public init(epsilon: Scalar = 0) {
    requireEpsilon(epsilon)
    self.epsilon = epsilon
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    let rows = try Rows(step[0].shape, matchingTargets: step[1].shape, for: name)
    let p = step[0] + Tensor(epsilon)
    return .meanLoss(ofTerms: Scalar._targetTerms(step[1], p, logarithm: p.log()), rows: rows)
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    let rows = Rows(of: step[0].shape, for: name)
    let share = -(step.upstream.item / Scalar(rows.count))
    let p = step[0] + Tensor(epsilon)
    step.pass(Scalar._derivativesByProbabilities(step[1], p, share: share), to: 0)
    step.pass(Scalar._derivativesByTargets(step[1], logarithm: p.log(), share: share), to: 1)
  }
}

extension Rows {
  /// The rows of predictions whose targets have the same shape.
  init(_ shape: TensorShape, matchingTargets targets: TensorShape, for operation: String) throws(ShapeError) {
    guard shape == targets else {
      throw ShapeError(
        operation: operation, shapes: [shape, targets],
        rule: "the targets need one number for each number of the predictions, so both shapes must be equal")
    }
    try self.init(shape, for: operation)
    guard count > 0 else {
      throw ShapeError(
        operation: operation, shapes: [shape, targets], rule: "the mean over zero rows is undefined")
    }
  }
}

extension Variable {
  /// The cross entropy of probabilities `(N, C)` or `(C,)` against targets of the same shape, the mean over rows.
  @inlinable
  public func crossEntropy(_ targets: Variable, epsilon: Scalar = 0) -> Variable {
    graph.apply(CrossEntropyOperation(epsilon: epsilon), self, targets)
  }
}
