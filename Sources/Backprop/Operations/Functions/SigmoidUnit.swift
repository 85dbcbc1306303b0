/// y = x σ(x) with σ(x) = 1 / (1 + e⁻ˣ), SiLU or swish: ∂y/∂x = σ(x) (1 + x σ(−x)) (S. Elfwing, E. Uchibe and K. Doya,
/// "Sigmoid-weighted linear units for neural network function approximation in reinforcement learning", Neural Networks
/// 107, 2018).
///
/// At −∞ both are the limit 0, at ∞ they are ∞ and 1; NaN stays NaN.
public struct SigmoidUnit: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "silu" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S {
    // Not −∞ · 0.
    if x < 0, !x.isFinite { return 0 }
    return x * Logistic().value(x)
  }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S {
    // Not ±∞ · 0.
    if !x.isFinite, !x.isNaN { return x < 0 ? dy * 0 : dy }
    let share = Logistic().value(x)
    return dy * (share * (1 + x * Logistic().value(-x)))
  }

  // Tensors of Float and Double go through the kernels, which are as good.

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> { S._kernels.silu(x) }

  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(S._kernels.siluGradient(step.upstream, step[0]), to: 0)
  }
}

/// The operation of ``SigmoidUnit``.
public typealias SiLUOperation<Scalar: TensorScalar> = Elementwise<SigmoidUnit, Scalar>

extension Variable {
  /// x / (1 + e⁻ˣ) for each element x.
  @inlinable
  public func silu() -> Variable { graph.apply(SiLUOperation(), self) }
}
