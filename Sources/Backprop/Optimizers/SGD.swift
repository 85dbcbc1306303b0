/// Stochastic gradient descent: W ← W − η ∂L/∂W.
///
/// After H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951.
public struct SGD<Scalar: TensorScalar>: Optimizer, Sendable {
  /// Gradient descent.
  public init() {}

  public var name: String { "sgd" }

  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    gradient.add(to: &value, scaledBy: -rate)
  }
}
