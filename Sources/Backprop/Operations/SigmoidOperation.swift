/// y = 1 / (1 + e⁻ˣ), the compact node for ×(−1), exp, +1 and /: ∂y/∂x = y² e⁻ˣ = y (1 − y).
///
/// Where y is close to 1, 1 − y would lose its digits; it is computed as e⁻ˣ / (1 + e⁻ˣ).
public struct SigmoidOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "sigmoid" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].map { x in logistic(x) }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(
      .zipMap(step.upstream, step[0]) { dy, x in
        let e = Scalar.exp(-x.magnitude)
        return dy * (e / ((1 + e) * (1 + e)))
      }, to: 0)
  }
}

extension Variable {
  /// 1 / (1 + e⁻ˣ) for each element x.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func sigmoid() -> Variable { graph.apply(SigmoidOperation(), self) }
}
