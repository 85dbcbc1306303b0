/// y = tanh x: ∂y/∂x = 1 − y² = 4 e / (1 + e)² with e = e^(−2|x|).
///
/// The last form keeps its accuracy where y is close to ±1 and 1 − y² has lost all digits.
public struct TanhOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "tanh" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].map { x in .tanh(x) }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(
      .zipMap(step.upstream, step[0]) { dy, x in
        let e = Scalar.exp(-2 * x.magnitude)
        return dy * (4 * e / ((1 + e) * (1 + e)))
      }, to: 0)
  }
}

extension Variable {
  /// The hyperbolic tangent of each element.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func tanh() -> Variable { graph.apply(TanhOperation(), self) }
}
