/// z = x / y element by element, with broadcasting: ∂z/∂x = 1 / y, ∂z/∂y = −z / y.
///
/// Division by 0 follows IEEE 754, forward and backward. −z / y stands for −x / y², whose square could overflow.
public struct Division: BinaryElementwiseFunction, ParameterlessFunction {
  public var name: String { "divide" }
  public var symbol: String { "/" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S, _ y: S) -> S { x / y }

  public func derivativeByX<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { dz / y }

  public func derivativeByY<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { -dz * (z / y) }
}

/// The operation of ``Division``.
public typealias DivideOperation<Scalar: TensorScalar> = BinaryElementwise<Division, Scalar>

extension Variable {
  /// The quotient element by element, with broadcasting.
  @inlinable
  public static func / (a: Variable, b: Variable) -> Variable { a.graph.apply(DivideOperation(), a, b) }

  /// The quotient element by element, with broadcasting.
  @inlinable
  public static func / (a: Variable, b: Scalar) -> Variable { a / a.graph.constant(Tensor(b)) }

  /// The quotient element by element, with broadcasting.
  @inlinable
  public static func / (a: Scalar, b: Variable) -> Variable { b.graph.constant(Tensor(a)) / b }
}
