/// A tensor that training changes by its gradient, shared by the layer that uses it, the model that names it and the
/// optimiser that updates it.
public final class Parameter<Scalar: TensorScalar> {
  /// What it is called in formulas, such as `W`. The network that holds it adds a number: `W2`.
  public let name: String
  /// Its present value.
  public var value: Tensor<Scalar>

  /// Whether it is a weight that inputs are multiplied by in sums, and so is made smaller by weight decay; biases and the
  /// scales of norms aren't.
  public let isWeight: Bool

  /// A parameter with a name and a first value.
  ///
  /// - Parameter isWeight: whether weight decay is for it, too; `nil` for the rule that is right for nearly all layers:
  ///   what has two axes or more is a weight, what has fewer is a bias or a scale.
  public init(_ value: Tensor<Scalar>, name: String, isWeight: Bool? = nil) {
    self.name = name
    self.value = value
    self.isWeight = isWeight ?? (value.rank >= 2)
  }
}
