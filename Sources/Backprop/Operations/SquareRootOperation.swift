/// y = √x: ∂y/∂x = 1 / (2 y).
///
/// At 0 the derivative is ∞, its limit from the right; below 0 value and derivative are NaN.
public struct SquareRootOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "sqrt" }
  public var symbol: String { "√" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].map { x in x.squareRoot() }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(.zipMap(step.upstream, step.output) { dy, y in dy / (2 * y) }, to: 0)
  }
}

extension Variable {
  /// The square root of each element.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func squareRoot() -> Variable { graph.apply(SquareRootOperation(), self) }
}
