/// Descent along a running mean of the gradients, by a rate of its own for each number: m ← β₁ m + (1 − β₁) g,
/// h ← β₂ h + (1 − β₂) g², and with m̂ = m / (1 − β₁ᵗ), ĥ = h / (1 − β₂ᵗ) in a parameter's t-th update
/// W ← W − η m̂ / (√ĥ + ε).
///
/// After D. P. Kingma and J. Ba, "Adam: A method for stochastic optimization", ICLR 2015. With a weight decay λ the
/// gradient g is ∂L/∂W + λ W; ``AdamW`` keeps the decay out of the means, which is better nearly always.
public struct Adam<Scalar: TensorScalar>: Optimizer, Sendable {
  /// The means' settings.
  let means: AdamMeans
  /// λ, added to the gradient times the weight.
  public let weightDecay: WeightDecay

  /// Adam with PyTorch's settings where none are given.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: WeightDecay = .none
  ) {
    means = AdamMeans(beta1: beta1, beta2: beta2, epsilon: epsilon)
    self.weightDecay = weightDecay
  }

  /// β₁, how much of the mean of gradients is kept in a step; from 0 on and below 1.
  public var beta1: Double { means.beta1 }
  /// β₂, how much of the mean of squares is kept in a step; from 0 on and below 1.
  public var beta2: Double { means.beta2 }
  /// ε, which keeps the quotient finite; above 0.
  public var epsilon: Double { means.epsilon }

  public var name: String { "adam" }
  public var slotNames: [String] { AdamMeans.slotNames }
  public var countsUpdates: Bool { true }
  public var usualRate: Double { 0.001 }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    means.update(
      &value, by: gradient, slots: &slots, rate: rate, decay: weightDecay.rate(for: slots), shrink: 0)
  }
}

/// What Adam and AdamW have in common: two running means and their corrections.
struct AdamMeans: Sendable {
  let beta1, beta2, epsilon: Double

  static let slotNames = ["mean", "squares"]

  init(beta1: Double, beta2: Double, epsilon: Double) {
    require(
      beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1,
      "Adam's beta1 and beta2 must be numbers from 0 on and below 1, not \(beta1) and \(beta2)")
    requireOptimizerEpsilon(epsilon)
    (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
  }

  /// An update with a decay that is part of the gradient, and one, already times the rate, that isn't.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func update<Scalar: TensorScalar>(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, decay: Double, shrink: Double
  ) {
    var mean = slots["mean"].take() ?? .zeros(value.shape)
    var squares = slots["squares"].take() ?? .zeros(value.shape)
    let number = slots.updates + 1
    let correctedRate = Double(rate) / (1 - AdamMeans.power(beta1, number))
    let root = 1 / (1 - AdamMeans.power(beta2, number)).squareRoot()
    let step = AdamStep<Scalar>(
      decay: Scalar(decay), rate: Scalar(correctedRate), epsilon: Scalar(epsilon), kept1: Scalar(beta1),
      fresh1: Scalar(1 - beta1), kept2: Scalar(beta2), fresh2: Scalar(1 - beta2), root: Scalar(root),
      shrink: Scalar(shrink))
    Scalar._kernels.adam(&value, gradient.tensor, mean: &mean, squares: &squares, step)
    slots["mean"] = mean
    slots["squares"] = squares
  }

  /// A power by squaring, whose bits don't depend on a C library.
  static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}

/// Stops where a number isn't one that keeps a quotient of an optimiser finite.
func requireOptimizerEpsilon(_ epsilon: Double) {
  require(
    epsilon.isFinite && epsilon > 0, "an optimiser's epsilon must be a finite number above 0, not \(epsilon)")
}
