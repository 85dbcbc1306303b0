// NumPy's rule: shapes are aligned at their last axes, a missing axis counts as size 1, and an axis of size 1
// is repeated to the other's size. (NumPy reference, "Broadcasting".)

extension TensorShape {
  /// The shape that both broadcast to, or `nil` when two sizes differ and neither is 1.
  public static func broadcast(_ a: TensorShape, _ b: TensorShape) -> TensorShape? {
    if a == b || b.rank == 0 { return a }
    if a.rank == 0 { return b }
    let rank = Swift.max(a.rank, b.rank)
    var sizes = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let sizeOfA = axis < rank - a.rank ? 1 : a[axis - (rank - a.rank)]
      let sizeOfB = axis < rank - b.rank ? 1 : b[axis - (rank - b.rank)]
      guard sizeOfA == sizeOfB || sizeOfA == 1 || sizeOfB == 1 else { return nil }
      sizes[axis] = sizeOfA == 1 ? sizeOfB : sizeOfA
    }
    return TensorShape(exactly: sizes)
  }

  /// The shape that both broadcast to, or an error in the name of an operation.
  @usableFromInline
  static func broadcast(
    _ a: TensorShape, _ b: TensorShape, for operation: @autoclosure () -> String
  ) throws(ShapeError) -> TensorShape {
    if let shape = broadcast(a, b) { return shape }
    throw ShapeError(
      operation: operation(), shapes: [a, b],
      rule: "aligned at their last axes, two sizes must be equal or one of them 1")
  }

  /// Strides for reading a tensor of this shape as if it had the larger shape it broadcasts to: 0 along
  /// repeated axes.
  @usableFromInline
  func strides(broadcastTo target: TensorShape) -> [Int] {
    let own = strides
    let missing = target.rank - rank
    return target.indices.map { axis in
      axis < missing || (self[axis - missing] == 1 && target[axis] != 1) ? 0 : own[axis - missing]
    }
  }

  /// Whether this shape, aligned at the last axes, is the end of the other: broadcasting then repeats the
  /// whole tensor, as a bias is repeated for every row.
  func isSuffix(of other: TensorShape) -> Bool {
    guard rank <= other.rank else { return false }
    let missing = other.rank - rank
    for axis in 0..<rank where self[axis] != other[axis + missing] { return false }
    return true
  }
}

/// Visits the elements of a row-major tensor together with their offsets in one that is read with other strides.
///
/// `body` gets runs along the last axis: the offset of a run's first element in the strided tensors. Written
/// once for every operation that meets broadcasting, transposition or slicing.
@inlinable @inline(__always)
func forEachRun(
  of shape: TensorShape, strides first: [Int], _ second: [Int],
  _ body: (_ start: Int, _ first: Int, _ second: Int) -> Void
) {
  guard shape.elementCount > 0 else { return }
  guard shape.rank > 0 else { return body(0, 0, 0) }
  let run = shape[shape.rank - 1]
  let sizes = Array(shape)
  var position = [Int](repeating: 0, count: shape.rank)
  var start = 0
  var offset = 0
  var otherOffset = 0
  while true {
    body(start, offset, otherOffset)
    start += run
    var axis = shape.rank - 2
    while axis >= 0 {
      position[axis] += 1
      offset += first[axis]
      otherOffset += second[axis]
      if position[axis] < sizes[axis] { break }
      offset -= sizes[axis] * first[axis]
      otherOffset -= sizes[axis] * second[axis]
      position[axis] = 0
      axis -= 1
    }
    if axis < 0 { return }
  }
}

/// Visits runs along the last axis of a result together with those of the two operands that broadcast to it: where a run
/// starts in the result, and of each operand its offset and the step between neighbours.
///
/// By itself, and not in each of the loops that use it, whose code it would make several times as long.
@usableFromInline
@inline(never)
func forEachPairOfRuns(
  of shape: TensorShape, _ a: TensorShape, _ b: TensorShape,
  _ body: (_ run: Int, _ start: Int, _ x: Int, _ stepOfX: Int, _ y: Int, _ stepOfY: Int) -> Void
) {
  let (stridesOfX, stridesOfY) = (a.strides(broadcastTo: shape), b.strides(broadcastTo: shape))
  let (run, stepOfX, stepOfY) = (shape.last ?? 1, stridesOfX.last ?? 0, stridesOfY.last ?? 0)
  forEachRun(of: shape, strides: stridesOfX, stridesOfY) { start, x, y in
    body(run, start, x, stepOfX, y, stepOfY)
  }
}

extension Tensor {
  /// This tensor repeated to a shape that it broadcasts to.
  public func broadcast(to target: TensorShape) -> Tensor {
    if shape == target { return self }
    require(
      TensorShape.broadcast(shape, target) == target,
      "a tensor of shape \(shape) can't be broadcast to \(target)")
    return gathered(to: target, strides: shape.strides(broadcastTo: target))
  }

  /// The sum over the axes along which a tensor of shape `target` was repeated to this one's shape: what
  /// broadcasting's derivative is.
  ///
  /// A value that was used n times receives n gradients, which add up. `target` must broadcast to this shape.
  func unbroadcast(to target: TensorShape) -> Tensor {
    if shape == target { return self }
    if target.rank == 0 { return sum() }
    let missing = rank - target.rank
    let axes = (0..<rank).filter { axis in
      axis < missing || (target[axis - missing] == 1 && shape[axis] != 1)
    }
    return sum(alongAxes: axes).reshaped(target)
  }
}
