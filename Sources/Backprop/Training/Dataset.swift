/// Samples with targets, of which batches are taken: how many there are, what shape one has, and those at some positions.
public protocol Dataset<Scalar>: Sendable {
  /// The type of number that samples are made of.
  associatedtype Scalar: TensorScalar

  /// The number of samples.
  var count: Int { get }

  /// The shape of one sample, such as `(784,)` or `(1, 28, 28)`.
  var sampleShape: TensorShape { get }

  /// What kind of targets the samples have.
  var targetKind: TargetKind { get }

  /// The samples at some positions in `0 ..< count`, in their order, with their targets.
  ///
  /// The same positions always give the same batch. Throws what keeps the samples from being read.
  func batch(at positions: [Int64]) throws -> Batch<Scalar>
}

extension Dataset {
  /// The first samples, `count` of them or as many as there are.
  public func first(_ count: Int) throws -> Batch<Scalar> {
    try batch(at: (0..<Swift.min(Swift.max(count, 0), self.count)).map(Int64.init))
  }
}
