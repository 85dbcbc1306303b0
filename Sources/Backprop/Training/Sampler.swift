/// Which samples an iteration learns from.
///
/// A draw depends on the seed and the number of the iteration alone, so a run can be repeated, or taken up again in the
/// middle, with the same batches.
public protocol Sampler {
  /// How many iterations make an epoch of so many samples, at least one; the batch size must be 1 or more.
  func iterationsPerEpoch(count: Int, batchSize: Int) -> Int

  /// The positions of an iteration's samples, counted from 0, among `count` of them, at least one.
  mutating func positions(ofIteration iteration: Int, count: Int, batchSize: Int, seed: UInt64) -> [Int64]
}

/// Draws with replacement, as the notes do: each sample is equally likely at each place of each batch.
public struct DrawnSampler: Sampler, Sendable {
  /// A sampler that draws with replacement.
  public init() {}

  /// As many as it takes to draw as many samples as there are; a rest that doesn't fill a batch isn't counted.
  public func iterationsPerEpoch(count: Int, batchSize: Int) -> Int { Swift.max(count / batchSize, 1) }

  public func positions(ofIteration iteration: Int, count: Int, batchSize: Int, seed: UInt64) -> [Int64] {
    var generator = Philox4x32(seed: seed, stream: RandomStream.batches(iteration: iteration))
    return [Int64](unsafeUninitializedCapacity: batchSize) { positions, drawn in
      for index in 0..<batchSize {
        positions.initializeElement(at: index, to: Int64(generator.nextIndex(below: count)))
      }
      drawn = batchSize
    }
  }
}

/// Takes each sample once an epoch, in an order that depends on the seed and the epoch alone; the last batch of an epoch
/// may be a smaller one.
public struct ShuffledSampler: Sampler, Sendable {
  private var order: [Int64] = []
  private var made: (epoch: Int, seed: UInt64)?

  /// A sampler that shuffles each epoch.
  public init() {}

  /// As many as it takes to see all samples.
  public func iterationsPerEpoch(count: Int, batchSize: Int) -> Int {
    Swift.max(count / batchSize + (count % batchSize > 0 ? 1 : 0), 1)
  }

  public mutating func positions(
    ofIteration iteration: Int, count: Int, batchSize: Int, seed: UInt64
  ) -> [Int64] {
    let perEpoch = iterationsPerEpoch(count: count, batchSize: batchSize)
    let (epoch, place) = iteration.quotientAndRemainder(dividingBy: perEpoch)
    if order.count != count || made?.epoch != epoch || made?.seed != seed {
      order = Self.permutation(of: count, epoch: epoch, seed: seed)
      made = (epoch, seed)
    }
    let start = place * batchSize
    return Array(order[start..<(count - start < batchSize ? count : start + batchSize)])
  }

  /// The numbers below `count` in random order, all orders being equally likely (R. Durstenfeld, "Algorithm 235: Random
  /// permutation", Communications of the ACM 7, 1964).
  private static func permutation(of count: Int, epoch: Int, seed: UInt64) -> [Int64] {
    var generator = Philox4x32(seed: seed, stream: RandomStream.packed(.shuffling, iteration: epoch))
    var order = (0..<count).map(Int64.init)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, generator.nextIndex(below: last + 1))
    }
    return order
  }
}
