/// y = −x: the derivative is the upstream one with its sign changed.
public struct Negation: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "negate" }
  public var symbol: String { "−" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S { -x }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { -dy }
}

/// The operation of ``Negation``.
public typealias NegateOperation<Scalar: TensorScalar> = Elementwise<Negation, Scalar>

extension Variable {
  /// The value with its sign changed.
  @inlinable
  public static prefix func - (x: Variable) -> Variable { x.graph.apply(NegateOperation(), x) }
}
