/// y = tanh x: ∂y/∂x = 1 − y² = 4 e / (1 + e)² with e = e^(−2|x|).
///
/// The last form keeps its accuracy where y is close to ±1 and 1 − y² has lost all digits.
public struct HyperbolicTangent: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "tanh" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S { .tanh(x) }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S {
    let e = S.exp(-2 * x.magnitude)
    return dy * (4 * e / ((1 + e) * (1 + e)))
  }

  // Tensors of Float and Double go through the kernels, which are as good.

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> { S._kernels.tanh(x) }

  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(S._kernels.tanhGradient(step.upstream, step[0]), to: 0)
  }
}

/// The operation of ``HyperbolicTangent``.
public typealias TanhOperation<Scalar: TensorScalar> = Elementwise<HyperbolicTangent, Scalar>

extension Variable {
  /// The hyperbolic tangent of each element.
  @inlinable
  public func tanh() -> Variable { graph.apply(TanhOperation(), self) }
}
