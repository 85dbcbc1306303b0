/// Which samples an iteration learns from.
///
/// They are drawn with replacement, each sample equally likely at each place. The draw depends on the seed and the
/// number of the iteration alone, so a run can be repeated, or taken up again in the middle, with the same batches.
struct MiniBatch {
  /// The positions of the samples.
  private(set) var positions: [Int64]
  /// The class of each of the samples.
  private(set) var labels: [Int]

  /// A batch of `size` samples that are yet to be drawn.
  init(size: Int) {
    positions = Array(repeating: 0, count: size)
    labels = Array(repeating: 0, count: size)
  }

  /// Draws the batch of an iteration from the samples with the given labels, of which there must be at least one.
  mutating func draw(_ iteration: Int, from allLabels: [Int], seed: UInt64) {
    var generator = Philox4x32(seed: seed, stream: RandomStream.batches + UInt64(iteration))
    for index in positions.indices { positions[index] = Int64(generator.nextIndex(below: allLabels.count)) }
    // By themselves, so that the processor fetches many of them at a time: they lie anywhere.
    for index in labels.indices { labels[index] = allLabels[Int(positions[index])] }
  }
}
