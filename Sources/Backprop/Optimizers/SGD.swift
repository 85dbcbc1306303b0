/// A rule that changes parameters by their gradients.
public protocol Optimizer<Scalar> {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// Changes each parameter, in place, by the gradient at the same position.
  mutating func update(_ parameters: [Parameter<Scalar>], by gradients: [Tensor<Scalar>])
}

/// Stochastic gradient descent: W ← W − η ∂L/∂W with a fixed learning rate η.
///
/// After H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951.
public struct SGD<Scalar: TensorScalar>: Optimizer {
  /// η, the length of a step relative to the gradient.
  public var learningRate: Scalar

  /// Gradient descent with a learning rate.
  public init(learningRate: Scalar) { self.learningRate = learningRate }

  public func update(_ parameters: [Parameter<Scalar>], by gradients: [Tensor<Scalar>]) {
    for (parameter, gradient) in zip(parameters, gradients) {
      Scalar._kernels.add(gradient, scaledBy: -learningRate, to: &parameter.value)
    }
  }
}
