extension Tensor {
  /// The sums of the elements, with broadcasting.
  public static func + (a: Tensor, b: Tensor) -> Tensor { values(of: Addition(), a, b, name: "+") }

  /// The differences of the elements, with broadcasting.
  public static func - (a: Tensor, b: Tensor) -> Tensor { values(of: Subtraction(), a, b, name: "-") }

  /// The products of the elements, with broadcasting. For the matrix product see ``matmul(_:)``.
  public static func * (a: Tensor, b: Tensor) -> Tensor { values(of: Multiplication(), a, b, name: "*") }

  /// The quotients of the elements, with broadcasting; IEEE 754's infinities and NaN where the divisor is 0.
  public static func / (a: Tensor, b: Tensor) -> Tensor { values(of: Division(), a, b, name: "/") }

  /// The elements with their signs changed.
  public static prefix func - (a: Tensor) -> Tensor { Scalar._values(Negation(), a) }

  /// Adds another tensor in place, which must broadcast to this one's shape.
  public static func += (a: inout Tensor, b: Tensor) {
    guard a.shape == b.shape else { return a.replace(with: a + b, by: "+=") }
    a.withUnsafeMutableElements { x in
      b.withUnsafeElements { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        Scalar._add(y, to: x, count: b.count)
      }
    }
  }

  /// Subtracts another tensor in place, which must broadcast to this one's shape.
  public static func -= (a: inout Tensor, b: Tensor) { a.replace(with: a - b, by: "-=") }

  /// Multiplies in place by another tensor, which must broadcast to this one's shape.
  public static func *= (a: inout Tensor, b: Tensor) { a.replace(with: a * b, by: "*=") }

  /// Divides in place by another tensor, which must broadcast to this one's shape.
  public static func /= (a: inout Tensor, b: Tensor) { a.replace(with: a / b, by: "/=") }

  private mutating func replace(with result: Tensor, by operation: String) {
    require(
      result.shape == shape,
      "\(operation) must keep the shape \(shape), but broadcasting with the right side gives \(result.shape)")
    self = result
  }

  /// The values of a function at pairs of elements of two tensors whose shapes a programmer has chosen.
  @inline(__always)
  static func values(
    of function: some BinaryElementwiseFunction, _ a: Tensor, _ b: Tensor, name: String
  ) -> Tensor {
    Scalar._values(function, a, b, shape(of: a, b, for: name))
  }

  /// The shape that two tensors broadcast to whose shapes a programmer has chosen.
  static func shape(of a: Tensor, _ b: Tensor, for name: String) -> TensorShape {
    orStop { () throws(ShapeError) in try TensorShape.broadcast(a.shape, b.shape, for: name) }
  }
}
