/// Descent by a rate of its own for each number, from a running mean of squared gradients: h ← α h + (1 − α) g²,
/// W ← W − η g / (√h + ε).
///
/// After T. Tieleman and G. Hinton, "Lecture 6.5 – RMSProp", COURSERA: Neural Networks for Machine Learning, 2012, with
/// ε outside the root, as PyTorch has it. With a weight decay λ the gradient g is ∂L/∂W + λ W.
public struct RMSprop<Scalar: TensorScalar>: Optimizer, Sendable {
  /// α, how much of the mean of squares is kept in a step; from 0 on and below 1.
  public let alpha: Double
  /// ε, which keeps the quotient finite; above 0.
  public let epsilon: Double
  /// λ, added to the gradient times the weight.
  public let weightDecay: WeightDecay

  /// RMSprop with PyTorch's settings where none are given.
  public init(alpha: Double = 0.99, epsilon: Double = 1e-8, weightDecay: WeightDecay = .none) {
    require(alpha >= 0 && alpha < 1, "RMSprop's alpha must be a number from 0 on and below 1, not \(alpha)")
    requireOptimizerEpsilon(epsilon)
    self.alpha = alpha
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  public var name: String { "rmsprop" }
  public var slotNames: [String] { ["squares"] }
  public var usualRate: Double { 0.001 }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    var squares = slots["squares"].take() ?? .zeros(value.shape)
    let step = RMSpropStep(
      decay: Scalar(weightDecay.rate(for: slots)), rate: rate, epsilon: Scalar(epsilon), kept: Scalar(alpha),
      fresh: Scalar(1 - alpha))
    Scalar._kernels.rmsProp(&value, gradient.tensor, squares: &squares, step)
    slots["squares"] = squares
  }
}
