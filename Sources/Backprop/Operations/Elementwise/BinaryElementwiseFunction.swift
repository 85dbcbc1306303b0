/// A function z = f(x, y) of pairs of elements, with broadcasting, such as a product: its value and its two
/// derivatives, as a textbook states them.
///
/// ``BinaryElementwise`` makes an operation of it, which also sums the derivatives where broadcasting repeated an
/// operand. The loops come with the protocol and are compiled for `Float` and `Double`.
public protocol BinaryElementwiseFunction: Sendable {
  /// What it is called in errors and listings, such as `multiply`.
  var name: String { get }
  /// What stands in its circle in a drawing; the name if not given.
  var symbol: String { get }
  /// What the formula needs beyond its operands, by name; nothing by default.
  var settings: [String: Setting] { get }

  /// z for elements x and y.
  func value<S: RealScalar>(_ x: S, _ y: S) -> S
  /// The upstream derivative `dz` times the derivative of z by x.
  func derivativeByX<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S
  /// The upstream derivative `dz` times the derivative of z by y.
  func derivativeByY<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S

  func _values(_ x: Tensor<Float>, _ y: Tensor<Float>, _ shape: TensorShape) -> Tensor<Float>
  func _values(_ x: Tensor<Double>, _ y: Tensor<Double>, _ shape: TensorShape) -> Tensor<Double>
  func _forward(_ step: inout ForwardStep<Float>) throws(ShapeError) -> Tensor<Float>
  func _forward(_ step: inout ForwardStep<Double>) throws(ShapeError) -> Tensor<Double>
  func _backward(_ step: BackwardStep<Float>)
  func _backward(_ step: BackwardStep<Double>)
}

extension BinaryElementwiseFunction {
  /// The name.
  public var symbol: String { name }

  /// Nothing beyond the operands.
  public var settings: [String: Setting] { [:] }

  @inlinable @inline(__always)
  public func _values<S: RealScalar>(_ x: Tensor<S>, _ y: Tensor<S>, _ shape: TensorShape) -> Tensor<S> {
    .combined(x, y, to: shape) { _, x, y in value(x, y) }
  }

  @inlinable
  public func _forward<S: TensorScalar>(_ step: inout ForwardStep<S>) throws(ShapeError) -> Tensor<S> {
    let (x, y) = (step[0], step[1])
    let shape = x.shape == y.shape ? x.shape : try TensorShape.broadcast(x.shape, y.shape, for: name)
    return S._values(self, x, y, shape)
  }

  @inlinable
  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(.derivatives(step) { dz, x, y, z in derivativeByX(dz, x: x, y: y, z: z) }, to: 0)
    step.pass(.derivatives(step) { dz, x, y, z in derivativeByY(dz, x: x, y: y, z: z) }, to: 1)
  }
}

extension Tensor where Scalar: TensorScalar {
  /// A derivative of z = f(x, y) element by element, of z's shape, which x and y broadcast to.
  @inlinable @inline(__always)
  static func derivatives(
    _ step: BackwardStep<Scalar>, _ function: (Scalar, Scalar, Scalar, Scalar) -> Scalar
  ) -> Tensor {
    step.upstream.withUnsafeElements { dz in
      step.output.withUnsafeElements { z in
        combined(step[0], step[1], to: step.upstream.shape) { i, x, y in function(dz[i], x, y, z[i]) }
      }
    }
  }
}
