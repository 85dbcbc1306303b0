/// Samples that a function makes when they are asked for, such as from files that are too many for memory.
///
/// ```swift
/// let data = ClosureDataset<Float>(count: 10_000, sampleShape: [2], classCount: 2) { position in
///   let x = Float(position % 100) / 100, y = Float(position / 100) / 100
///   return ([x, y], x * x + y * y < 0.5 ? 1 : 0)
/// }
/// ```
///
/// The function must give the same sample for the same position, and may be called from any thread.
public struct ClosureDataset<Scalar: TensorScalar>: Dataset {
  /// The number of samples.
  public let count: Int
  /// The shape of one sample, such as `(2,)`.
  public let sampleShape: TensorShape
  /// What kind of targets the samples have.
  public let targetKind: TargetKind
  private let makeBatch: @Sendable ([Int64]) throws -> Batch<Scalar>

  /// Samples that are made batch by batch.
  ///
  /// - Parameters:
  ///   - count: the number of samples.
  ///   - sampleShape: the shape of one.
  ///   - targetKind: what kind of targets they have.
  ///   - batch: makes the samples `(N, …)` at N positions in `0 ..< count`, with their targets.
  public init(
    count: Int, sampleShape: TensorShape, targetKind: TargetKind,
    batch: @escaping @Sendable (_ positions: [Int64]) throws -> Batch<Scalar>
  ) {
    require(count >= 0, "a data set has 0 samples or more, not \(count)")
    self.count = count
    self.sampleShape = sampleShape
    self.targetKind = targetKind
    makeBatch = batch
  }

  /// Samples that are made one by one, each with its class in `0 ..< classCount`.
  public init(
    count: Int, sampleShape: TensorShape, classCount: Int,
    sample: @escaping @Sendable (_ position: Int) throws -> (numbers: [Scalar], label: Int)
  ) {
    self.init(count: count, sampleShape: sampleShape, targetKind: .classes(classCount)) { positions in
      var (numbers, labels) = ([Scalar](), [Int]())
      for position in positions {
        let made = try sample(Int(position))
        guard (0..<classCount).contains(made.label) else {
          throw TrainingError(
            "label \(made.label) of sample \(position) is outside 0 ..< \(classCount), the classes")
        }
        numbers += made.numbers
        labels.append(made.label)
      }
      return Batch(try Self.tensor(numbers, labels.count, sampleShape), .classes(labels))
    }
  }

  /// Samples that are made one by one, each with numbers as its target.
  public init(
    count: Int, sampleShape: TensorShape, targetShape: TensorShape,
    sample: @escaping @Sendable (_ position: Int) throws -> (numbers: [Scalar], target: [Scalar])
  ) {
    self.init(count: count, sampleShape: sampleShape, targetKind: .rows(targetShape)) { positions in
      var (numbers, targets) = ([Scalar](), [Scalar]())
      for position in positions {
        let made = try sample(Int(position))
        numbers += made.numbers
        targets += made.target
      }
      return Batch(
        try Self.tensor(numbers, positions.count, sampleShape),
        .rows(try Self.tensor(targets, positions.count, targetShape)))
    }
  }

  /// The samples `(N, …)` at N positions in `0 ..< count`, with their targets, made by the function.
  ///
  /// Throws what the function throws, and a ``TrainingError`` where it gives other numbers than were asked for.
  public func batch(at positions: [Int64]) throws -> Batch<Scalar> {
    for position in positions {
      require(position >= 0 && position < count, "sample \(position) is outside 0 ..< \(count)")
    }
    let batch = try makeBatch(positions)
    guard batch.count == positions.count else {
      throw TrainingError("the function gave \(batch.count) targets where \(positions.count) were asked for")
    }
    return batch
  }

  /// The numbers of so many samples as one tensor.
  private static func tensor(
    _ numbers: [Scalar], _ count: Int, _ shape: TensorShape
  ) throws(TrainingError) -> Tensor<Scalar> {
    guard numbers.count == count * shape.elementCount else {
      throw TrainingError(
        "the function gave \(numbers.count) numbers for \(count) samples of shape \(shape), which have \(shape.elementCount) each"
      )
    }
    return Tensor(shape: TensorShape([count] + Array(shape)), numbers)
  }
}
