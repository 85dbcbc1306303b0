/// y = x where x > 0 and a x elsewhere, with a slope a, leaky ReLU: the derivative is 1 where x > 0 and a where x ≤ 0, the
/// kink at 0 included; NaN passes through (A. L. Maas, A. Y. Hannun and A. Y. Ng, "Rectifier nonlinearities improve neural
/// network acoustic models", ICML 2013).
public struct LeakyRectifier: KinkedFunction {
  /// What a number below 0 is multiplied by; it is rounded to the type of number that it is applied to.
  public let slope: Double

  public var name: String { "leaky_relu" }
  public var settings: [String: Setting] { ["slope": .number(slope)] }

  /// The function with a slope, which is finite.
  public init(slope: Double = 0.01) {
    require(slope.isFinite, "the slope of a leaky ReLU must be a finite number, such as 0.01, not \(slope)")
    self.slope = slope
  }

  public func value<S: RealScalar>(_ x: S) -> S { x <= 0 ? S(slope) * x : x }

  public func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { x <= 0 ? S(slope) * dy : dy }

  public func branch<S: RealScalar>(of x: S) -> UInt8 { x <= 0 ? 1 : 0 }

  // Tensors of Float and Double go through the kernels, which do the same; what stands above is for other numbers.

  public func _values<S: TensorScalar>(_ x: Tensor<S>) -> Tensor<S> {
    S._kernels.leakyReLU(x, slope: S(slope))
  }

  public func _backward<S: TensorScalar>(_ step: BackwardStep<S>) {
    step.pass(S._kernels.leakyReLUGradient(step.upstream, step[0], slope: S(slope)), to: 0)
  }
}

/// The operation of ``LeakyRectifier``.
public typealias LeakyReLUOperation<Scalar: TensorScalar> = Elementwise<LeakyRectifier, Scalar>

extension Elementwise where Function == LeakyRectifier {
  /// The function with a slope, which is finite.
  @inlinable
  public init(slope: Double = 0.01) { self.init(LeakyRectifier(slope: slope)) }
}

extension Variable {
  /// x above 0 and `slope` times x below, for each element x.
  @inlinable
  public func leakyReLU(slope: Double = 0.01) -> Variable {
    graph.apply(LeakyReLUOperation(slope: slope), self)
  }
}
