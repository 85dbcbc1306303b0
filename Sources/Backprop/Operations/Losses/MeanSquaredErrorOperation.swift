/// L = (1/n) Σ (y − t)² over the n numbers of predictions y and targets t of one shape: ∂L/∂y = 2 (y − t) / n,
/// ∂L/∂t = −2 (y − t) / n.
public struct MeanSquaredErrorOperation<Scalar: TensorScalar>: GraphOperation {
  public var name: String { "mean_squared_error" }
  public var symbol: String { "Mean Squared Error" }

  /// The operation; it has no settings.
  @inlinable
  public init() {}

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try step.meanLoss(for: name) { Scalar._squaredError($0, $1) }
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    let share = step.shareOfMean
    step.pass(Scalar._squaredErrorDerivative(step[0], step[1], share: share), to: 0)
    step.pass(Scalar._squaredErrorDerivative(step[0], step[1], share: -share), to: 1)
  }
}

extension Variable {
  /// The mean of the squared differences from targets of the same shape, over all numbers.
  @inlinable
  public func meanSquaredError(_ targets: Variable) -> Variable {
    graph.apply(MeanSquaredErrorOperation(), self, targets)
  }
}
