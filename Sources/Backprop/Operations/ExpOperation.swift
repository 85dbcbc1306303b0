/// y = eˣ, which is its own derivative: ∂y/∂x = y.
public struct ExpOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "exp" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].exp()
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(.zipMap(step.upstream, step.output) { dy, y in dy * y }, to: 0)
  }
}

extension Variable {
  /// e to the power of each element.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func exp() -> Variable { graph.apply(ExpOperation(), self) }
}
