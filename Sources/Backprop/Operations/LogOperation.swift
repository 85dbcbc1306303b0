/// y = log x, the natural logarithm: ∂y/∂x = 1 / x.
///
/// At 0 the value is −∞ and the derivative ∞; below 0 the value is NaN.
public struct LogOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "log" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].map { x in .log(x) }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(.zipMap(step.upstream, step[0]) { dy, x in dy / x }, to: 0)
  }
}

extension Variable {
  /// The natural logarithm of each element.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func log() -> Variable { graph.apply(LogOperation(), self) }
}
