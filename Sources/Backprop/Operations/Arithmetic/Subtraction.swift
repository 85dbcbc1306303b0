/// z = x − y, with broadcasting: ∂z/∂x = 1, ∂z/∂y = −1.
public struct Subtraction: BinaryElementwiseFunction, ParameterlessFunction {
  public var name: String { "subtract" }
  public var symbol: String { "−" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S, _ y: S) -> S { x - y }

  public func derivativeByX<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { dz }

  public func derivativeByY<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { -dz }

  // Passes the upstream derivative itself, which a loop over `derivativeByX` would copy.
  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(step.upstream, to: 0)
    step.pass(-step.upstream, to: 1)
  }
}

/// The operation of ``Subtraction``.
public typealias SubtractOperation<Scalar: TensorScalar> = BinaryElementwise<Subtraction, Scalar>

extension Variable {
  /// The difference, with broadcasting.
  @inlinable
  public static func - (a: Variable, b: Variable) -> Variable { a.graph.apply(SubtractOperation(), a, b) }

  /// The difference, with broadcasting.
  @inlinable
  public static func - (a: Variable, b: Scalar) -> Variable { a - a.graph.constant(Tensor(b)) }

  /// The difference, with broadcasting.
  @inlinable
  public static func - (a: Scalar, b: Variable) -> Variable { b.graph.constant(Tensor(a)) - b }
}
