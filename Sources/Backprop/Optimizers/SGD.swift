/// A rule that changes parameters by their gradients.
public protocol Optimizer<Scalar> {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// Changes each parameter, in place, by the gradient at the same position.
  mutating func update(_ parameters: [Parameter<Scalar>], by gradients: [Tensor<Scalar>])

  /// The factor with which gradients are added to parameters, if that is all that an update does; `nil` by default.
  ///
  /// A trainer then adds each gradient where it computes it, instead of calling `update`, with the same result.
  var scaleOfGradients: Scalar? { get }
}

extension Optimizer {
  /// None.
  public var scaleOfGradients: Scalar? { nil }
}

/// Stochastic gradient descent: W ← W − η ∂L/∂W with a fixed learning rate η.
///
/// After H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical Statistics 22, 1951.
public struct SGD<Scalar: TensorScalar>: Optimizer {
  /// η, the length of a step relative to the gradient.
  public var learningRate: Scalar

  /// Gradient descent with a learning rate.
  public init(learningRate: Scalar) { self.learningRate = learningRate }

  /// −η.
  public var scaleOfGradients: Scalar? { -learningRate }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func update(_ parameters: [Parameter<Scalar>], by gradients: [Tensor<Scalar>]) {
    for (parameter, gradient) in zip(parameters, gradients) {
      Scalar._kernels.add(gradient, scaledBy: -learningRate, to: &parameter.value)
    }
  }
}
