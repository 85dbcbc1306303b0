// The loops of elementwise mathematics, written once: an operation states its formula and these apply it.

extension Tensor {
  /// The tensor of `function` applied to every element.
  @inline(__always)
  public func map(_ function: (Scalar) -> Scalar) -> Tensor {
    withUnsafeElements { elements in
      Tensor.make(shape) { result in
        for i in 0..<elements.count { result[i] = function(elements[i]) }
      }
    }
  }

  /// The tensor of `function` applied to pairs of elements of two tensors that broadcast together.
  @inline(__always)
  public static func zip(
    _ a: Tensor, _ b: Tensor, name: String = "an elementwise function", _ function: (Scalar, Scalar) -> Scalar
  ) throws(ShapeError) -> Tensor {
    let isPlain = a.shape == b.shape
    let shape = isPlain ? a.shape : try Shape.broadcast(a.shape, b.shape, for: name)
    return a.withUnsafeElements { x in
      b.withUnsafeElements { y in
        Tensor.make(shape) { output in
          if isPlain {
            for i in 0..<shape.elementCount { output[i] = function(x[i], y[i]) }
          } else if b.count == 1 {
            let y = y[0]
            for i in 0..<shape.elementCount { output[i] = function(x[i], y) }
          } else if a.count == 1 {
            let x = x[0]
            for i in 0..<shape.elementCount { output[i] = function(x, y[i]) }
          } else {
            let stridesOfX = a.shape.strides(broadcastTo: shape)
            let stridesOfY = b.shape.strides(broadcastTo: shape)
            let run = shape.last ?? 1
            let stepOfX = stridesOfX.last ?? 0
            let stepOfY = stridesOfY.last ?? 0
            forEachRun(of: shape, strides: stridesOfX, stridesOfY) { start, offsetOfX, offsetOfY in
              for i in 0..<run {
                output[start + i] = function(x[offsetOfX + i * stepOfX], y[offsetOfY + i * stepOfY])
              }
            }
          }
        }
      }
    }
  }

  /// `zip` for shapes that are known to fit.
  @inline(__always)
  static func zipMap(_ a: Tensor, _ b: Tensor, _ function: (Scalar, Scalar) -> Scalar) -> Tensor {
    orStop { () throws(ShapeError) in try zip(a, b, function) }
  }

  /// `function` applied to triples of elements of tensors of one shape.
  @inline(__always)
  static func zipMap(
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
}

// MARK: - Operators

extension Tensor {
  /// The sums of the elements, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try zip(a, b, name: "+") { $0 + $1 } }
  }

  /// The differences of the elements, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try zip(a, b, name: "-") { $0 - $1 } }
  }

  /// The products of the elements, with broadcasting. For the matrix product see ``matmul(_:)``.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try zip(a, b, name: "*") { $0 * $1 } }
  }

  /// The quotients of the elements, with broadcasting; IEEE 754's infinities and NaN where the divisor is 0.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try zip(a, b, name: "/") { $0 / $1 } }
  }

  /// The elements with their signs changed.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static prefix func - (a: Tensor) -> Tensor { a.map { -$0 } }

  /// Adds another tensor in place, which must broadcast to this one's shape.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func += (a: inout Tensor, b: Tensor) {
    guard a.shape == b.shape else { return a.replace(with: a + b, by: "+=") }
    a.withUnsafeMutableElements { x in
      b.withUnsafeElements { y in
        for i in 0..<x.count { x[i] += y[i] }
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
}

// MARK: - Functions

extension Tensor {
  /// e to the power of each element.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func exp() -> Tensor { Scalar._kernels.exp(self) }

  /// The natural logarithm of each element: −∞ at 0, NaN below.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func log() -> Tensor { map { .log($0) } }

  /// The square root of each element: NaN below 0.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func squareRoot() -> Tensor { map { $0.squareRoot() } }

  /// The hyperbolic tangent of each element.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func tanh() -> Tensor { map { .tanh($0) } }

  /// The magnitude of each element.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func magnitude() -> Tensor { map { $0.magnitude } }

  /// Each element to the power of another tensor's, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func power(_ exponent: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try Tensor.zip(self, exponent, name: "power") { .pow($0, $1) } }
  }

  /// max(x, 0) for each element x; NaN stays NaN.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func relu() -> Tensor { map { $0 <= 0 ? 0 : $0 } }

  /// 1 / (1 + e⁻ˣ) for each element x, without overflow for any x.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func sigmoid() -> Tensor { map { logistic($0) } }

  /// The larger of each pair of elements, with broadcasting; NaN if either is.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func maximum(_ a: Tensor, _ b: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try zip(a, b, name: "maximum") { $0 > $1 || $0.isNaN ? $0 : $1 } }
  }

  /// The smaller of each pair of elements, with broadcasting; NaN if either is.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func minimum(_ a: Tensor, _ b: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try zip(a, b, name: "minimum") { $0 < $1 || $0.isNaN ? $0 : $1 } }
  }
}

/// The logistic function 1 / (1 + e⁻ˣ).
///
/// e is raised to a negative power only, which can't overflow.
@inline(__always)
func logistic<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
  let e = Scalar.exp(-x.magnitude)
  return (x < 0 ? e : 1) / (1 + e)
}
