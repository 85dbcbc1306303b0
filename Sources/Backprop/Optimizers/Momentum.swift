/// Gradient descent with momentum: v ← μ v + ∂L/∂W, W ← W − η v, with v = ∂L/∂W at first.
///
/// After B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational
/// Mathematics and Mathematical Physics 4, 1964, in the form in which the learning rate stands outside the velocity.
public struct Momentum<Scalar: TensorScalar>: Optimizer, Sendable {
  /// μ, how much of the velocity is kept in a step; from 0 on and below 1.
  public let momentum: Scalar

  /// Gradient descent with momentum.
  public init(_ momentum: Scalar = 0.9) {
    require(
      momentum >= 0 && momentum < 1, "the momentum must be a number from 0 on and below 1, not \(momentum)")
    self.momentum = momentum
  }

  public var name: String { "momentum" }
  public var slotNames: [String] { ["velocity"] }

  public func update(
    _ value: inout Tensor<Scalar>, by gradient: FinishedGradient<Scalar>, slots: inout OptimizerSlots<Scalar>,
    rate: Scalar, iteration: Int
  ) {
    var velocity = slots["velocity"].take() ?? .zeros(value.shape)
    velocity *= Tensor(momentum)
    gradient.add(to: &velocity, scaledBy: 1)
    Scalar._kernels.add(velocity, scaledBy: -rate, to: &value)
    slots["velocity"] = velocity
  }
}
