/// zᵢ = aᵢ − log Σⱼ exp(aⱼ) along the last axis, the logarithm of softmax without its underflow:
/// ∂L/∂aᵢ = ∂L/∂zᵢ − exp(zᵢ) Σⱼ ∂L/∂zⱼ.
public struct LogSoftmaxOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "log_softmax" }
  public var symbol: String { "LogSoftmax" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    RowSoftmax(of: step[0], rows: try Rows(step[0].shape, for: name)).logarithm()
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    guard let rows = try? Rows(step[0].shape, for: name) else { return }
    step.pass(
      rows.map(step.upstream, step.output) { dz, z, da in
        guard let k = positionOfLargest(in: z) else { return }
        // Of the largest, y can be so close to 1 that 1 − y has no digits left: it is the sum of the other y.
        var others: Scalar = 0
        var otherUpstream: Scalar = 0
        for j in 0..<z.count where j != k {
          otherUpstream += dz[j]
          others += .exp(z[j])
        }
        let sum = otherUpstream + dz[k]
        for i in 0..<z.count { da[i] = dz[i] - .exp(z[i]) * sum }
        da[k] = dz[k] * others - .exp(z[k]) * otherUpstream
      }, to: 0)
  }
}

extension Variable {
  /// The logarithm of the softmax along the last axis.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func logSoftmax() -> Variable { graph.apply(LogSoftmaxOperation(), self) }
}
