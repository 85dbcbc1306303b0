/// y = 1 / x: ∂y/∂x = −1 / x² = −y².
public struct ReciprocalOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "reciprocal" }
  public var symbol: String { "/" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].map { x in 1 / x }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(.zipMap(step.upstream, step.output) { dy, y in -dy * y * y }, to: 0)
  }
}

extension Variable {
  /// 1 / x for each element x; ±∞ at ±0.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func reciprocal() -> Variable { graph.apply(ReciprocalOperation(), self) }
}
