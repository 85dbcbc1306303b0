/// A tensor that training changes, but by no gradient, such as a running mean.
///
/// A layer hands a new value to its pass, see ``Pass/update(_:_:)``; the trainer commits it once the step is made. A
/// gradient check or an evaluation never does, and so changes nothing.
public final class Statistic<Scalar: TensorScalar> {
  /// What it is called in formulas, such as `μ`.
  public let name: String
  /// Its present value.
  public var value: Tensor<Scalar>

  /// A statistic with a name and a first value.
  public init(_ value: Tensor<Scalar>, name: String) {
    self.name = name
    self.value = value
  }
}
