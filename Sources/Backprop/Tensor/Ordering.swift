// What comparing elements finds, compiled for each type of number.

/// The loops that look for largest elements along an axis that isn't empty. Each has a default implementation.
public protocol _Ordering {
  /// The largest element of each line, or NaN.
  static func _largest(
    _ x: UnsafePointer<Self>, of shape: TensorShape, axis: Int, _ largest: UnsafeMutablePointer<Self>)
  /// The position in each line of its first largest element, or of its first NaN.
  static func _positionsOfLargest(
    _ x: UnsafePointer<Self>, of shape: TensorShape, axis: Int, _ positions: UnsafeMutablePointer<Int>)
  /// Gives each line's upstream derivative to its largest elements, in equal shares.
  static func _shareAmongLargest(
    _ upstream: UnsafePointer<Self>, _ x: UnsafePointer<Self>, _ largest: UnsafePointer<Self>,
    of shape: TensorShape,
    axis: Int, _ gradient: UnsafeMutablePointer<Self>)
}

extension RealScalar {
  public static func _larger(_ a: Tensor<Self>, _ b: Tensor<Self>, to shape: TensorShape) -> Tensor<Self> {
    .combined(a, b, to: shape) { _, x, y in x > y || x.isNaN ? x : y }
  }

  public static func _smaller(_ a: Tensor<Self>, _ b: Tensor<Self>, to shape: TensorShape) -> Tensor<Self> {
    .combined(a, b, to: shape) { _, x, y in x < y || x.isNaN ? x : y }
  }

  public static func _largest(
    _ x: UnsafePointer<Self>, of shape: TensorShape, axis: Int, _ largest: UnsafeMutablePointer<Self>
  ) {
    forEachLine(of: shape, axis: axis) { start, stride, length, line in
      var leader = x[start]
      for i in 1..<Swift.max(length, 1) {
        let candidate = x[start + i * stride]
        if candidate > leader || candidate.isNaN { leader = candidate }
        if leader.isNaN { break }
      }
      largest[line] = leader
    }
  }

  public static func _positionsOfLargest(
    _ x: UnsafePointer<Self>, of shape: TensorShape, axis: Int, _ positions: UnsafeMutablePointer<Int>
  ) { positionsOfLargest(x, of: shape, axis: axis, positions) }

  fileprivate static func positionsOfLargest(
    _ x: UnsafePointer<Self>, of shape: TensorShape, axis: Int, _ positions: UnsafeMutablePointer<Int>
  ) {
    forEachLine(of: shape, axis: axis) { start, stride, length, line in
      var best = 0
      for i in 1..<Swift.max(length, 1) {
        let (leader, candidate) = (x[start + best * stride], x[start + i * stride])
        if !(candidate <= leader), !leader.isNaN { best = i }
      }
      positions[line] = best
    }
  }

  public static func _shareAmongLargest(
    _ upstream: UnsafePointer<Self>, _ x: UnsafePointer<Self>, _ largest: UnsafePointer<Self>,
    of shape: TensorShape,
    axis: Int, _ gradient: UnsafeMutablePointer<Self>
  ) {
    forEachLine(of: shape, axis: axis) { start, stride, length, line in
      var ties: Self = 0
      for i in 0..<length where x[start + i * stride] == largest[line] { ties += 1 }
      // Without a largest one, because one is NaN, every share is.
      let share = ties > 0 ? upstream[line] / ties : Self(Double.nan)
      for i in 0..<length {
        let isLargest = ties == 0 || x[start + i * stride] == largest[line]
        gradient[start + i * stride] = isLargest ? share : 0
      }
    }
  }
}

extension TensorScalar {
  public static func _positionsOfLargest(
    _ x: UnsafePointer<Self>, of shape: TensorShape, axis: Int, _ positions: UnsafeMutablePointer<Int>
  ) {
    if axis == shape.rank - 1 {
      _kernels.argmax(shape.elementCount(ofAxes: 0..<axis), shape[axis], x, positions)
    } else {
      positionsOfLargest(x, of: shape, axis: axis, positions)
    }
  }
}

/// Visits the lines of elements along one axis: their first offset, the stride and length, and their number in
/// row-major order over the other axes.
@inline(__always)
func forEachLine(
  of shape: TensorShape, axis: Int, _ body: (_ start: Int, _ stride: Int, _ length: Int, _ line: Int) -> Void
) {
  let length = shape[axis]
  let inner = shape.elementCount(ofAxes: axis + 1..<shape.rank)
  let outer = shape.elementCount(ofAxes: 0..<axis)
  for block in 0..<outer {
    for offset in 0..<inner {
      body(block * length * inner + offset, inner, length, block * inner + offset)
    }
  }
}
