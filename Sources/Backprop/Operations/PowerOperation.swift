/// z = xʸ element by element, with broadcasting: ∂z/∂x = y xʸ⁻¹, ∂z/∂y = z log x.
///
/// Where y = 0, ∂z/∂x is 0 for every x. Where x = 0 and y ≥ 0, ∂z/∂y is 0, its limit for y > 0. For x < 0 the
/// value exists for whole y only and ∂z/∂y is NaN.
public struct PowerOperation<Scalar: TensorScalar>: Operation {
  public var name: String { "power" }
  public var symbol: String { "**" }

  /// The operation; it has no settings.
  public init() {}

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try .zip(step[0], step[1], name: name) { x, y in .pow(x, y) }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(step.upstream * .zipMap(step[0], step[1]) { x, y in powerDerivative(x, y) }, to: 0)
    step.pass(
      step.upstream * .zipMap(step[0], step[1]) { x, y in x == 0 && y >= 0 ? 0 : .pow(x, y) * .log(x) }, to: 1
    )
  }
}

/// y = xᵖ for a fixed number p, the page's `**2` node: ∂y/∂x = p xᵖ⁻¹, which is 0 for every x where p = 0.
public struct ConstantPowerOperation<Scalar: TensorScalar>: Operation {
  /// The power.
  public let exponent: Scalar

  public var name: String { "power" }
  public var symbol: String {
    exponent.rounded() == exponent && exponent.magnitude < 1e6 ? "**\(Int(exponent))" : "**\(exponent)"
  }

  public var settings: [String: Double] { ["exponent": Double(exponent)] }

  /// Raises to the given power.
  public init(exponent: Scalar) { self.exponent = exponent }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    step[0].map { x in .pow(x, exponent) }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(.zipMap(step.upstream, step[0]) { dy, x in dy * powerDerivative(x, exponent) }, to: 0)
  }
}

@inline(__always)
private func powerDerivative<Scalar: TensorScalar>(_ x: Scalar, _ exponent: Scalar) -> Scalar {
  exponent == 0 ? 0 : exponent * .pow(x, exponent - 1)
}

extension Variable {
  /// Each element to the power of another variable's, with broadcasting.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func power(_ exponent: Variable) -> Variable { graph.apply(PowerOperation(), self, exponent) }

  /// Each element to a fixed power.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func power(_ exponent: Scalar) -> Variable {
    graph.apply(ConstantPowerOperation(exponent: exponent), self)
  }
}
