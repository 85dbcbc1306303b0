/// Descent by a rate of its own for each number, which becomes smaller where gradients were large: h ← h + g²,
/// W ← W − η g / (√h + ε).
///
/// After J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic
/// optimization", Journal of Machine Learning Research 12, 2011. With a weight decay λ the gradient g is ∂L/∂W + λ W.
public struct AdaGrad<Scalar: TensorScalar>: Optimizer, Sendable {
  /// ε, which keeps the quotient finite; above 0.
  public let epsilon: Double
  /// λ, added to the gradient times the weight.
  public let weightDecay: WeightDecay

  /// AdaGrad with PyTorch's ε if none is given.
  public init(epsilon: Double = 1e-10, weightDecay: WeightDecay = .none) {
    requireOptimizerEpsilon(epsilon)
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  public var name: String { "adagrad" }
  public var slotNames: [String] { ["squares"] }
  public var usualRate: Double { 0.01 }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    var squares = slots["squares"].take() ?? .zeros(value.shape)
    let step = AdaGradStep(
      decay: Scalar(weightDecay.rate(for: slots)), rate: rate, epsilon: Scalar(epsilon))
    Scalar._kernels.adaGrad(&value, gradient.tensor, squares: &squares, step)
    slots["squares"] = squares
  }
}
