// Numbers beside tensors. A number in a program's text is a tensor already where one is needed, as in `0.1 * gradient`;
// these are for numbers that have a type of their own, and step back where a literal could be either.

extension Tensor {
  /// The elements with a number added.
  @_disfavoredOverload
  public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }

  /// The elements added to a number.
  @_disfavoredOverload
  public static func + (a: Scalar, b: Tensor) -> Tensor { Tensor(a) + b }

  /// The elements with a number subtracted.
  @_disfavoredOverload
  public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }

  /// The elements subtracted from a number.
  @_disfavoredOverload
  public static func - (a: Scalar, b: Tensor) -> Tensor { Tensor(a) - b }

  /// The elements times a number.
  @_disfavoredOverload
  public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }

  /// The elements times a number.
  @_disfavoredOverload
  public static func * (a: Scalar, b: Tensor) -> Tensor { Tensor(a) * b }

  /// The elements divided by a number; IEEE 754's infinities and NaN where it is 0.
  @_disfavoredOverload
  public static func / (a: Tensor, b: Scalar) -> Tensor { a / Tensor(b) }

  /// A number divided by the elements; IEEE 754's infinities and NaN where they are 0.
  @_disfavoredOverload
  public static func / (a: Scalar, b: Tensor) -> Tensor { Tensor(a) / b }

  /// Adds a number to each element.
  @_disfavoredOverload
  public static func += (a: inout Tensor, b: Scalar) { a += Tensor(b) }

  /// Subtracts a number from each element.
  @_disfavoredOverload
  public static func -= (a: inout Tensor, b: Scalar) { a -= Tensor(b) }

  /// Multiplies each element by a number.
  @_disfavoredOverload
  public static func *= (a: inout Tensor, b: Scalar) { a *= Tensor(b) }

  /// Divides each element by a number.
  @_disfavoredOverload
  public static func /= (a: inout Tensor, b: Scalar) { a /= Tensor(b) }
}
