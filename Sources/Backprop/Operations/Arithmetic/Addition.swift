/// z = x + y, with broadcasting: both derivatives are the upstream one, unchanged and not copied.
public struct Addition: BinaryElementwiseFunction, ParameterlessFunction {
  public var name: String { "add" }
  public var symbol: String { "+" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S, _ y: S) -> S { x + y }

  public func derivativeByX<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { dz }

  public func derivativeByY<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { dz }

  // Passes the upstream derivative itself, which a loop over `derivativeByX` would copy.
  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(step.upstream, to: 0)
    step.pass(step.upstream, to: 1)
  }
}

/// The operation of ``Addition``.
public typealias AddOperation<Scalar: TensorScalar> = BinaryElementwise<Addition, Scalar>

extension Variable {
  /// The sum, with broadcasting.
  @inlinable
  public static func + (a: Variable, b: Variable) -> Variable { a.graph.apply(AddOperation(), a, b) }

  /// The sum, with broadcasting.
  @inlinable
  public static func + (a: Variable, b: Scalar) -> Variable { a + a.graph.constant(Tensor(b)) }

  /// The sum, with broadcasting.
  @inlinable
  public static func + (a: Scalar, b: Variable) -> Variable { b.graph.constant(Tensor(a)) + b }
}
