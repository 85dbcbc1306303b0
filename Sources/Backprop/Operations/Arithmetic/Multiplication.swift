/// z = x · y element by element, with broadcasting: each derivative is the upstream one times the other operand.
public struct Multiplication: BinaryElementwiseFunction, ParameterlessFunction {
  public var name: String { "multiply" }
  public var symbol: String { "×" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S, _ y: S) -> S { x * y }

  public func derivativeByX<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { dz * y }

  public func derivativeByY<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { dz * x }
}

/// The operation of ``Multiplication``.
public typealias MultiplyOperation<Scalar: TensorScalar> = BinaryElementwise<Multiplication, Scalar>

extension Variable {
  /// The product element by element, with broadcasting.
  @inlinable
  public static func * (a: Variable, b: Variable) -> Variable { a.graph.apply(MultiplyOperation(), a, b) }

  /// The product element by element, with broadcasting.
  @inlinable
  public static func * (a: Variable, b: Scalar) -> Variable { a * a.graph.constant(Tensor(b)) }

  /// The product element by element, with broadcasting.
  @inlinable
  public static func * (a: Scalar, b: Variable) -> Variable { b.graph.constant(Tensor(a)) * b }
}
