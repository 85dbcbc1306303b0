/// The mean of (y − t)² over all numbers of all samples, as in PyTorch's `MSELoss`.
///
/// Where targets are classes they are compared as one-hot rows.
public final class MeanSquaredError<Scalar: TensorScalar>: TracedLoss {
  public let trace = LayerTrace<Scalar>()

  /// The loss; it has no settings.
  public init() {}

  public func copy() -> MeanSquaredError { MeanSquaredError() }

  public func callAsFunction(_ y: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    y.meanSquaredError(y.graph.constant(targets.numbers(beside: y.shape), name: "t"))
  }

  public func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {
    try checkNumbers(output: output, against: targets, for: "mean_squared_error")
  }

  public var summary: String { "mean squared error" }
}
