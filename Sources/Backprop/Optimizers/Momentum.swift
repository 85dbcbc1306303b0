/// Gradient descent with momentum: v ← μ v + g, W ← W − η v with the gradient g = ∂L/∂W, and v = g at first.
///
/// After B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational
/// Mathematics and Mathematical Physics 4, 1964, in the form in which the learning rate stands outside the velocity.
/// Nesterov's looks ahead by one step of the velocity, W ← W − η (g + μ v), in the form of I. Sutskever, J. Martens,
/// G. Dahl and G. Hinton, "On the importance of initialization and momentum in deep learning", ICML 2013, as PyTorch
/// has it. With a weight decay λ the gradient is ∂L/∂W + λ W.
public struct Momentum<Scalar: TensorScalar>: Optimizer, Sendable {
  /// μ, how much of the velocity is kept in a step; from 0 on and below 1.
  public let momentum: Scalar
  /// Whether a step looks ahead, as Nesterov's does.
  public let isNesterov: Bool
  /// λ, added to the gradient times the weight.
  public let weightDecay: WeightDecay

  /// Gradient descent with momentum.
  public init(_ momentum: Scalar = 0.9, isNesterov: Bool = false, weightDecay: WeightDecay = .none) {
    require(
      momentum >= 0 && momentum < 1, "the momentum must be a number from 0 on and below 1, not \(momentum)")
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }

  public var name: String { isNesterov ? "nesterov" : "momentum" }
  public var slotNames: [String] { ["velocity"] }
  public var usualRate: Double { 0.01 }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    var velocity = slots["velocity"].take() ?? .zeros(value.shape)
    let step = DescentStep(
      decay: Scalar(weightDecay.rate(for: slots)), rate: rate, momentum: momentum, isNesterov: isNesterov)
    Scalar._kernels.descend(&value, gradient.tensor, velocity: &velocity, step)
    slots["velocity"] = velocity
  }
}
