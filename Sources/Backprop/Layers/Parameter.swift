/// A tensor that training changes by its gradient, shared by the layer that uses it, the model that names it and the
/// optimiser that updates it.
public final class Parameter<Scalar: TensorScalar> {
  /// What it is called in formulas, such as `W`. The network that holds it adds a number: `W2`.
  public let name: String
  /// Its present value.
  public var value: Tensor<Scalar>

  /// A parameter with a name and a first value.
  public init(_ value: Tensor<Scalar>, name: String) {
    self.name = name
    self.value = value
  }
}
