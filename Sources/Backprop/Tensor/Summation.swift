// Sums of consecutive elements, of rows, and in place, compiled for each type of number.

/// The loops of sums. Each has a default implementation.
public protocol _Summation {
  /// The sum of consecutive elements; 0 when there are none.
  static func _sum(_ elements: UnsafePointer<Self>?, count: Int) -> Self
  /// The sums over the rows of a matrix, one for each column, row by row.
  static func _sumRows(
    _ matrix: UnsafePointer<Self>, rows: Int, columns: Int, _ sums: UnsafeMutablePointer<Self>)
  /// y += x, element by element.
  static func _add(_ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int)
}

extension RealScalar {
  public static func _sum(_ elements: UnsafePointer<Self>?, count: Int) -> Self {
    guard let elements, count > 0 else { return 0 }
    return pairwiseSum(elements, count)
  }

  public static func _sumRows(
    _ matrix: UnsafePointer<Self>, rows: Int, columns: Int, _ sums: UnsafeMutablePointer<Self>
  ) {
    sums.initialize(repeating: 0, count: columns)
    for row in 0..<rows { _add(matrix + row * columns, to: sums, count: columns) }
  }

  public static func _add(_ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int) {
    for i in 0..<count { y[i] += x[i] }
  }
}

extension TensorScalar {
  public static func _sumRows(
    _ matrix: UnsafePointer<Self>, rows: Int, columns: Int, _ sums: UnsafeMutablePointer<Self>
  ) { _kernels.sumRows(matrix, rows, columns, sums) }
}

/// The sum of consecutive elements by halves, whose rounding error grows with the logarithm of their number
/// instead of the number itself (Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput.
/// 14, 1993). Runs of up to 128 are added in eight interleaved chains.
private func pairwiseSum<Scalar: RealScalar>(_ x: UnsafePointer<Scalar>, _ count: Int) -> Scalar {
  if count > 128 {
    let half = count / 2 / 8 * 8
    return pairwiseSum(x, half) + pairwiseSum(x + half, count - half)
  }
  if count < 8 {
    var sum = x[0]
    for i in 1..<Swift.max(count, 1) { sum += x[i] }
    return sum
  }
  var (s0, s1, s2, s3, s4, s5, s6, s7) = (x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7])
  var i = 8
  while i + 8 <= count {
    s0 += x[i]
    s1 += x[i + 1]
    s2 += x[i + 2]
    s3 += x[i + 3]
    s4 += x[i + 4]
    s5 += x[i + 5]
    s6 += x[i + 6]
    s7 += x[i + 7]
    i += 8
  }
  var sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))
  while i < count {
    sum += x[i]
    i += 1
  }
  return sum
}
