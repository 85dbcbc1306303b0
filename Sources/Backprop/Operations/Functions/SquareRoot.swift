/// y = √x: ∂y/∂x = 1 / (2 y).
///
/// At 0 the derivative is ∞, its limit from the right; below 0 value and derivative are NaN.
public struct SquareRoot: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "sqrt" }
  public var symbol: String { "√" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S { x.squareRoot() }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { dy / (2 * y) }
}

/// The operation of ``SquareRoot``.
public typealias SquareRootOperation<Scalar: TensorScalar> = Elementwise<SquareRoot, Scalar>

extension Variable {
  /// The square root of each element.
  @inlinable
  public func squareRoot() -> Variable { graph.apply(SquareRootOperation(), self) }
}
