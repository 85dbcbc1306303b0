/// A tensor that training changes, shared by the layer that uses it, the network that lists it and the optimiser
/// that updates it.
public final class Parameter<Scalar: TensorScalar> {
  /// What it is called in gradients, checks and files, such as `W1`.
  public var name: String
  /// Its present value.
  public var value: Tensor<Scalar>

  /// A parameter with a name and a first value.
  public init(_ value: Tensor<Scalar>, name: String) {
    self.name = name
    self.value = value
  }
}
