/// y = γ · (x − μ) / √(σ² + ε) + β, each channel by a mean μ and a variance σ² that are given: what batch normalisation does
/// with running statistics once a network is trained.
///
/// With s = 1 / √(σ² + ε),
///
/// - ∂L/∂x = ∂L/∂y · γ s;
/// - ∂L/∂μ = −γ s · Σ ∂L/∂y;
/// - ∂L/∂σ² = −½ γ s³ · Σ ∂L/∂y · (x − μ);
/// - ∂L/∂γ = s · Σ ∂L/∂y · (x − μ);
/// - ∂L/∂β = Σ ∂L/∂y.
///
/// x is `(N, C)`, or `(N, C, …)` such as images `(N, C, H, W)`; the operands behind it, γ, β, μ and σ² in this order, are
/// `(C,)`.
public struct RunningNormOperation<Scalar: TensorScalar>: GraphOperation {
  /// ε, as in the training.
  public let epsilon: Double

  public var name: String { "running_norm" }
  public var symbol: String { "BatchNorm" }
  public var settings: [String: Setting] { ["epsilon": .number(epsilon)] }

  /// A normalisation of channels by given statistics.
  @inlinable
  public init(epsilon: Double = 1e-5) { self.epsilon = epsilon }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ norm: RunningNormOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let (x, scale, shift, means, variances) = (step[0], step[1], step[2], step[3], step[4])
    // Without a list of shapes, and with the factors in scratch memory: a trained model's answer asks the system for none.
    let shape = scale.shape
    let areEqual = shape == shift.shape && shape == means.shape && shape == variances.shape
    if !areEqual || x.rank < 2 || shape != TensorShape(vector: x.shape[1]) {
      _ = try normalizedChannels(
        x.shape, [scale.shape, shift.shape, means.shape, variances.shape], for: norm.name)
    }
    let channels = Channels(of: x.shape)
    let epsilon = Self(norm.epsilon)
    let (kernels, count) = (_kernels, channels.count)
    return withElements(x, means, variances) { x, means, variances in
      withElements(scale, shift, shift) { scale, shift, _ in
        Tensor<Self>.make(step.shape(of: 0)) { y in
          kernels.withScratch(count) { factors in
            for channel in 0..<count {
              factors[channel] = scale[channel] / (variances[channel] + epsilon).squareRoot()
            }
            kernels.forEachRange(of: channels) { range in
              _normalize(x, means, factors, shift, channels, range, y)
            }
          }
        }
      }
    }
  }

  public static func _backward(_ norm: RunningNormOperation<Self>, _ step: BackwardStep<Self>) {
    let (scale, means) = (step[1], step[3])
    let channels = Channels(of: step.shape(of: 0))
    let epsilon = Self(norm.epsilon)
    let deviations = step[4].map { ($0 + epsilon).squareRoot() }
    let factors = scale / deviations
    step.pass(_scaled(step.upstream, by: factors, channels), to: 0)
    guard (1...4).contains(where: { step.isNeeded($0) }) else { return }
    let sums = ChannelSums(of: step[0], about: means, step.upstream, channels) { _, _, _ in }
    step.pass(sums.products / deviations, to: 1)
    step.pass(sums.upstream, to: 2)
    step.pass(-(factors * sums.upstream), to: 3)
    step.pass(factors / (deviations * deviations) * sums.products * -0.5, to: 4)
  }

  /// dy · factor, channel by channel.
  private static func _scaled(
    _ dy: Tensor<Self>, by factors: Tensor<Self>, _ channels: Channels
  ) -> Tensor<Self> {
    let (shape, nothing) = (dy.shape, Tensor<Self>.zeros(factors.shape))
    return withElements(dy, factors, nothing) { dy, factors, zeros in
      Tensor<Self>.make(shape) { dx in
        _kernels.forEachRange(of: channels) { range in
          _normalize(dy, zeros, factors, zeros, channels, range, dx)
        }
      }
    }
  }
}

extension Variable {
  /// The batch `(N, C)` or `(N, C, …)` with each channel brought to mean 0 and variance 1 by given means and variances, then
  /// multiplied by a scale and shifted, all `(C,)`.
  public func normalized(
    means: Variable, variances: Variable, scale: Variable, shift: Variable, epsilon: Double = 1e-5
  ) -> Variable {
    orStop { () throws(ShapeError) in
      try graph.apply(
        RunningNormOperation(epsilon: epsilon), to: [self, scale, shift, means, variances])
    }
  }
}
