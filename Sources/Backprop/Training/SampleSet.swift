/// Samples in memory, each with its class or with a row of numbers.
///
/// Samples that come as bytes, such as images, stay bytes until a batch of them is drawn: 60,000 images of 28 × 28 take
/// 47 MB instead of 188.
public struct SampleSet<Scalar: TensorScalar>: Dataset {
  public let sampleShape: TensorShape
  public let count: Int
  public let targetKind: TargetKind
  /// What the network should answer for all samples.
  public let targets: Targets<Scalar>

  private let storage: Storage

  private enum Storage: Sendable {
    case tensor(Tensor<Scalar>)
    case bytes([UInt8], divisor: Scalar)
  }

  /// Samples as a tensor whose first axis counts them, `(N, …)`, each with its class in `0 ..< classCount`.
  public init(_ samples: Tensor<Scalar>, labels: [Int], classCount: Int) throws(TrainingError) {
    try self.init(samples, .classes(labels), .classes(classCount))
  }

  /// Samples as a tensor whose first axis counts them, `(N, …)`, each with numbers as its target, `(N, …)`.
  public init(_ samples: Tensor<Scalar>, targets: Tensor<Scalar>) throws(TrainingError) {
    guard targets.rank > 0 else {
      throw TrainingError("targets need a first axis that counts them, but came as a number")
    }
    try self.init(samples, .rows(targets), .rows(TensorShape(targets.shape.dropFirst())))
  }

  private init(
    _ samples: Tensor<Scalar>, _ targets: Targets<Scalar>, _ kind: TargetKind
  ) throws(TrainingError) {
    guard samples.rank > 0 else {
      throw TrainingError("samples need a first axis that counts them, but came as a number")
    }
    try self.init(
      .tensor(samples), count: samples.shape[0], sampleShape: TensorShape(samples.shape.dropFirst()), targets,
      kind)
  }

  /// Samples as bytes, one after the other, each byte to be divided by `divisor` when it is drawn.
  public init(
    bytes: [UInt8], sampleShape: TensorShape, divisor: Scalar = 255, labels: [Int], classCount: Int
  ) throws(TrainingError) {
    let size = sampleShape.elementCount
    guard size > 0, bytes.count % size == 0 else {
      throw TrainingError("\(bytes.count) bytes can't be divided into samples of shape \(sampleShape)")
    }
    try self.init(
      .bytes(bytes, divisor: divisor), count: bytes.count / size, sampleShape: sampleShape, .classes(labels),
      .classes(classCount))
  }

  private init(
    _ storage: Storage, count: Int, sampleShape: TensorShape, _ targets: Targets<Scalar>, _ kind: TargetKind
  ) throws(TrainingError) {
    if case .classes(let labels) = targets, case .classes(let classCount) = kind {
      guard labels.count == count else {
        throw TrainingError("\(count) samples need as many labels, but \(labels.count) were given")
      }
      for (position, label) in labels.enumerated() where label < 0 || label >= classCount {
        throw TrainingError(
          "label \(label) of sample \(position) is outside 0 ..< \(classCount), the classes")
      }
    }
    guard targets.count == count else {
      throw TrainingError("\(count) samples need as many targets, but \(targets.count) were given")
    }
    self.storage = storage
    self.count = count
    self.sampleShape = sampleShape
    self.targets = targets
    targetKind = kind
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func batch(at positions: [Int64]) -> Batch<Scalar> {
    for position in positions {
      require(position >= 0 && position < count, "sample \(position) is outside 0 ..< \(count)")
    }
    return Batch(input(at: positions), targets(at: positions))
  }

  private func input(at positions: [Int64]) -> Input<Scalar> {
    switch storage {
    case .tensor(let samples): .numbers(samples.rows(at: positions.map(Int.init)))
    case .bytes(let bytes, let divisor):
      .bytes(ByteRows(of: bytes, at: positions, sampleShape: sampleShape, divisor: divisor))
    }
  }

  private func targets(at positions: [Int64]) -> Targets<Scalar> {
    switch targets {
    case .classes(let all):
      // By themselves, so that the processor fetches many of them at a time: they lie anywhere.
      .classes(
        [Int](unsafeUninitializedCapacity: positions.count) { labels, count in
          for index in positions.indices {
            labels.initializeElement(at: index, to: all[Int(positions[index])])
          }
          count = positions.count
        })
    case .rows(let rows): .rows(rows.rows(at: positions.map(Int.init)))
    }
  }
}
