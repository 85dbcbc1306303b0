// Changes of shape: the same elements seen with other axes, or put into another order.

extension Tensor {
  /// The same elements, in row-major order, with other axes; costs nothing.
  ///
  /// One size may be −1: it becomes what makes the number of elements right.
  public func reshaped(_ sizes: Int...) -> Tensor {
    orStop { () throws(ShapeError) in viewed(as: try shape.reshaped(to: sizes)) }
  }

  /// The same elements, in row-major order, with another shape of as many elements; costs nothing.
  public func reshaped(_ target: TensorShape) -> Tensor {
    require(
      target.elementCount == count,
      "reshape can't turn shape \(shape), of \(count) elements, into \(target), of \(target.elementCount)")
    return viewed(as: target)
  }

  /// The elements in row-major order as a vector; costs nothing.
  public func flattened() -> Tensor { reshaped(TensorShape(vector: count)) }

  /// The tensor with its axes in reverse order: for a matrix its transpose.
  public func transposed() -> Tensor { transposed(axes: Array((0..<rank).reversed())) }

  /// The tensor with its axes in another order: axis i of the result is axis `axes[i]` of this one.
  public func transposed(axes: [Int]) -> Tensor {
    let axes = axes.map { position(ofAxis: $0, for: "transpose") }
    require(
      axes.sorted() == Array(0..<rank),
      "transpose needs each of the \(rank) axes of shape \(shape) once, not \(axes)")
    let strides = shape.strides
    return gathered(to: TensorShape(axes.map { shape[$0] }), strides: axes.map { strides[$0] })
  }
}

extension TensorShape {
  /// The shape with the given sizes, of which one may be −1, or an error when the elements don't fit it.
  func reshaped(to sizes: [Int]) throws(ShapeError) -> TensorShape {
    func failure(_ rule: String) -> ShapeError {
      ShapeError(operation: "reshape", shapes: [self], rule: rule)
    }
    // Without words where there is nothing to say: a flattening comes with every step.
    if let shape = TensorShape(exactly: sizes), shape.elementCount == elementCount { return shape }
    let list = sizes.map(String.init).joined(separator: ", ")
    guard sizes.filter({ $0 == -1 }).count <= 1 else {
      throw failure("only one of the sizes (\(list)) may be −1")
    }
    guard let known = TensorShape(exactly: sizes.map { $0 == -1 ? 1 : $0 }) else {
      throw failure("the sizes (\(list)) must be 0 or more, one of them may be −1")
    }
    var target = sizes
    if let open = sizes.firstIndex(of: -1) {
      guard known.elementCount > 0, elementCount % known.elementCount == 0 else {
        throw failure("its \(elementCount) elements can't be divided among the sizes (\(list))")
      }
      target[open] = elementCount / known.elementCount
    }
    guard let shape = TensorShape(exactly: target), shape.elementCount == elementCount else {
      throw failure("it has \(elementCount) elements, and (\(list)) asks for \(known.elementCount)")
    }
    return shape
  }
}
