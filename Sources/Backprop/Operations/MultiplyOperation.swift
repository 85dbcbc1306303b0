/// z = x · y element by element, with broadcasting: each derivative is the upstream one times the other operand.
public struct MultiplyOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "multiply" }
  public var symbol: String { "×" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try .zip(step[0], step[1], name: name) { x, y in x * y }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(step.upstream * step[1], to: 0)
    step.pass(step.upstream * step[0], to: 1)
  }
}

extension Variable {
  /// The product element by element, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func * (a: Variable, b: Variable) -> Variable { a.graph.apply(MultiplyOperation(), a, b) }

  /// The product element by element, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func * (a: Variable, b: Scalar) -> Variable { a * a.graph.constant(Tensor(b)) }

  /// The product element by element, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func * (a: Scalar, b: Variable) -> Variable { b.graph.constant(Tensor(a)) * b }
}
