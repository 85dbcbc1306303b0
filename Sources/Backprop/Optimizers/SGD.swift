/// Stochastic gradient descent: W ← W − η ∂L/∂W.
///
/// After H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951. With a
/// weight decay λ it follows ∂L/∂W + λ W, which is the derivative of L + ½ λ ‖W‖².
public struct SGD<Scalar: TensorScalar>: Optimizer, Sendable {
  /// λ, added to the gradient times the weight.
  public let weightDecay: WeightDecay

  /// Gradient descent.
  public init(weightDecay: WeightDecay = .none) { self.weightDecay = weightDecay }

  public var name: String { "sgd" }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    let decay = weightDecay.rate(for: slots)
    // A product is added where it is computed, and never written out.
    guard decay > 0 else { return gradient.add(to: &value, scaledBy: -rate) }
    Scalar._kernels.descend(
      &value, gradient.tensor, DescentStep(decay: Scalar(decay), rate: rate, momentum: 0, isNesterov: false))
  }
}
