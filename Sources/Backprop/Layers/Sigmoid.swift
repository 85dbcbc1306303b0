/// y = 1 / (1 + e⁻ˣ), element by element, for any shape.
public final class Sigmoid<Scalar: TensorScalar>: Layer {
  public let trace = LayerTrace<Scalar>()

  /// A logistic function.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ x: Variable<Scalar>) -> Variable<Scalar> { x.sigmoid() }

  /// The output of the last `forward`, or `nil` before the first.
  public var output: Tensor<Scalar>? { trace.output }
}
