/// Softmax and its logarithm along the last axis, with their derivatives, compiled for each type of number.
public protocol _SoftmaxLoops: RealScalar {
  static func _softmax(_ a: Tensor<Self>) -> Tensor<Self>
  static func _softmaxDerivative(_ dy: Tensor<Self>, y: Tensor<Self>) -> Tensor<Self>
  static func _logSoftmax(_ a: Tensor<Self>) -> Tensor<Self>
  static func _logSoftmaxDerivative(_ dz: Tensor<Self>, z: Tensor<Self>) -> Tensor<Self>
}

/// The softmax of each row of a tensor, yᵢ = exp(aᵢ) / Σⱼ exp(aⱼ), with what its logarithm needs besides.
///
/// The row's maximum m is subtracted first, which changes nothing but keeps exp from overflowing; its own term becomes
/// exactly 1. A row with NaN or +∞, or of −∞ only, becomes NaN.
struct RowSoftmax<Scalar: TensorScalar> {
  let rows: Rows
  /// The softmax.
  private(set) var y: Tensor<Scalar>
  private let a: Tensor<Scalar>
  private var maxima: [Scalar] = []
  /// Of each row Σ exp(aⱼ − m) without the maximum's own term.
  private var others: [Scalar] = []

  init(of a: Tensor<Scalar>, rows: Rows) {
    self.rows = rows
    self.a = a
    y = a
    guard rows.count > 0, rows.length > 0 else { return }
    let positions = a.argmax(axis: -1)
    let length = rows.length
    a.withUnsafeElements { a in
      maxima = positions.enumerated().map { row, position in a[row * length + position] }
      y = Tensor.make(rows.shape) { y in
        for (row, maximum) in maxima.enumerated() {
          for i in row * length..<(row + 1) * length { y[i] = a[i] - maximum }
        }
        Scalar._kernels.exp(rows.count * length, y, y)
        others = rows.sums(of: y, without: positions)
        for (row, maximum) in maxima.enumerated() {
          // ∞ − ∞ makes the row NaN.
          others[row] += maximum - maximum
          let sum = 1 + others[row]
          for i in row * length..<(row + 1) * length { y[i] /= sum }
          y[row * length + positions[row]] = 1 / sum
        }
      }
    }
  }

  /// Of each row log Σ exp(aⱼ − m): log1p keeps the digits of what the others add to the maximum's 1.
  private var logSums: [Scalar] {
    Array(unsafeUninitializedCapacity: others.count) { sums, written in
      written = others.count
      if let sums = sums.baseAddress { Scalar._kernels.log1p(others.count, others, sums) }
    }
  }

  /// The logarithm of the softmax, without its underflow: (aᵢ − m) − log Σ exp(aⱼ − m).
  func logarithm() -> Tensor<Scalar> {
    let logSums = logSums
    return a.withUnsafeElements { a in
      Tensor.make(rows.shape) { z in
        for (row, maximum) in maxima.enumerated() {
          for i in row * rows.length..<(row + 1) * rows.length { z[i] = (a[i] - maximum) - logSums[row] }
        }
      }
    }
  }

  /// The logarithm at one position of each row, as a vector. The positions must be in the rows.
  func logarithm(at positions: [Int]) -> Tensor<Scalar> {
    let logSums = logSums
    return a.withUnsafeElements { a in
      Tensor.make(TensorShape(vector: rows.count)) { z in
        for (row, position) in positions.enumerated() {
          z[row] = (a[row * rows.length + position] - maxima[row]) - logSums[row]
        }
      }
    }
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
