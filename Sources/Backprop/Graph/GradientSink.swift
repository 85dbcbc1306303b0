/// Where a backward pass sends the derivatives by parameters, one after the other, as soon as each is finished.
///
/// A derivative is finished when the parameter's last reader, the first one in forward order, is through: nobody misses
/// the parameter's old value any more, so a sink may change it at once. Collecting, updating in place, clipping and
/// adding over processes are all sinks.
public protocol GradientSink<Scalar>: AnyObject {
  /// The type of number.
  associatedtype Scalar: TensorScalar

  /// Takes the finished derivative by a parameter. Each parameter that the result depends on comes once, in an order
  /// that the graph alone decides.
  func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>)

  /// Is called after the last derivative; does nothing by default.
  func finish()
}

extension GradientSink {
  /// Nothing.
  public func finish() {}
}

/// A sink that keeps all derivatives of the last pass as numbers.
public final class GradientCollector<Scalar: TensorScalar>: GradientSink {
  /// The parameters with their derivatives, in the order in which they were finished.
  public private(set) var gradients: [(parameter: Parameter<Scalar>, gradient: Tensor<Scalar>)] = []
  private var isFinished = false

  /// A collector without derivatives.
  public init() {}

  public func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    gradient.checkShape(parameter.value.shape, of: parameter.name)
    if isFinished {
      gradients.removeAll()
      isFinished = false
    }
    gradients.append((parameter, gradient.tensor))
  }

  public func finish() { isFinished = true }

  /// The derivative by a parameter, or `nil` where none came.
  public subscript(parameter: Parameter<Scalar>) -> Tensor<Scalar>? {
    gradients.first { $0.parameter === parameter }?.gradient
  }
}

/// A sink that shortens all derivatives together to a largest Euclidean length before it hands them on:
/// g ← g · min(1, limit / ‖g‖) (R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural
/// networks", ICML 2013).
///
/// It can hand on nothing before the last derivative has come, so it holds all of them. ``GradientValueClipper`` bounds
/// each number by itself.
public final class GradientClipper<Scalar: TensorScalar>: GradientSink {
  private let limit: Double
  private let epsilon: Double
  private let next: any GradientSink<Scalar>
  private var held: [(gradient: FinishedGradient<Scalar>, parameter: Parameter<Scalar>)] = []

  /// The length ‖g‖ of the derivatives of the last pass, before they were shortened; `nil` before the first.
  public private(set) var norm: Double?

  /// A clipper to a largest length, which must be above 0, in front of another sink.
  ///
  /// - Parameter epsilon: what is added to ‖g‖; PyTorch's 10⁻⁶ gives the numbers of its `clip_grad_norm_`.
  public init(norm limit: Double, epsilon: Double = 0, to next: any GradientSink<Scalar>) {
    require(limit > 0, "the largest length of a gradient must be above 0, not \(limit)")
    requireEpsilon(epsilon)
    self.limit = limit
    self.epsilon = epsilon
    self.next = next
  }

  public func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    gradient.checkShape(parameter.value.shape, of: parameter.name)
    held.append((FinishedGradient(gradient.tensor), parameter))
  }

  public func finish() {
    // Parameter by parameter in the order of their coming, so that the sum has one order.
    // Relative to the largest magnitude, so that no square overflows or vanishes.
    let largest = held.map { $0.gradient.tensor.largestMagnitude() }
      .reduce(0.0) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }
    let norm =
      largest == 0 || !largest.isFinite
      ? largest
      : held.reduce(0.0) { $0 + $1.gradient.tensor.sumOfSquares(by: largest) }.squareRoot() * largest
    self.norm = norm
    // A length that isn't finite says nothing about the direction: what made it must be seen, not hidden.
    let divisor = norm + epsilon
    let scale = divisor > limit && norm.isFinite ? Scalar(limit / divisor) : 1
    for (gradient, parameter) in held {
      next.take(scale == 1 ? gradient : FinishedGradient(gradient.tensor * Tensor(scale)), of: parameter)
    }
    held.removeAll(keepingCapacity: true)
    next.finish()
  }
}

extension Tensor where Scalar: TensorScalar {
  /// The largest magnitude of an element, in double precision; NaN if any element is.
  func largestMagnitude() -> Double {
    withUnsafeElements { elements in
      elements.reduce(0) { $1.isNaN || $0.isNaN ? .nan : Swift.max($0, Double($1.magnitude)) }
    }
  }

  /// The sum of the squares of the elements divided by a number, in double precision.
  func sumOfSquares(by unit: Double) -> Double {
    withUnsafeElements { elements in
      elements.reduce(0) { $0 + (Double($1) / unit) * (Double($1) / unit) }
    }
  }
}
