/// L = −(1/N) Σ t log(y + ε) over N rows of probabilities y and targets t: ∂L/∂y = −t / ((y + ε) N),
/// ∂L/∂t = −log(y + ε) / N.
///
/// y and t have one shape, `(N, C)` or `(C,)` for one row. With ε = 0, the default, IEEE 754 has the word where y is 0:
/// the loss is ∞ where t > 0, and NaN where t is 0, too. ``SoftmaxWithLossOperation`` needs no ε.
public struct CrossEntropyOperation<Scalar: TensorScalar>: Operation {
  /// What is added to each probability before the logarithm.
  public let epsilon: Scalar

  public var name: String { "cross_entropy" }
  public var symbol: String { "Cross Entropy Error" }
  public var settings: [String: Double] { ["epsilon": Double(epsilon)] }

  /// The operation with a given ε, 0 or more.
  public init(epsilon: Scalar = 0) { self.epsilon = epsilon }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    let rows = try Rows(step[0].shape, matchingTargets: step[1].shape, for: name)
    let terms = Tensor.zipMap(step[0], step[1]) { y, t in t * .log(y + epsilon) }
    return -terms.sum() / Tensor(Scalar(rows.count))
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    guard let rows = try? Rows(step[0].shape, for: name) else { return }
    let share = step.upstream.item / Scalar(rows.count)
    step.pass(.zipMap(step[0], step[1]) { y, t in -share * (t / (y + epsilon)) }, to: 0)
    step.pass(step[0].map { y in -share * .log(y + epsilon) }, to: 1)
  }
}

extension Rows {
  /// The rows of predictions whose targets have the same shape.
  init(_ shape: Shape, matchingTargets targets: Shape, for operation: String) throws(ShapeError) {
    guard shape == targets else {
      throw ShapeError(
        operation: operation, shapes: [shape, targets],
        rule: "the targets need one number for each number of the predictions, so both shapes must be equal")
    }
    try self.init(shape, for: operation)
    guard count > 0 else {
      throw ShapeError(
        operation: operation, shapes: [shape, targets], rule: "the mean over no rows has no value")
    }
  }
}

extension Variable {
  /// The cross entropy of probabilities `(N, C)` or `(C,)` against targets of the same shape, the mean over rows.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func crossEntropy(_ targets: Variable, epsilon: Scalar = 0) -> Variable {
    graph.apply(CrossEntropyOperation(epsilon: epsilon), self, targets)
  }
}
