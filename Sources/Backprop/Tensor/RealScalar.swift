/// A type of number that tensors can hold: arithmetic, comparison and elementary functions, and nothing of how the
/// number is stored.
///
/// A number that carries its derivative along (a dual number) can offer all of it, so that tensors of such numbers have
/// NumPy's arithmetic, reductions and shapes. What needs compiled kernels or the bits of a number, such as products of
/// matrices, random numbers and graphs, asks for ``TensorScalar``.
///
/// Requirements that begin with an underscore are loops, compiled for each type of number. All of them have default
/// implementations.
public protocol RealScalar: SignedNumeric, Comparable, ExpressibleByFloatLiteral, BitwiseCopyable, Sendable,
  _Summation, _Ordering
where Magnitude == Self {
  /// The nearest number.
  init(_ value: Double)
  /// The nearest number.
  init(_ value: Int)

  /// The quotient; IEEE 754's infinities and NaN where the divisor is 0.
  static func / (x: Self, y: Self) -> Self

  /// Whether this isn't a number.
  var isNaN: Bool { get }
  /// Whether this is neither infinite nor NaN.
  var isFinite: Bool { get }

  /// The square root: NaN below 0.
  func squareRoot() -> Self
  /// e to the power of `x`.
  static func exp(_ x: Self) -> Self
  /// The natural logarithm of `x`: −∞ at 0, NaN below.
  static func log(_ x: Self) -> Self
  /// log(1 + x), exact also where x is tiny.
  static func log1p(_ x: Self) -> Self
  /// The hyperbolic tangent of `x`.
  static func tanh(_ x: Self) -> Self
  /// 1 − erf(x), exact also where it is tiny.
  static func erfc(_ x: Self) -> Self
  /// `x` to the power of `y`, as C's `pow` has it: NaN for a negative `x` with a fractional `y`.
  static func pow(_ x: Self, _ y: Self) -> Self

  /// The values of a function at each element.
  static func _values<F: ElementwiseFunction>(_ function: F, _ x: Tensor<Self>) -> Tensor<Self>
  /// The values of a function at pairs of elements of two tensors that broadcast to `shape`.
  static func _values<F: BinaryElementwiseFunction>(
    _ function: F, _ x: Tensor<Self>, _ y: Tensor<Self>, _ shape: TensorShape
  ) -> Tensor<Self>
  /// The larger of each pair of elements of tensors that broadcast to a shape; NaN if either is.
  static func _larger(_ a: Tensor<Self>, _ b: Tensor<Self>, to shape: TensorShape) -> Tensor<Self>
  /// The smaller of each pair of elements of tensors that broadcast to a shape; NaN if either is.
  static func _smaller(_ a: Tensor<Self>, _ b: Tensor<Self>, to shape: TensorShape) -> Tensor<Self>
}

extension RealScalar {
  @inlinable
  public static func _values<F: ElementwiseFunction>(_ function: F, _ x: Tensor<Self>) -> Tensor<Self> {
    function._values(x)
  }

  @inlinable
  public static func _values<F: BinaryElementwiseFunction>(
    _ function: F, _ x: Tensor<Self>, _ y: Tensor<Self>, _ shape: TensorShape
  ) -> Tensor<Self> { function._values(x, y, shape) }
}
