/// z = x / y element by element, with broadcasting: ∂z/∂x = 1 / y, ∂z/∂y = −z / y.
///
/// Division by 0 follows IEEE 754, forward and backward. −z / y stands for −x / y², whose square could overflow.
public struct DivideOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "divide" }
  public var symbol: String { "/" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try .zip(step[0], step[1], name: name) { x, y in x / y }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(step.upstream / step[1], to: 0)
    step.pass(-step.upstream * (step.output / step[1]), to: 1)
  }
}

extension Variable {
  /// The quotient element by element, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func / (a: Variable, b: Variable) -> Variable { a.graph.apply(DivideOperation(), a, b) }

  /// The quotient element by element, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func / (a: Variable, b: Scalar) -> Variable { a / a.graph.constant(Tensor(b)) }

  /// The quotient element by element, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func / (a: Scalar, b: Variable) -> Variable { b.graph.constant(Tensor(a)) / b }
}
