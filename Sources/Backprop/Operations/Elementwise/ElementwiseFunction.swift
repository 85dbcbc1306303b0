/// A function y = f(x) of each element by itself, such as exp: its value and its derivative, as a textbook states them.
///
/// ```swift
/// struct Cube: ElementwiseFunction {
///   let name = "cube"
///   func value<S: RealScalar>(_ x: S) -> S { x * x * x }
///   func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { dy * 3 * x * x }
/// }
/// let y = try graph.apply(Elementwise<Cube, Float>(Cube()), to: [x])
/// ```
///
/// ``Elementwise`` makes an operation of it. The loops over `value` and `derivative` come with the protocol and are
/// compiled for `Float` and `Double`; a function with compiled kernels of its own implements them itself.
public protocol ElementwiseFunction: Sendable {
  /// What it is called in errors and listings, such as `exp`.
  var name: String { get }
  /// What stands in its circle in a drawing; the name if not given.
  var symbol: String { get }
  /// What the formula needs beyond its operand, by name; nothing by default.
  var settings: [String: Setting] { get }

  /// y for an element x.
  func value<S: RealScalar>(_ x: S) -> S
  /// The upstream derivative `dy` times the derivative of y by x.
  func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S

  func _values(_ x: Tensor<Float>) -> Tensor<Float>
  func _values(_ x: Tensor<Double>) -> Tensor<Double>
  func _forward(_ step: inout ForwardStep<Float>) -> Tensor<Float>
  func _forward(_ step: inout ForwardStep<Double>) -> Tensor<Double>
  func _backward(_ step: BackwardStep<Float>)
  func _backward(_ step: BackwardStep<Double>)
  func _hashBranches(_ x: Tensor<Float>, into hasher: inout Hasher)
  func _hashBranches(_ x: Tensor<Double>, into hasher: inout Hasher)
}

extension ElementwiseFunction {
  /// The name.
  public var symbol: String { name }

  /// Nothing beyond the operand.
  public var settings: [String: Setting] { [:] }

  @inlinable @inline(__always)
  public func _values<S: RealScalar>(_ x: Tensor<S>) -> Tensor<S> { x.map { x in value(x) } }

  @inlinable
  public func _forward<S: TensorScalar>(_ step: inout ForwardStep<S>) -> Tensor<S> {
    // By way of the number, which knows the loops that a function has of its own.
    S._values(self, step[0])
  }

  @inlinable
  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass { dy, x, y in derivative(dy, x: x, y: y) }
  }

  @inlinable
  public func _hashBranches<S: RealScalar>(_ x: Tensor<S>, into hasher: inout Hasher) {}
}

/// A function whose derivative jumps, such as ReLU's at 0.
///
/// The gradient check sees by the branches that a step has crossed a kink, where differences prove nothing.
public protocol KinkedFunction: ElementwiseFunction {
  /// Which of several formulas applies to x, counted from 0.
  func branch<S: RealScalar>(of x: S) -> UInt8
}

extension KinkedFunction {
  @inlinable
  public func _hashBranches<S: RealScalar>(_ x: Tensor<S>, into hasher: inout Hasher) {
    x.withUnsafeElements { elements in
      var start = 0
      while start < elements.count {
        var branches: UInt64 = 0
        let end = Swift.min(start + 8, elements.count)
        for i in start..<end { branches = branches << 8 | UInt64(branch(of: elements[i])) }
        hasher.combine(branches)
        start = end
      }
    }
  }
}

/// A function without settings, which can be made from nothing.
public protocol ParameterlessFunction {
  /// The function.
  init()
}
