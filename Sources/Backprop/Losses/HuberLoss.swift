/// Huber's loss, a square near the target and a line beyond δ, the mean over all numbers of all samples, as in PyTorch's
/// `HuberLoss`; see ``HuberLossOperation``.
///
/// Where targets are classes they are compared as one-hot rows.
public final class HuberLoss<Scalar: TensorScalar>: TracedLoss {
  public let trace = LayerTrace<Scalar>()
  /// δ, where the square becomes a line.
  public let delta: Scalar

  /// The loss with a given δ, finite and above 0.
  public init(delta: Scalar = 1) {
    require(delta.isFinite && delta > 0, "Huber's delta must be a finite number above 0, not \(delta)")
    self.delta = delta
  }

  public func copy() -> HuberLoss { HuberLoss(delta: delta) }

  public func callAsFunction(_ y: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    y.huberLoss(y.graph.constant(targets.numbers(beside: y.shape), name: "t"), delta: delta)
  }

  public func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {
    try checkNumbers(output: output, against: targets, for: "huber_loss")
  }

  public var summary: String { "Huber loss" }
}
