/// Samples with what the network should answer.
public struct Batch<Scalar: TensorScalar>: Sendable {
  /// The samples, `(N, …)`.
  public var samples: Input<Scalar>
  /// The targets, N of them.
  public var targets: Targets<Scalar>

  /// A batch of samples, numbers or bytes.
  public init(_ samples: Input<Scalar>, _ targets: Targets<Scalar>) {
    self.samples = samples
    self.targets = targets
  }

  /// A batch of samples `(N, …)`.
  public init(_ samples: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    self.init(.numbers(samples), targets)
  }

  /// The number of samples.
  public var count: Int { targets.count }
}
