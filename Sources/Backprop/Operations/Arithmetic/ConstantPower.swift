/// y = xᵖ for a fixed number p, the `**2` node of the notes: ∂y/∂x = p xᵖ⁻¹, which is 0 for every x where p = 0.
public struct ConstantPower: ElementwiseFunction {
  /// The power; it is rounded to the type of number that it is applied to.
  public let exponent: Double

  public var name: String { "power" }
  public var symbol: String {
    if exponent.rounded() == exponent && exponent.magnitude < 1e6 { return "**\(Int(exponent))" }
    // A `Float`'s 1.1 reads as 1.1, not with the digits that it has as a `Double`.
    let narrow = Float(exponent)
    return Double(narrow) == exponent ? "**\(narrow)" : "**\(exponent)"
  }

  public var settings: [String: Setting] { ["exponent": .number(exponent)] }

  /// Raises to the given power.
  public init(exponent: Double) { self.exponent = exponent }

  public func value<S: RealScalar>(_ x: S) -> S { .pow(x, S(exponent)) }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { dy * powerDerivative(x, S(exponent)) }
}

/// The operation of ``ConstantPower``.
public typealias ConstantPowerOperation<Scalar: TensorScalar> = Elementwise<ConstantPower, Scalar>

extension Elementwise where Function == ConstantPower {
  /// Raises to the given power.
  @inlinable
  public init(exponent: Scalar) { self.init(ConstantPower(exponent: Double(exponent))) }
}

extension Variable {
  /// Each element to a fixed power.
  @inlinable
  public func power(_ exponent: Scalar) -> Variable {
    graph.apply(ConstantPowerOperation(exponent: exponent), self)
  }
}
