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
    maxima = [Scalar](repeating: 0, count: rows.count)
    others = maxima
    y = maxima.withUnsafeMutableBufferPointer { maxima in
      others.withUnsafeMutableBufferPointer { others in
        guard let maxima = maxima.baseAddress, let others = others.baseAddress else { return a }
        return Self.softmax(of: a, rows, maxima, others)
      }
    }
  }

  /// The softmax alone, whose rows' figures lie in scratch memory: a trained model's answer asks the system for none.
  static func softmax(of a: Tensor<Scalar>, rows: Rows) -> Tensor<Scalar> {
    guard rows.count > 0, rows.length > 0 else { return a }
    var y = a
    Scalar._kernels.withScratch(2 * rows.count) { maxima in
      y = softmax(of: a, rows, maxima, maxima + rows.count)
    }
    return y
  }

  /// The softmax of rows that aren't empty. Of each row the maximum m and Σ exp(aⱼ − m) without the maximum's own term are
  /// written besides.
  private static func softmax(
    of a: Tensor<Scalar>, _ rows: Rows, _ maxima: UnsafeMutablePointer<Scalar>,
    _ others: UnsafeMutablePointer<Scalar>
  ) -> Tensor<Scalar> {
    // So many rows at a time that their positions lie on the stack.
    let most = 64
    return a.withUnsafeElements { a in
      Tensor.make(rows.shape) { y in
        guard let a = a.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: most) { positions in
          guard let positions = positions.baseAddress else { return }
          for first in stride(from: 0, to: rows.count, by: most) {
            let start = first * rows.length
            write(
              a + start, Swift.min(most, rows.count - first), rows.length, y + start, positions,
              maxima + first, others + first)
          }
        }
      }
    }
  }

  /// The same for a few rows, with memory for a position of each.
  private static func write(
    _ a: UnsafePointer<Scalar>, _ count: Int, _ length: Int, _ y: UnsafeMutablePointer<Scalar>,
    _ positions: UnsafeMutablePointer<Int>, _ maxima: UnsafeMutablePointer<Scalar>,
    _ others: UnsafeMutablePointer<Scalar>
  ) {
    let kernels = Scalar._kernels
    kernels.argmax(count, length, a, positions)
    for row in 0..<count {
      maxima[row] = a[row * length + positions[row]]
      for i in row * length..<(row + 1) * length { y[i] = a[i] - maxima[row] }
    }
    kernels.exp(count * length, y, y)
    kernels.rowSums(count, length, y, positions, others)
    for row in 0..<count {
      // ∞ − ∞ makes the row NaN.
      others[row] += maxima[row] - maxima[row]
      let sum = 1 + others[row]
      for i in row * length..<(row + 1) * length { y[i] /= sum }
      y[row * length + positions[row]] = 1 / sum
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
