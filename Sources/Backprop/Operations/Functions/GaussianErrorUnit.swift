/// y = x Φ(x) with the normal distribution's Φ(x) = ½ (1 + erf(x / √2)), GELU: ∂y/∂x = Φ(x) + x φ(x) with
/// φ(x) = e^(−x²/2) / √(2π) (D. Hendrycks and K. Gimpel, "Gaussian error linear units (GELUs)", 2016), the exact one, not
/// its approximation by tanh.
///
/// Φ is computed as ½ erfc(−x / √2), which keeps its digits where x is far below 0. At −∞ both are the limit 0, at ∞ they
/// are ∞ and 1; NaN stays NaN.
public struct GaussianErrorUnit: ElementwiseFunction, ParameterlessFunction {
  public var name: String { "gelu" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S) -> S {
    // Not −∞ · 0.
    if x < 0, !x.isFinite { return 0 }
    return x * probability(x)
  }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S {
    // Not ±∞ · 0.
    if !x.isFinite, !x.isNaN { return x < 0 ? dy * 0 : dy }
    let rootOfTau = S(2.5066282746310005)
    let density = S.exp(-(x * x) / 2) / rootOfTau
    return dy * (probability(x) + x * density)
  }

  /// Φ(x).
  private func probability<S: RealScalar>(_ x: S) -> S {
    let rootOfHalf = S(0.7071067811865476)
    return S.erfc(-x * rootOfHalf) / 2
  }

  // Tensors of Float and Double go through the kernels, which are as good.

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> { S._kernels.gelu(x) }

  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(S._kernels.geluGradient(step.upstream, step[0]), to: 0)
  }
}

/// The operation of ``GaussianErrorUnit``.
public typealias GELUOperation<Scalar: TensorScalar> = Elementwise<GaussianErrorUnit, Scalar>

extension Variable {
  /// x Φ(x) for each element x, with the normal distribution's Φ.
  @inlinable
  public func gelu() -> Variable { graph.apply(GELUOperation(), self) }
}
