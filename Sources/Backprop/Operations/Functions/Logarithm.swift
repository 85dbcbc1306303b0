/// y = log x, the natural logarithm: ∂y/∂x = 1 / x.
///
/// At 0 the value is −∞ and the derivative ∞; below 0 the value is NaN.
public struct Logarithm: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "log" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S { .log(x) }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { dy / x }
}

/// The operation of ``Logarithm``.
public typealias LogOperation<Scalar: TensorScalar> = Elementwise<Logarithm, Scalar>

extension Variable {
  /// The natural logarithm of each element.
  @inlinable
  public func log() -> Variable { graph.apply(LogOperation(), self) }
}
