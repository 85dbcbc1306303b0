/// Each feature brought to mean 0 and variance 1, then multiplied by a weight γ and shifted by a bias β, which are learnt: for
/// samples `(D,)` feature by feature, for images `(C, H, W)` channel by channel over all their pixels.
///
/// In training the mean and the variance are those of the batch, see ``BatchNormOperation``; each step moves running ones
/// towards them by the momentum, the running variance towards that with M − 1 in its denominator. In an evaluation the
/// running ones count, see ``RunningNormOperation``, so that a sample's output doesn't depend on its neighbours.
///
/// γ begins as 1 and β as 0, the running mean as 0 and the running variance as 1, all of shape `(D,)`.
public final class BatchNorm<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// γ, of shape `(D,)`.
  public let weight: Parameter<Scalar>
  /// β, of shape `(D,)`.
  public let bias: Parameter<Scalar>
  /// The mean of each feature, of shape `(D,)`.
  public let runningMean: Statistic<Scalar>
  /// The variance of each feature, of shape `(D,)`.
  public let runningVariance: Statistic<Scalar>
  /// ε, which keeps a feature that never changes from being divided by 0.
  public let epsilon: Double
  /// How far a step moves the running statistics towards the batch's, from 0 to 1.
  public let momentum: Double

  public var members: [Member<Scalar>] {
    [
      .parameter("weight", weight), .parameter("bias", bias), .statistic("running_mean", runningMean),
      .statistic("running_var", runningVariance),
    ]
  }

  /// A normalisation of so many features, or channels.
  public convenience init(_ features: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) {
    require(features >= 1, "a batch normalisation needs 1 or more features, not \(features)")
    require(
      epsilon >= 0 && epsilon.isFinite,
      "the epsilon of a batch normalisation must be 0 or more, and finite, not \(epsilon)")
    require(
      momentum >= 0 && momentum <= 1,
      "the momentum of running statistics must be from 0 to 1, not \(momentum)")
    let shape = TensorShape(vector: features)
    self.init(
      Parameter(.ones(shape), name: "γ"), Parameter(.zeros(shape), name: "β"),
      Statistic(.zeros(shape), name: "μ"), Statistic(.ones(shape), name: "σ²"), epsilon, momentum)
  }

  private init(
    _ weight: Parameter<Scalar>, _ bias: Parameter<Scalar>, _ mean: Statistic<Scalar>,
    _ variance: Statistic<Scalar>, _ epsilon: Double, _ momentum: Double
  ) {
    (self.weight, self.bias, runningMean, runningVariance) = (weight, bias, mean, variance)
    (self.epsilon, self.momentum) = (epsilon, momentum)
  }

  public func copied(by copier: LayerCopier<Scalar>) -> BatchNorm {
    BatchNorm(
      copier.copy(weight), copier.copy(bias), copier.copy(runningMean), copier.copy(runningVariance),
      epsilon, momentum)
  }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    let features = weight.value.count
    guard sample.rank > 0, sample[0] == features else {
      throw ShapeError(
        operation: "batchnorm", operands: [.init(name: "a sample", shape: sample)],
        rule:
          "its first axis must count the \(features) \(features == 1 ? "feature" : "features") or channels that are normalised, as in (\(features),) or (\(features), H, W)"
      )
    }
    return sample
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    let graph = x.graph
    let (scale, shift) = (graph.variable(weight), graph.variable(bias))
    guard pass.isTraining else {
      return x.normalized(
        means: graph.constant(runningMean.value), variances: graph.constant(runningVariance.value),
        scale: scale, shift: shift, epsilon: epsilon)
    }
    let y = x.batchNormalized(scale: scale, shift: shift, epsilon: epsilon)
    if let (means, variances) = y.channelStatistics {
      let (kept, moved) = (Scalar(1 - momentum), Scalar(momentum))
      let size = x.shape.elementCount / means.count
      let unbiased = Scalar(size) / Scalar(size - 1)
      pass.update(runningMean) { $0 * kept + means * moved }
      pass.update(runningVariance) { $0 * kept + variances * unbiased * moved }
    }
    return y
  }
}
