import Backprop
import BackpropArguments

/// How long a training is, and which images each step learns from.
struct TrainLengthOptions: ParsableArguments {
  @Option(
    takesAny: true, help: "How many mini-batches to train on; 0 leaves the start. (default: 10000)")
  var iterations: NumberArgument<Int>?

  @Option(
    takesAny: true,
    help: "How many epochs to train, instead of --iterations; an epoch takes as many images as there are.")
  var epochs: NumberArgument<Int>?

  @Option(
    takesAny: true,
    help:
      "How many images a mini-batch has. (default: 100, of fewer than 3,000 of your own a thirtieth, 8 at least)"
  )
  var batchSize: NumberArgument<Int>?

  @Option(
    help: """
      How images come into mini-batches: drawn with replacement, or shuffled, so that each comes once an epoch and the \
      last mini-batch of one may be smaller; drawn if not given.
      """)
  var sampling: SamplingName?

  @Option(
    takesAny: true, help: "The seed that the initial weights and the mini-batches are drawn from.")
  var seed = NumberArgument<UInt64>(0)

  @Option(takesAny: true, help: "How many threads to use. (default: the number of processor cores)")
  var threads: NumberArgument<Int>?

  func validate() throws {
    if iterations != nil, epochs != nil {
      throw ValidationError("--iterations and --epochs both say how long to train; give one of the two.")
    }
    _ = try duration()
    _ = try checkedBatchSize()
    _ = try checkedSeed()
    _ = try checkedThreads()
  }

  func duration() throws -> TrainingSettings.Length {
    if let epochs { return .epochs(try epochs.checked("--epochs", 0...1_000_000)) }
    return .iterations(try iterations?.checked("--iterations", 0...1_000_000_000) ?? 10_000)
  }

  func checkedBatchSize(usual: Int = 100) throws -> Int {
    try batchSize?.checked("--batch-size", 1...100_000) ?? usual
  }

  func checkedSeed() throws -> UInt64 {
    try seed.checked("--seed", "a whole number from 0 to \(UInt64.max)") { _ in true }
  }

  func checkedThreads() throws -> Int? {
    try threads?.checked("--threads", 1...Parallelism.maximalThreadCount)
  }
}

/// How images come into mini-batches, on the command line.
enum SamplingName: String, ExpressibleByArgument, CaseIterable {
  /// With replacement.
  case drawn
  /// Each once an epoch.
  case shuffled

  /// The sampler of this name.
  var sampler: any Sampler { self == .drawn ? DrawnSampler() : ShuffledSampler() }
}
