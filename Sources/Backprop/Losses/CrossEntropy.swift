/// The cross entropy −(1/N) Σ t log(y + ε) of probabilities.
public final class CrossEntropy<Scalar: TensorScalar>: TracedLoss {
  public let trace = LayerTrace<Scalar>()
  /// What is added to each probability before the logarithm; the notes use 10⁻⁷.
  public let epsilon: Scalar

  /// A cross entropy with a given ε, finite and 0 or more.
  public init(epsilon: Scalar = 0) {
    requireEpsilon(epsilon)
    self.epsilon = epsilon
  }

  public func copy() -> CrossEntropy { CrossEntropy(epsilon: epsilon) }

  public func callAsFunction(_ y: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    y.crossEntropy(y.graph.constant(targets.numbers(beside: y.shape), name: "t"), epsilon: epsilon)
  }

  public func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {
    try checkScores(output: output, against: targets, for: "cross_entropy")
  }

  public var summary: String { "cross entropy" }
}
