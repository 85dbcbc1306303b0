/// The mean over the n numbers of predictions y and targets t of ½ d² where d = |y − t| is below δ, and of δ (d − ½ δ)
/// beyond: ∂L/∂y = (y − t) / n, bounded to ± δ / n, and ∂L/∂t is its negative.
///
/// After P. J. Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35, 1964: a square
/// that outliers can't rule. Loss and derivative are continuous at δ.
public struct HuberLossOperation<Scalar: TensorScalar>: GraphOperation {
  /// δ, where the square becomes a line; finite and above 0.
  public let delta: Scalar

  public var name: String { "huber_loss" }
  public var symbol: String { "Huber Loss" }
  public var settings: [String: Setting] { ["delta": .number(Double(delta))] }

  /// The operation with a given δ, finite and above 0.
  public init(delta: Scalar = 1) {
    require(delta.isFinite && delta > 0, "Huber's delta must be a finite number above 0, not \(delta)")
    self.delta = delta
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try step.meanLoss(for: name) { Scalar._huberLoss($0, $1, delta: delta) }
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    let share = step.shareOfMean
    step.pass(Scalar._huberLossDerivative(step[0], step[1], delta: delta, share: share), to: 0)
    step.pass(Scalar._huberLossDerivative(step[0], step[1], delta: delta, share: -share), to: 1)
  }

  /// On which side of δ each difference lies: the second derivative jumps there.
  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    let (y, t) = (step[0].scalars, step[1].scalars)
    for index in y.indices { hasher.combine((y[index] - t[index]).magnitude < delta) }
  }
}

extension Variable {
  /// Huber's loss against targets of the same shape, the mean over all numbers; δ must be finite and above 0.
  public func huberLoss(_ targets: Variable, delta: Scalar = 1) -> Variable {
    graph.apply(HuberLossOperation(delta: delta), self, targets)
  }
}
