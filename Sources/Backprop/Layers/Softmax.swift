/// yᵢ = exp(aᵢ) / Σⱼ exp(aⱼ) along the last axis, for any shape of at least one axis.
public final class Softmax<Scalar: TensorScalar>: Layer {
  public let trace = LayerTrace<Scalar>()

  /// A softmax along the last axis.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ a: Variable<Scalar>) -> Variable<Scalar> { a.softmax() }

  /// The output of the last `forward`, or `nil` before the first.
  public var output: Tensor<Scalar>? { trace.output }
}
