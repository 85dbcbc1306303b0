/// yᵢ = exp(aᵢ) / Σⱼ exp(aⱼ) along the last axis, so that each row is positive and sums to 1:
/// ∂L/∂aᵢ = yᵢ (∂L/∂yᵢ − Σⱼ ∂L/∂yⱼ yⱼ).
///
/// The row's maximum is subtracted first, which changes nothing but keeps exp from overflowing. A row with NaN or +∞,
/// or of −∞ only, becomes NaN.
public struct SoftmaxOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "softmax" }
  public var symbol: String { "Softmax" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    RowSoftmax(of: step[0], rows: try Rows(step[0].shape, for: name)).y
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    guard let rows = try? Rows(step[0].shape, for: name) else { return }
    step.pass(
      rows.map(step.upstream, step.output) { dy, y, da in
        // Σ yⱼ = 1, so a number taken off every ∂L/∂y changes nothing; that of the largest y makes the sum free of
        // cancellation where that y is close to 1, and all of it exactly 0 where every ∂L/∂y is the same.
        guard let k = positionOfLargest(in: y) else { return }
        let reference = dy[k]
        var dot: Scalar = 0
        for j in 0..<y.count where j != k { dot += (dy[j] - reference) * y[j] }
        for i in 0..<y.count { da[i] = y[i] * ((dy[i] - reference) - dot) }
      }, to: 0)
  }
}

/// The position of the largest element of a row, NaN left aside; `nil` if the row is empty.
@inline(__always)
func positionOfLargest<Scalar: TensorScalar>(in row: UnsafeBufferPointer<Scalar>) -> Int? {
  guard !row.isEmpty else { return nil }
  var position = 0
  for i in 1..<Swift.max(row.count, 1) where row[i] > row[position] || row[position].isNaN { position = i }
  return position
}

extension Variable {
  /// The softmax along the last axis.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func softmax() -> Variable { graph.apply(SoftmaxOperation(), self) }
}
