/// z = xʸ element by element, with broadcasting: ∂z/∂x = y xʸ⁻¹, ∂z/∂y = z log x.
///
/// Where y = 0, ∂z/∂x is 0 for every x. Where x = 0 and y ≥ 0, ∂z/∂y is 0, its limit for y > 0. For x < 0 the
/// value exists for whole y only and ∂z/∂y is NaN.
public struct Power: BinaryElementwiseFunction, ParameterlessFunction {
  public var name: String { "power" }
  public var symbol: String { "**" }

  /// The function.
  public init() {}

  public func value<S: RealScalar>(_ x: S, _ y: S) -> S { .pow(x, y) }

  public func derivativeByX<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S { dz * powerDerivative(x, y) }

  public func derivativeByY<S: RealScalar>(_ dz: S, x: S, y: S, z: S) -> S {
    dz * (x == 0 && y >= 0 ? 0 : z * .log(x))
  }
}

/// The operation of ``Power``.
public typealias PowerOperation<Scalar: TensorScalar> = BinaryElementwise<Power, Scalar>

/// y xʸ⁻¹, which is 0 for every x where y = 0.
@inline(__always)
func powerDerivative<S: RealScalar>(_ x: S, _ y: S) -> S { y == 0 ? 0 : y * .pow(x, y - 1) }

extension Variable {
  /// Each element to the power of another variable's, with broadcasting.
  @inlinable
  public func power(_ exponent: Variable) -> Variable { graph.apply(PowerOperation(), self, exponent) }
}
