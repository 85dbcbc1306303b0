extension Rows {
  /// The softmax of each row: exp(aᵢ) / Σⱼ exp(aⱼ).
  ///
  /// The row's maximum m is subtracted first, which changes nothing but keeps exp from overflowing; its own term
  /// becomes exactly 1. A row with NaN or +∞, or of −∞ only, becomes NaN.
  ///
  /// - Parameter body: is told of each row its maximum and the sum of the other terms, from which the logarithm of
  ///   the softmax follows: log yᵢ = (aᵢ − m) − log1p(others), which keeps the digits of what the others add to 1.
  @inline(__always)
  func softmax<Scalar: TensorScalar>(
    _ a: Tensor<Scalar>, _ body: (_ row: Int, _ maximum: Scalar, _ others: Scalar) -> Void = { _, _, _ in }
  ) -> Tensor<Scalar> {
    guard count > 0, length > 0 else { return a }
    let positions = a.argmax(axis: -1)
    return a.withUnsafeElements { a in
      Tensor.make(shape) { y in
        for row in 0..<count {
          let start = row * length
          let maximum = a[start + positions[row]]
          for i in start..<start + length { y[i] = a[i] - maximum }
        }
        Scalar._kernels.exp(count * length, y, y)
        for row in 0..<count {
          let start = row * length
          let maximum = a[start + positions[row]]
          // ∞ − ∞ makes the row NaN.
          var others = maximum - maximum
          y[start + positions[row]] = 0
          for i in start..<start + length { others += y[i] }
          y[start + positions[row]] = 1
          for i in start..<start + length { y[i] /= 1 + others }
          body(row, maximum, others)
        }
      }
    }
  }

  /// The logarithm of the softmax of each row, without its underflow.
  @inline(__always)
  func logSoftmax<Scalar: TensorScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    var offsets: [(maximum: Scalar, logSum: Scalar)] = []
    offsets.reserveCapacity(count)
    _ = softmax(a) { _, maximum, others in offsets.append((maximum, .log1p(others))) }
    return a.withUnsafeElements { a in
      Tensor.make(shape) { z in
        for (row, offset) in offsets.enumerated() {
          for i in row * length..<(row + 1) * length { z[i] = (a[i] - offset.maximum) - offset.logSum }
        }
      }
    }
  }
}
