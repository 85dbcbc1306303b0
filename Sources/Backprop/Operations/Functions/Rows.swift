/// A tensor seen as rows along its last axis, as softmax and cross entropy see it; a vector is one row.
struct Rows {
  let shape: TensorShape
  let count: Int
  let length: Int

  init(_ shape: TensorShape, for operation: String) throws(ShapeError) {
    guard shape.rank > 0 else {
      throw ShapeError(
        operation: operation, shapes: [shape], rule: "a single number has no last axis to run along")
    }
    self.shape = shape
    length = shape[shape.rank - 1]
    count = shape.elementCount(ofAxes: 0..<shape.rank - 1)
  }

  /// The rows of a shape that is known to have some: the forward pass has thrown the error otherwise.
  init(of shape: TensorShape, for operation: String) {
    self = orStop { () throws(ShapeError) in try Rows(shape, for: operation) }
  }

  /// The elements of one row.
  @inline(__always)
  func row<Scalar>(_ index: Int, of elements: UnsafeBufferPointer<Scalar>) -> UnsafeBufferPointer<Scalar> {
    UnsafeBufferPointer(rebasing: elements[index * length..<(index + 1) * length])
  }

  /// A tensor each of whose rows `body` writes from the same row of another.
  @inline(__always)
  func map<Scalar>(
    _ a: Tensor<Scalar>, _ body: (UnsafeBufferPointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
  ) -> Tensor<Scalar> {
    a.withUnsafeElements { a in
      Tensor.make(shape) { result in
        for index in 0..<count { body(row(index, of: a), result + index * length) }
      }
    }
  }

  /// A tensor each of whose rows `body` writes from the same rows of two others.
  @inline(__always)
  func map<Scalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>,
    _ body: (UnsafeBufferPointer<Scalar>, UnsafeBufferPointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
  ) -> Tensor<Scalar> {
    b.withUnsafeElements { b in
      a.withUnsafeElements { a in
        Tensor.make(shape) { result in
          for index in 0..<count { body(row(index, of: a), row(index, of: b), result + index * length) }
        }
      }
    }
  }

  /// The sum of each row without its element at one position, which must be in the row.
  @inline(__always)
  func sums<Scalar: TensorScalar>(of elements: UnsafePointer<Scalar>, without positions: [Int]) -> [Scalar] {
    Array(unsafeUninitializedCapacity: count) { sums, written in
      written = count
      if let sums = sums.baseAddress { Scalar._kernels.rowSums(count, length, elements, positions, sums) }
    }
  }
}
