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
    let rows = try Rows(step[0].shape, for: name)
    return rows.map(step[0]) { a, z in logSoftmax(a, into: z) }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    guard let rows = try? Rows(step[0].shape, for: name) else { return }
    step.pass(
      rows.map(step.upstream, step.output) { dz, z, da in
        var sum: Scalar = 0
        for j in 0..<z.count { sum += dz[j] }
        for i in 0..<z.count { da[i] = dz[i] - .exp(z[i]) * sum }
      }, to: 0)
  }
}

/// The logarithm of the softmax of one row: log Σ exp aⱼ = m + log Σ exp(aⱼ − m) with the row's maximum m.
@inline(__always)
func logSoftmax<Scalar: TensorScalar>(_ a: UnsafeBufferPointer<Scalar>, into z: UnsafeMutablePointer<Scalar>)
{
  let maximum = largest(of: a)
  var sum: Scalar = 0
  for x in a { sum += .exp(x - maximum) }
  let logSum = Scalar.log(sum)
  for i in 0..<a.count { z[i] = (a[i] - maximum) - logSum }
}

extension Variable {
  /// The logarithm of the softmax along the last axis.
  public func logSoftmax() -> Variable { graph.apply(LogSoftmaxOperation(), self) }
}
