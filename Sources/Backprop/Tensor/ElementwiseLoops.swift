// The loops of elementwise mathematics, written once: a function states its formula and these apply it.
//
// They are inlined where they are used, so that a formula from another module is compiled into its loop, too.

extension Tensor {
  /// The tensor of `function` applied to every element.
  @inlinable @inline(__always)
  public func map(_ function: (Scalar) -> Scalar) -> Tensor {
    withUnsafeElements { elements in
      Tensor.make(shape) { result in
        for i in 0..<elements.count { result[i] = function(elements[i]) }
      }
    }
  }

  /// The tensor of `function` applied to pairs of elements of two tensors that broadcast together.
  @inlinable @inline(__always)
  public static func zip(
    _ a: Tensor, _ b: Tensor, name: String = "an elementwise function", _ function: (Scalar, Scalar) -> Scalar
  ) throws(ShapeError) -> Tensor {
    let shape = try TensorShape.broadcast(a.shape, b.shape, for: name)
    return combined(a, b, to: shape) { _, x, y in function(x, y) }
  }

  /// The tensor of `function` applied to triples of elements of tensors of one shape.
  @inlinable @inline(__always)
  public static func zip(
    _ a: Tensor, _ b: Tensor, _ c: Tensor, _ function: (Scalar, Scalar, Scalar) -> Scalar
  ) -> Tensor {
    require(
      a.shape == b.shape && b.shape == c.shape, "shapes \(a.shape), \(b.shape) and \(c.shape) must be equal")
    return a.withUnsafeElements { x in
      b.withUnsafeElements { y in
        c.withUnsafeElements { z in
          Tensor.make(a.shape) { result in
            for i in 0..<x.count { result[i] = function(x[i], y[i], z[i]) }
          }
        }
      }
    }
  }

  /// `function` applied to pairs of elements of two tensors that broadcast to `shape`, with each pair's position in
  /// the result.
  @inlinable @inline(__always)
  static func combined(
    _ a: Tensor, _ b: Tensor, to shape: TensorShape, _ function: (_ position: Int, Scalar, Scalar) -> Scalar
  ) -> Tensor {
    if a.shape == b.shape {
      return a.withUnsafeElements { x in
        b.withUnsafeElements { y in
          Tensor.make(shape) { result in
            for i in 0..<x.count { result[i] = function(i, x[i], y[i]) }
          }
        }
      }
    }
    return a.withUnsafeElements { x in
      b.withUnsafeElements { y in
        Tensor.make(shape) { result in
          let count = shape.elementCount
          if y.count == 1 {
            let y = y[0]
            for i in 0..<count { result[i] = function(i, x[i], y) }
          } else if x.count == 1 {
            let x = x[0]
            for i in 0..<count { result[i] = function(i, x, y[i]) }
          } else {
            forEachPairOfRuns(of: shape, a.shape, b.shape) { run, start, x0, stepOfX, y0, stepOfY in
              for i in 0..<run {
                result[start + i] = function(start + i, x[x0 + i * stepOfX], y[y0 + i * stepOfY])
              }
            }
          }
        }
      }
    }
  }
}
