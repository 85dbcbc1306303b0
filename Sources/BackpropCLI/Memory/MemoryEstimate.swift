import Backprop
import BackpropArguments
import BackpropFiles

/// How much memory a job will take beyond what the process has, told before it starts: a program that gets none stops
/// without a word, and one that gets too much may be stopped by the system.
struct MemoryEstimate {
  /// What of the network matters to memory.
  private let load: NetworkLoad
  /// The sizes of a network of affine layers, input and output included; none of another one.
  private let sizes: [Int]
  /// What the network is called.
  private let title: String
  /// How many samples go through the network at a time.
  var batchSize: Int
  var job: Job

  enum Job {
    /// Training in single precision. A report keeps all derivatives for a moment, a watch for NaN in each step, an
    /// optimiser so many numbers for each parameter.
    case training(reports: Bool, watches: Bool = false, slots: Int = 0)
    /// A gradient check in double precision, with a copy of few parameters for each thread.
    case checking(threads: Int)
  }

  /// The memory of a network of affine layers, whose sizes are given, input and output included.
  init(sizes: [Int], batchSize: Int, job: Job) {
    self.init(NetworkLoad(sizes: sizes), sizes, LayerSizes.title(sizes), batchSize, job)
  }

  /// The memory of a network of any layers.
  init(plan: NetworkPlan, title: String, batchSize: Int, job: Job) {
    self.init(NetworkLoad(plan), [], title, batchSize, job)
  }

  private init(_ load: NetworkLoad, _ sizes: [Int], _ title: String, _ batchSize: Int, _ job: Job) {
    (self.load, self.sizes, self.title, self.batchSize, self.job) = (load, sizes, title, batchSize, job)
  }

  /// The bytes, `.max` where they can't be counted.
  var bytes: Int {
    let (parameters, largest) = (load.parameters, load.largest)
    let samples = Double(batchSize)
    let numbers: Double
    switch job {
    case .training(let reports, let watches, let slots):
      // Each parameter once, and the derivative of the largest.
      var single =
        4 * (parameters + largest) + samples * (Self.inputBytes + 4 * load.madeInputs) + passBytes(4, samples)
      // Accuracies are measured by batches of their own.
      single = max(single, 4 * parameters + passBytes(4, 240))
      if watches { single = max(single, 8 * parameters + passBytes(8, samples)) }
      // A report looks at all derivatives of 500 samples.
      if reports { single = max(single, 8 * parameters + passBytes(8, 500)) }
      numbers = single + 4 * parameters * Double(slots)
    case .checking(let threads):
      // The parameters and their derivatives, and each thread's parameters where these are few enough for that.
      let copies = parameters <= Double(CopyLimit.numbers) ? Double(threads) : 1
      numbers =
        8 * parameters * (copies + 2) + (copies + 1)
        * (8 * samples * load.inputs + passBytes(8, samples))
    }
    // Blocks of memory come in sizes that leave a ninth over on average, and the program needs some of its own.
    let all = numbers * 9 / 8 + Double(16 << 20)
    return all < Double(Int.max / 2) ? Int(all) : .max
  }

  /// Images stay where they are: of each sample there is its position, twice, and its label.
  private static let inputBytes = 24.0

  /// The bytes that samples take on their way through the network and back.
  private func passBytes(_ size: Double, _ samples: Double) -> Double {
    size * samples * (load.forward + load.backward)
  }

  /// Throws an error with what is needed, what there is and what would fit, where memory isn't enough.
  func require(_ limit: MemoryLimit? = .tightest) throws {
    guard var limit else { return }
    // Each further thread takes addresses for its stack and for a heap of its own, hardly any of them memory.
    let ofThreads = limit.countsAddresses ? (Parallelism.threadCount - 1) * (72 << 20) : 0
    limit.bytes = max(limit.bytes - ofThreads, 0)
    guard bytes > limit.bytes else { return }
    let hint = ofThreads > bytes / 8 ? ", and fewer --threads leave more" : ""
    throw ValidationError(
      "a network \(title) needs about \(Self.text(bytes)) of memory for \(samplesText), but "
        + "\(limit.source) \(Self.text(limit.bytes)); \(advice(limit))\(hint).")
  }

  private var samplesText: String {
    switch job {
    case .training: "mini-batches of \(batchSize.grouped)"
    case .checking: "a check on \(Wording.counted(batchSize, "image"))"
    }
  }

  /// What would fit.
  private func advice(_ limit: MemoryLimit) -> String {
    let option =
      switch job {
      case .training: "--batch-size"
      case .checking: "--samples"
      }
    if let batch = greatest(below: batchSize, fits: { with(batchSize: $0).bytes <= limit.bytes }) {
      return "\(option) \(batch) would fit"
    }
    let hidden = sizes.dropFirst().dropLast()
    guard !hidden.isEmpty else { return "free some memory or raise the limit" }
    // In thousandths, so that layers keep their proportions.
    let scaled = { (share: Int) in hidden.map { max($0 / 1000 * share + $0 % 1000 * share / 1000, 1) } }
    if let share = greatest(below: 1000, fits: { with(hidden: scaled($0)).bytes <= limit.bytes }) {
      return "--hidden \(scaled(share).map(String.init).joined(separator: ",")) would fit"
    }
    if let share = greatest(
      below: 1000, fits: { with(batchSize: 1).with(hidden: scaled($0)).bytes <= limit.bytes })
    {
      return "--hidden \(scaled(share).map(String.init).joined(separator: ",")) with \(option) 1 would fit"
    }
    return "free some memory or raise the limit"
  }

  private func with(batchSize: Int) -> MemoryEstimate {
    MemoryEstimate(load, sizes, title, batchSize, job)
  }

  private func with(hidden: [Int]) -> MemoryEstimate {
    MemoryEstimate(sizes: [sizes[0]] + hidden + sizes.suffix(1), batchSize: batchSize, job: job)
  }

  /// The greatest number from 1 on below another that fits, `nil` where 1 doesn't.
  private func greatest(below end: Int, fits: (Int) -> Bool) -> Int? {
    guard end > 1, fits(1) else { return nil }
    var (low, high) = (1, end)
    while high - low > 1 {
      let middle = (low + high) / 2
      if fits(middle) { low = middle } else { high = middle }
    }
    return low
  }

  private static func text(_ bytes: Int) -> String {
    let megabytes = Double(bytes) / 1e6
    return megabytes < 1000 ? "\(megabytes.fixed(0)) MB" : "\((megabytes / 1000).fixed(1)) GB"
  }
}
