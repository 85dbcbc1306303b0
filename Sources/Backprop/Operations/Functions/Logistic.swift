/// y = 1 / (1 + e⁻ˣ), the sigmoid, the compact node for ×(−1), exp, +1 and /: ∂y/∂x = y² e⁻ˣ = y (1 − y).
///
/// e is raised to a negative power only, which can't overflow. Where y is close to 1, 1 − y would lose its digits; it is
/// computed as e⁻ˣ / (1 + e⁻ˣ).
public struct Logistic: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "sigmoid" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S {
    let e = S.exp(-x.magnitude)
    return (x < 0 ? e : 1) / (1 + e)
  }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S {
    let e = S.exp(-x.magnitude)
    return dy * (e / ((1 + e) * (1 + e)))
  }

  // Tensors of Float and Double go through the kernels, which are as good.

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> { S._kernels.sigmoid(x) }

  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(S._kernels.sigmoidGradient(step.upstream, step[0]), to: 0)
  }
}

/// The operation of ``Logistic``.
public typealias SigmoidOperation<Scalar: TensorScalar> = Elementwise<Logistic, Scalar>

extension Variable {
  /// 1 / (1 + e⁻ˣ) for each element x.
  @inlinable
  public func sigmoid() -> Variable { graph.apply(SigmoidOperation(), self) }
}
