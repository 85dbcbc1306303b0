/// y = log(1 + eˣ), softplus, a ReLU without a kink: ∂y/∂x = 1 / (1 + e⁻ˣ), the sigmoid (C. Dugas, Y. Bengio, F. Bélisle,
/// C. Nadeau and R. Garcia, "Incorporating second-order functional knowledge for better option pricing", NIPS 2000).
///
/// It is computed as max(x, 0) + log(1 + e^−|x|), where e is raised to a negative power only: it neither overflows nor
/// loses digits for any x, and needs no threshold beyond which it would be x. At −∞ both are 0, at ∞ they are ∞ and 1; NaN
/// stays NaN.
public struct SmoothRectifier: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "softplus" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S {
    let rest = S.log1p(S.exp(-x.magnitude))
    return x <= 0 ? rest : x + rest
  }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { dy * Logistic().value(x) }

  // Tensors of Float and Double go through the kernels, which are as good.

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> { S._kernels.softplus(x) }

  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(S._kernels.softplusGradient(step.upstream, step[0]), to: 0)
  }
}

/// The operation of ``SmoothRectifier``.
public typealias SoftplusOperation<Scalar: TensorScalar> = Elementwise<SmoothRectifier, Scalar>

extension Variable {
  /// log(1 + eˣ) for each element x.
  @inlinable
  public func softplus() -> Variable { graph.apply(SoftplusOperation(), self) }
}
