// Sums, means, maxima and their positions. Every sum has one fixed order, whatever the build and the number of
// threads: pairwise along consecutive elements, row by row across them.

extension Tensor {
  /// The sum of all elements; 0 when there are none.
  public func sum() -> Tensor {
    Tensor(withUnsafeElements { Scalar._sum($0.baseAddress, count: $0.count) })
  }

  /// The sums along one axis, which is dropped or kept with size 1; −1 is the last axis.
  public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
    orStop { () throws(ShapeError) in try sum(alongAxis: axis, keepingAxis: keepingAxis) }
  }

  /// The sums along several axes, which are dropped.
  public func sum(alongAxes axes: [Int]) -> Tensor {
    let positions = Set(axes.map { position(ofAxis: $0, for: "sum") })
    // From the last to the first, so that the positions still to come stay valid.
    return positions.sorted(by: >).reduce(self) { $0.sum(axis: $1) }
  }

  /// The mean of all elements. There must be at least one.
  public func mean() -> Tensor { orStop { () throws(ShapeError) in try meanOfAll() } }

  /// The means along one axis, which is dropped or kept with size 1; −1 is the last axis. It must not be empty.
  public func mean(axis: Int, keepingAxis: Bool = false) -> Tensor {
    orStop { () throws(ShapeError) in try mean(alongAxis: axis, keepingAxis: keepingAxis) }
  }

  /// The largest element, or NaN if any element is. There must be at least one.
  public func max() -> Tensor { orStop { () throws(ShapeError) in try maxOfAll() } }

  /// The largest elements along one axis, which is dropped or kept with size 1; −1 is the last axis. It must not be
  /// empty.
  public func max(axis: Int, keepingAxis: Bool = false) -> Tensor {
    orStop { () throws(ShapeError) in try max(alongAxis: axis, keepingAxis: keepingAxis) }
  }

  /// The smallest element, or NaN if any element is. There must be at least one.
  public func min() -> Tensor {
    orStop { () throws(ShapeError) in -(try (-self).maxOfAll(for: "min", "smallest")) }
  }

  /// The smallest elements along one axis, which is dropped or kept with size 1; −1 is the last axis. It must not be
  /// empty.
  public func min(axis: Int, keepingAxis: Bool = false) -> Tensor {
    orStop { () throws(ShapeError) in
      -(try (-self).max(alongAxis: axis, keepingAxis: keepingAxis, for: "min", "smallest"))
    }
  }

  /// The position of the first largest element in row-major order; of the first NaN if there is one.
  public func argmax() -> Int {
    require(count > 0, "argmax needs at least one element, but the shape is \(shape)")
    return flattened().argmax(axis: 0)[0]
  }

  /// The positions of the first largest elements along one axis, in row-major order over the other axes.
  ///
  /// For logits `(N, C)` and axis 1 (or −1) these are the N predicted classes.
  public func argmax(axis: Int) -> [Int] {
    let axis = position(ofAxis: axis, for: "argmax")
    require(shape[axis] > 0, "argmax along axis \(axis) of shape \(shape): the axis is empty")
    return withUnsafeElements { elements in
      Array(unsafeUninitializedCapacity: shape.removing(axis: axis).elementCount) { positions, count in
        count = positions.count
        guard let elements = elements.baseAddress, let output = positions.baseAddress, count > 0 else {
          return
        }
        Scalar._positionsOfLargest(elements, of: shape, axis: axis, output)
      }
    }
  }
}

extension Tensor {
  /// `sum(axis:)` as an operation of a graph runs it, with an error where there is no such axis.
  func sum(alongAxis axis: Int, keepingAxis: Bool = false) throws(ShapeError) -> Tensor {
    let axis = try shape.checkedPosition(ofAxis: axis, for: "sum")
    let result = shape.reduced(axis: axis, keepingAxis: keepingAxis)
    let length = shape[axis]
    return withUnsafeElements { elements in
      Tensor.make(result) { sums in
        let inner = shape.elementCount(ofAxes: axis + 1..<rank)
        let outer = shape.elementCount(ofAxes: 0..<axis)
        guard let elements = elements.baseAddress, inner > 0, outer > 0 else { return }
        if inner == 1 {
          for line in 0..<outer { sums[line] = Scalar._sum(elements + line * length, count: length) }
        } else {
          for block in 0..<outer {
            Scalar._sumRows(
              elements + block * length * inner, rows: length, columns: inner, sums + block * inner)
          }
        }
      }
    }
  }

  /// `mean()` as an operation of a graph runs it, with an error where there is no element.
  func meanOfAll() throws(ShapeError) -> Tensor {
    guard count > 0 else {
      throw ShapeError(operation: "mean", shapes: [shape], rule: "there is no element to take the mean of")
    }
    return sum() / Tensor(Scalar(count))
  }

  /// `mean(axis:)` as an operation of a graph runs it, with an error where there is no such axis or it is empty.
  func mean(alongAxis axis: Int, keepingAxis: Bool = false) throws(ShapeError) -> Tensor {
    let axis = try shape.checkedPosition(ofAxis: axis, for: "mean")
    guard shape[axis] > 0 else {
      throw ShapeError(
        operation: "mean", shapes: [shape], rule: "axis \(axis) is empty, so it has no mean")
    }
    return try sum(alongAxis: axis, keepingAxis: keepingAxis) / Tensor(Scalar(shape[axis]))
  }

  /// `max()` as an operation of a graph runs it, with an error where there is no element.
  func maxOfAll(for operation: String = "max", _ kind: String = "largest") throws(ShapeError) -> Tensor {
    guard count > 0 else {
      throw ShapeError(
        operation: operation, shapes: [shape], rule: "there is no element to be the \(kind)")
    }
    return try flattened().max(alongAxis: 0)
  }

  /// `max(axis:)` as an operation of a graph runs it, with an error where there is no such axis or it is empty.
  func max(
    alongAxis axis: Int, keepingAxis: Bool = false, for operation: String = "max", _ kind: String = "largest"
  ) throws(ShapeError) -> Tensor {
    let axis = try shape.checkedPosition(ofAxis: axis, for: operation)
    guard shape[axis] > 0 else {
      throw ShapeError(
        operation: operation, shapes: [shape], rule: "axis \(axis) is empty, so it has no \(kind) element")
    }
    return withUnsafeElements { elements in
      Tensor.make(shape.reduced(axis: axis, keepingAxis: keepingAxis)) { largest in
        guard let elements = elements.baseAddress else { return }
        Scalar._largest(elements, of: shape, axis: axis, largest)
      }
    }
  }

  func position(ofAxis axis: Int, for operation: String) -> Int {
    orStop { () throws(ShapeError) in try shape.checkedPosition(ofAxis: axis, for: operation) }
  }
}

extension TensorShape {
  /// `axis` counted from the front, or an error in the name of an operation.
  func checkedPosition(ofAxis axis: Int, for operation: String) throws(ShapeError) -> Int {
    if let position = position(ofAxis: axis) { return position }
    throw ShapeError(
      operation: operation, shapes: [self],
      rule: rank == 0
        ? "a single number has no axis \(axis)"
        : "there is no axis \(axis); axes run from 0 to \(rank - 1), or from −\(rank) to −1 counted from the end"
    )
  }

  fileprivate func reduced(axis: Int, keepingAxis: Bool) -> TensorShape {
    keepingAxis ? replacing(axis: axis, with: 1) : removing(axis: axis)
  }
}
