extension Tensor {
  /// e to the power of each element.
  public func exp() -> Tensor { Scalar._values(Exponential(), self) }

  /// The natural logarithm of each element: −∞ at 0, NaN below.
  public func log() -> Tensor { Scalar._values(Logarithm(), self) }

  /// The square root of each element: NaN below 0.
  public func squareRoot() -> Tensor { Scalar._values(SquareRoot(), self) }

  /// The hyperbolic tangent of each element.
  public func tanh() -> Tensor { Scalar._values(HyperbolicTangent(), self) }

  /// Each element to the power of another tensor's, with broadcasting.
  public func power(_ exponent: Tensor) -> Tensor {
    Tensor.values(of: Power(), self, exponent, name: "power")
  }

  /// max(x, 0) for each element x; NaN stays NaN.
  public func relu() -> Tensor { Scalar._values(Rectifier(), self) }

  /// 1 / (1 + e⁻ˣ) for each element x, without overflow for any x.
  public func sigmoid() -> Tensor { Scalar._values(Logistic(), self) }

  /// x above 0 and `slope` times x below, for each element x; NaN stays NaN.
  public func leakyReLU(slope: Double = 0.01) -> Tensor { Scalar._values(LeakyRectifier(slope: slope), self) }

  /// x Φ(x) for each element x, with the normal distribution's Φ.
  public func gelu() -> Tensor { Scalar._values(GaussianErrorUnit(), self) }

  /// x / (1 + e⁻ˣ) for each element x.
  public func silu() -> Tensor { Scalar._values(SigmoidUnit(), self) }

  /// log(1 + eˣ) for each element x, without overflow for any x.
  public func softplus() -> Tensor { Scalar._values(SmoothRectifier(), self) }

  /// The magnitude of each element.
  public func magnitude() -> Tensor { Scalar._values(AbsoluteValue(), self) }

  /// The larger of each pair of elements, with broadcasting; NaN if either is.
  public static func maximum(_ a: Tensor, _ b: Tensor) -> Tensor {
    Scalar._larger(a, b, to: shape(of: a, b, for: "maximum"))
  }

  /// The smaller of each pair of elements, with broadcasting; NaN if either is.
  public static func minimum(_ a: Tensor, _ b: Tensor) -> Tensor {
    Scalar._smaller(a, b, to: shape(of: a, b, for: "minimum"))
  }
}

// MARK: - Functions that graphs don't know

/// y = |x|.
struct AbsoluteValue: ElementwiseFunction {
  let name = "magnitude"

  func value<S: RealScalar>(_ x: S) -> S { x.magnitude }

  func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { x < 0 ? -dy : dy }
}
