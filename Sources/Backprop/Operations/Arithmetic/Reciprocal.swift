/// y = 1 / x: ∂y/∂x = −1 / x² = −y².
public struct Reciprocal: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "reciprocal" }
  public var symbol: String { "/" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S { 1 / x }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { -dy * y * y }
}

/// The operation of ``Reciprocal``.
public typealias ReciprocalOperation<Scalar: TensorScalar> = Elementwise<Reciprocal, Scalar>

extension Variable {
  /// 1 / x for each element x; ±∞ at ±0.
  @inlinable
  public func reciprocal() -> Variable { graph.apply(ReciprocalOperation(), self) }
}
