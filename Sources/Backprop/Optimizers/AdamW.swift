/// Adam with a weight decay of its own, W ← W − η λ W before each step of ``Adam``, which the means don't see.
///
/// After I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR 2019, with λ times the learning
/// rate, as PyTorch has it.
public struct AdamW<Scalar: TensorScalar>: Optimizer, Sendable {
  /// The means' settings.
  let means: AdamMeans
  /// λ, the share that a weight loses in a step, divided by the learning rate.
  public let weightDecay: WeightDecay

  /// AdamW with PyTorch's settings where none are given, but without a decay of biases and scales.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: WeightDecay = 0.01
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

  public var name: String { "adamw" }
  public var slotNames: [String] { AdamMeans.slotNames }
  public var countsUpdates: Bool { true }
  public var usualRate: Double { 0.001 }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    let shrink = Double(rate) * weightDecay.rate(for: slots)
    means.update(&value, by: gradient, slots: &slots, rate: rate, decay: 0, shrink: shrink)
  }
}
