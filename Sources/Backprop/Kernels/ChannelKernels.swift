/// How the channels of a batch `(N, C, …)` lie in memory: `pixels` numbers of a channel side by side in each sample.
struct Channels {
  /// N.
  let samples: Int
  /// C.
  let count: Int
  /// The product of the axes behind C, 1 where there are none.
  let pixels: Int

  /// The channels of a batch with at least two axes.
  init(of batch: TensorShape) {
    samples = batch[0]
    count = batch[1]
    pixels = batch.elementCount(ofAxes: 2..<batch.rank)
  }

  /// How many numbers a channel has in all samples together.
  var valuesOfEach: Int { samples * pixels }

  /// Whether a channel is a column of a matrix `(N, C)`.
  var areColumns: Bool { pixels == 1 }

  /// Where a channel of a sample starts.
  func start(_ sample: Int, _ channel: Int) -> Int { (sample * count + channel) * pixels }
}

// Sums over the channels of a batch. A channel that is a column is summed from top to bottom; else its row in each sample is
// summed first, in the way of the kernels, and then these sums from the first sample to the last. No sum depends on which
// channels are summed by one call.
extension Kernels where Scalar: TensorScalar {
  /// The sums of some channels.
  func sums(of x: Input, _ channels: Channels, _ range: Range<Int>, _ sums: Output) {
    if channels.areColumns {
      let rows = SumKernels.Rows(first: x + range.lowerBound, distance: channels.count)
      return self.sums.ofColumns(channels.samples, range.count, rows, sums + range.lowerBound)
    }
    withScratch(channels.samples) { parts in
      for channel in range {
        let rows = SumKernels.Rows(
          first: x + channels.start(0, channel), distance: channels.count * channels.pixels)
        self.sums.ofRows(channels.samples, channels.pixels, rows, parts)
        sums[channel] = inOrder(parts, channels.samples)
      }
    }
  }

  /// The sums of (x − about) · y of some channels; of (x − about)² without y.
  func sums(
    of x: Input, about: Input, times y: Input?, _ channels: Channels, _ range: Range<Int>, _ sums: Output
  ) {
    if channels.areColumns {
      let first = range.lowerBound
      let rows = SumKernels.Rows(first: x + first, distance: channels.count)
      return self.sums.ofColumnProducts(
        channels.samples, range.count, rows, about + first, y.map { $0 + first }, sums + first)
    }
    withScratch(2 * channels.samples) { parts in
      let repeated = parts + channels.samples
      for channel in range {
        for sample in 0..<channels.samples { repeated[sample] = about[channel] }
        let start = channels.start(0, channel)
        let rows = SumKernels.Rows(first: x + start, distance: channels.count * channels.pixels)
        self.sums.ofRowProducts(
          channels.samples, channels.pixels, rows, repeated, y.map { $0 + start }, parts)
        sums[channel] = inOrder(parts, channels.samples)
      }
    }
  }

  /// The sum of a few numbers, one after the other.
  @inline(__always)
  private func inOrder(_ parts: Output, _ count: Int) -> Scalar {
    var sum: Scalar = 0
    for i in 0..<count { sum += parts[i] }
    return sum
  }

  /// Calls a function with ranges of channels, on all threads: with one channel after the other, which then stays in a
  /// cache between the function's loops, unless channels are columns.
  func forEachRange(of channels: Channels, _ body: (_ range: Range<Int>) -> Void) {
    forEachBlock(ofRows: channels.count, of: channels.valuesOfEach) { first, count in
      if channels.areColumns { return body(first..<first + count) }
      for channel in first..<first + count { body(channel..<channel + 1) }
    }
  }
}
