/// yᵢ = exp(aᵢ) / Σⱼ exp(aⱼ) along the last axis, so that each row is positive and sums to 1:
/// ∂L/∂aᵢ = yᵢ (∂L/∂yᵢ − Σⱼ ∂L/∂yⱼ yⱼ).
///
/// The row's maximum is subtracted first, which changes nothing but keeps exp from overflowing. A row with NaN or +∞,
/// or of −∞ only, becomes NaN.
public struct SoftmaxOperation<Scalar: TensorScalar>: GraphOperation {
  public var name: String { "softmax" }
  public var symbol: String { "Softmax" }

  /// The operation; it has no settings.
  @inlinable
  public init() {}

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    _ = try Rows(step[0].shape, for: name)
    return Scalar._softmax(step[0])
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(Scalar._softmaxDerivative(step.upstream, y: step.output), to: 0)
  }
}

extension TensorScalar {
  public static func _softmax(_ a: Tensor<Self>) -> Tensor<Self> {
    RowSoftmax.softmax(of: a, rows: Rows(of: a.shape, for: "softmax"))
  }

  public static func _softmaxDerivative(_ dy: Tensor<Self>, y: Tensor<Self>) -> Tensor<Self> {
    Rows(of: y.shape, for: "softmax").map(dy, y) { dy, y, da in
      // Σ yⱼ = 1, so a number taken off every ∂L/∂y changes nothing; that of the largest y makes the sum free of
      // cancellation where that y is close to 1, and all of it exactly 0 where every ∂L/∂y is the same.
      guard let k = positionOfLargest(in: y) else { return }
      let reference = dy[k]
      var dot: Self = 0
      for j in 0..<y.count where j != k { dot += (dy[j] - reference) * y[j] }
      for i in 0..<y.count { da[i] = y[i] * ((dy[i] - reference) - dot) }
    }
  }
}

extension Variable {
  /// The softmax along the last axis.
  @inlinable
  public func softmax() -> Variable { graph.apply(SoftmaxOperation(), self) }
}
