/// y = eˣ, which is its own derivative: ∂y/∂x = y.
public struct Exponential: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "exp" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S { .exp(x) }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { dy * y }

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> { S._kernels.exp(x) }
}

/// The operation of ``Exponential``.
public typealias ExpOperation<Scalar: TensorScalar> = Elementwise<Exponential, Scalar>

extension Variable {
  /// e to the power of each element.
  @inlinable
  public func exp() -> Variable { graph.apply(ExpOperation(), self) }
}
