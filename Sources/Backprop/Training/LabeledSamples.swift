/// Samples with their classes, from which mini-batches are drawn.
///
/// Samples that come as bytes, such as images, stay bytes until a batch of them is drawn: 60,000 images of 28 × 28 take
/// 47 MB instead of 188.
public struct LabeledSamples<Scalar: TensorScalar>: Sendable {
  /// The shape of one sample, such as `(784,)` or `(1, 28, 28)`.
  public let sampleShape: Shape
  /// The number of samples.
  public let count: Int
  /// The class of each sample.
  public let labels: [Int]
  /// The number of classes; labels are in `0 ..< classCount`.
  public let classCount: Int

  private let storage: Storage

  private enum Storage: Sendable {
    case tensor(Tensor<Scalar>)
    case bytes([UInt8], divisor: Scalar)
  }

  /// Samples as a tensor whose first axis counts them, `(N, …)`.
  public init(_ samples: Tensor<Scalar>, labels: [Int], classCount: Int) throws(SampleError) {
    guard samples.rank > 0 else {
      throw SampleError("samples need a first axis that counts them, but came as a number")
    }
    try self.init(
      .tensor(samples), count: samples.shape[0], sampleShape: Shape(samples.shape.dropFirst()), labels,
      classCount)
  }

  /// Samples as bytes, one after the other, each byte to be divided by `divisor` when it is drawn.
  public init(
    bytes: [UInt8], sampleShape: Shape, divisor: Scalar = 255, labels: [Int], classCount: Int
  ) throws(SampleError) {
    let size = sampleShape.elementCount
    guard size > 0, bytes.count % size == 0 else {
      throw SampleError("\(bytes.count) bytes can't be divided into samples of shape \(sampleShape)")
    }
    try self.init(
      .bytes(bytes, divisor: divisor), count: bytes.count / size, sampleShape: sampleShape, labels, classCount
    )
  }

  private init(
    _ storage: Storage, count: Int, sampleShape: Shape, _ labels: [Int], _ classCount: Int
  ) throws(SampleError) {
    guard labels.count == count else {
      throw SampleError("\(count) samples need as many labels, but \(labels.count) were given")
    }
    for (position, label) in labels.enumerated() where label < 0 || label >= classCount {
      throw SampleError("label \(label) of sample \(position) is outside 0 ..< \(classCount), the classes")
    }
    self.storage = storage
    self.count = count
    self.sampleShape = sampleShape
    self.labels = labels
    self.classCount = classCount
  }

  /// The samples at some positions, in their order, as a batch `(n, …)`. Each position must be in `0 ..< count`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func batch(at positions: [Int64]) -> Tensor<Scalar> {
    let batch = miniBatch(at: positions)
    guard let rows = batch.byteRows else { return batch }
    // As numbers, so that a tensor of a few samples doesn't keep all of them in memory.
    return Tensor.make(batch.shape) { rows.write(to: $0) }
  }

  /// The same batch for a network that looks at it once or twice: bytes may stay bytes.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func miniBatch(at positions: [Int64]) -> Tensor<Scalar> {
    for position in positions {
      require(position >= 0 && position < count, "sample \(position) is outside 0 ..< \(count)")
    }
    switch storage {
    case .tensor(let samples):
      return samples.rows(at: positions.map(Int.init))
    case .bytes(let bytes, let divisor):
      let rows = ByteRows(of: bytes, at: positions, columns: sampleShape.elementCount, divisor: divisor)
      return Tensor(rows).reshaped(Shape([positions.count] + Array(sampleShape)))
    }
  }

  /// The first samples, `count` of them or as many as there are.
  public func first(_ count: Int) -> (samples: Tensor<Scalar>, labels: [Int]) {
    let count = Swift.min(Swift.max(count, 0), self.count)
    return (batch(at: (0..<count).map(Int64.init)), Array(labels.prefix(count)))
  }

  /// The share of the samples to which a network gives the highest score for their class, `nil` when there are none.
  ///
  /// Looks at 240 samples at a time, or up to 2,400 where they are small and the network makes little of each, so that
  /// memory doesn't grow with their number and a batch stays in the cache.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func accuracy(of network: any Layer<Scalar>) -> Double? {
    guard count > 0 else { return nil }
    let graph = Graph<Scalar>()
    var correct = 0
    var start = 0
    var batchSize = 240
    while start < count {
      let positions = (start..<Swift.min(start + batchSize, count)).map(Int64.init)
      let guesses = network(graph.constant(miniBatch(at: positions))).value.argmax(axis: -1)
      let computed = graph.nodes.reduce(0) { $1.operation == nil ? $0 : $0 + $1.value.count }
      graph.removeAll()
      for (position, guess) in zip(positions, guesses) where labels[Int(position)] == guess { correct += 1 }
      start += positions.count
      let numbersOfOne = Swift.max(sampleShape.elementCount + computed / positions.count, 1)
      batchSize = Swift.min(Swift.max(2_200_000 / numbersOfOne, 240), 2400)
    }
    return Double(correct) / Double(count)
  }
}

/// Samples that can't be trained on, with the reason.
public struct SampleError: Error, Sendable, CustomStringConvertible {
  /// A sentence that says what is wrong.
  public let description: String

  init(_ description: String) { self.description = description }
}
