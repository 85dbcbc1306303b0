// Arithmetic of variables with tensors that aren't part of their graph yet, and in place.

extension Variable {
  /// The sum, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func + (a: Variable, b: Tensor<Scalar>) -> Variable { a + a.graph.constant(b) }

  /// The sum, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func + (a: Tensor<Scalar>, b: Variable) -> Variable { b.graph.constant(a) + b }

  /// The difference, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func - (a: Variable, b: Tensor<Scalar>) -> Variable { a - a.graph.constant(b) }

  /// The difference, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func - (a: Tensor<Scalar>, b: Variable) -> Variable { b.graph.constant(a) - b }

  /// The product element by element, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func * (a: Variable, b: Tensor<Scalar>) -> Variable { a * a.graph.constant(b) }

  /// The product element by element, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func * (a: Tensor<Scalar>, b: Variable) -> Variable { b.graph.constant(a) * b }

  /// The quotient element by element, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func / (a: Variable, b: Tensor<Scalar>) -> Variable { a / a.graph.constant(b) }

  /// The quotient element by element, with broadcasting; the tensor becomes a constant of the graph.
  @_disfavoredOverload
  public static func / (a: Tensor<Scalar>, b: Variable) -> Variable { b.graph.constant(a) / b }

  /// Stands for the sum from now on, a new node; the old one stays in the graph.
  public static func += (a: inout Variable, b: Variable) { a = a + b }

  /// Stands for the sum from now on, a new node; the old one stays in the graph.
  public static func += (a: inout Variable, b: Scalar) { a = a + b }

  /// Stands for the sum from now on, a new node; the old one stays in the graph.
  @_disfavoredOverload
  public static func += (a: inout Variable, b: Tensor<Scalar>) { a = a + b }

  /// Stands for the difference from now on, a new node; the old one stays in the graph.
  public static func -= (a: inout Variable, b: Variable) { a = a - b }

  /// Stands for the difference from now on, a new node; the old one stays in the graph.
  public static func -= (a: inout Variable, b: Scalar) { a = a - b }

  /// Stands for the difference from now on, a new node; the old one stays in the graph.
  @_disfavoredOverload
  public static func -= (a: inout Variable, b: Tensor<Scalar>) { a = a - b }

  /// Stands for the product element by element from now on, a new node; the old one stays in the graph.
  public static func *= (a: inout Variable, b: Variable) { a = a * b }

  /// Stands for the product element by element from now on, a new node; the old one stays in the graph.
  public static func *= (a: inout Variable, b: Scalar) { a = a * b }

  /// Stands for the product element by element from now on, a new node; the old one stays in the graph.
  @_disfavoredOverload
  public static func *= (a: inout Variable, b: Tensor<Scalar>) { a = a * b }

  /// Stands for the quotient element by element from now on, a new node; the old one stays in the graph.
  public static func /= (a: inout Variable, b: Variable) { a = a / b }

  /// Stands for the quotient element by element from now on, a new node; the old one stays in the graph.
  public static func /= (a: inout Variable, b: Scalar) { a = a / b }

  /// Stands for the quotient element by element from now on, a new node; the old one stays in the graph.
  @_disfavoredOverload
  public static func /= (a: inout Variable, b: Tensor<Scalar>) { a = a / b }
}
