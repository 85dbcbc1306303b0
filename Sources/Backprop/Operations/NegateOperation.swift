/// y = −x: the derivative is the upstream one with its sign changed.
public struct NegateOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "negate" }
  public var symbol: String { "−" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    -step[0]
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(-step.upstream, to: 0)
  }
}

extension Variable {
  /// The value with its sign changed.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static prefix func - (x: Variable) -> Variable { x.graph.apply(NegateOperation(), x) }
}
