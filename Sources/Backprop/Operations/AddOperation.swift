/// z = x + y, with broadcasting: both derivatives are the upstream one, unchanged.
public struct AddOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "add" }
  public var symbol: String { "+" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try .zip(step[0], step[1], name: name) { x, y in x + y }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(step.upstream, to: 0)
    step.pass(step.upstream, to: 1)
  }
}

extension Variable {
  /// The sum, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func + (a: Variable, b: Variable) -> Variable { a.graph.apply(AddOperation(), a, b) }

  /// The sum, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func + (a: Variable, b: Scalar) -> Variable { a + a.graph.constant(Tensor(b)) }

  /// The sum, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func + (a: Scalar, b: Variable) -> Variable { b.graph.constant(Tensor(a)) + b }
}
