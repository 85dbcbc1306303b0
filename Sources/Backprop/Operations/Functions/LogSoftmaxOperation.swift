/// zᵢ = aᵢ − log Σⱼ exp(aⱼ) along the last axis, the logarithm of softmax without its underflow:
/// ∂L/∂aᵢ = ∂L/∂zᵢ − exp(zᵢ) Σⱼ ∂L/∂zⱼ.
public struct LogSoftmaxOperation<Scalar: TensorScalar>: GraphOperation {
  public var name: String { "log_softmax" }
  public var symbol: String { "LogSoftmax" }

  /// The operation; it has no settings.
  @inlinable
  public init() {}

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    _ = try Rows(step[0].shape, for: name)
    return Scalar._logSoftmax(step[0])
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(Scalar._logSoftmaxDerivative(step.upstream, z: step.output), to: 0)
  }
}

extension TensorScalar {
  public static func _logSoftmax(_ a: Tensor<Self>) -> Tensor<Self> {
    RowSoftmax(of: a, rows: Rows(of: a.shape, for: "log_softmax")).logarithm()
  }

  public static func _logSoftmaxDerivative(_ dz: Tensor<Self>, z: Tensor<Self>) -> Tensor<Self> {
    Rows(of: z.shape, for: "log_softmax").map(dz, z) { dz, z, da in
      guard let k = positionOfLargest(in: z) else { return }
      // Of the largest, y can be so close to 1 that 1 − y has no digits left: it is the sum of the other y.
      var others: Self = 0
      var otherUpstream: Self = 0
      for j in 0..<z.count where j != k {
        otherUpstream += dz[j]
        others += .exp(z[j])
      }
      let sum = otherUpstream + dz[k]
      for i in 0..<z.count { da[i] = dz[i] - .exp(z[i]) * sum }
      da[k] = dz[k] * others - .exp(z[k]) * otherUpstream
    }
  }
}

extension Variable {
  /// The logarithm of the softmax along the last axis.
  @inlinable
  public func logSoftmax() -> Variable { graph.apply(LogSoftmaxOperation(), self) }
}
