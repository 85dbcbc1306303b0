/// Softmax and cross entropy in one layer, whose derivative is (y − t) / N.
public final class SoftmaxWithLoss<Scalar: TensorScalar>: TracedLoss {
  public let trace = LayerTrace<Scalar>()
  /// 0 for the stable form, which needs none; the form of the notes adds 10⁻⁷ to each probability before the logarithm.
  public let epsilon: Scalar

  /// The stable form or, with ε, which must be finite and 0 or more, that of the notes.
  public init(epsilon: Scalar = 0) {
    requireEpsilon(epsilon)
    self.epsilon = epsilon
  }

  public func copy() -> SoftmaxWithLoss { SoftmaxWithLoss(epsilon: epsilon) }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ a: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    switch targets {
    case .rows(let rows): a.softmaxWithLoss(a.graph.constant(rows, name: "t"), epsilon: epsilon)
    case .classes(let classes): a.softmaxWithLoss(classes, epsilon: epsilon)
    }
  }

  public func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {
    try checkScores(output: output, against: targets, for: "softmax_with_loss")
  }

  public var summary: String { "softmax with cross entropy" }

  /// The probabilities of the last `forward`, or `nil` before the first.
  public var probabilities: Tensor<Scalar>? {
    trace.inputValues.first.map { Softmax<Scalar>().forward($0) }
  }
}
