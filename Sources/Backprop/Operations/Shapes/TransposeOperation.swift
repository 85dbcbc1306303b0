/// The axes in reverse order, for a matrix its transpose: the derivative is the upstream one transposed back.
public struct TransposeOperation<Scalar: TensorScalar>: GraphOperation {
  public var name: String { "transpose" }
  public var symbol: String { "T" }

  /// The operation; it has no settings.
  @inlinable
  public init() {}

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].transposed()
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(step.upstream.transposed(), to: 0)
  }
}

extension Variable {
  /// The value with its axes in reverse order.
  @inlinable
  public func transposed() -> Variable { graph.apply(TransposeOperation(), self) }
}
