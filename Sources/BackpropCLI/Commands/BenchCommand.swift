import Backprop
import BackpropArguments
import BackpropData
import BackpropDrawing
import BackpropFiles

/// `backprop bench`: how fast this machine runs the package, and how close that is to what its processor can do.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure how fast training runs here, and how close that is to what the processor can do.",
    discussion: """
      Each row is repeated for a while after a warm-up; the best and the median time are printed. MFLOP counts the \
      matrix products and convolutions of a job, two operations for each multiply-add, and nothing else. GFLOP/s and the share of the \
      peak, which is measured by multiply-adds in registers with as many threads as the row has, belong to the best \
      time. A job for which there is a shortcut, such as a gradient check, may do less work than is counted; so do \
      products with images, whose zeros are left out. The rows with noise have no zeros.

      Without --data-dir the images are the built-in digits, as many as MNIST has. The whole job is 10,000 mini-batches \
      of 100 with 17 evaluations on all images. A full run takes under a minute. --filter growth measures how the time \
      of a step grows with hidden size, batch, depth and threads; that takes longer and is not part of a full run. A full run has \
      convolutions and max pools of batches of 100; --filter convolution and --filter pool have those of 1 and 256, too. \
      --filter 10M measures optimisers' updates of ten million parameters beside the copying of memory, --filter 1M \
      activations of a million numbers.
      """)

  @Option(help: "What to print: text, or json for one object a line.")
  var format = OutputFormat.text

  @Option(
    help:
      "Run only the rows whose name, type or threads contain this text, such as product or 'float 1 thread'.")
  var filter: String?

  @Option(
    takesAny: true,
    help: "How many threads to use in rows that use several. (default: the number of processor cores)")
  var threads: NumberArgument<Int>?

  @Option(help: "A folder with MNIST's four files, plain or as .gz, instead of the built-in digits.")
  var dataDir: String?

  @Option(
    help: "A saved model, whose answers to 1 and to 100 samples are measured instead of the usual rows.")
  var model: String?

  @Option(
    takesAny: true,
    help: ArgumentHelp("What to multiply the time for each row by, for a quick look.", isHidden: true))
  var timeScale = NumberArgument(1.0)

  func validate() throws {
    try threads?.checked("--threads", 1...Parallelism.maximalThreadCount)
    try timeScale.checked("--time-scale", "a number above 0 and at most 100") { $0 > 0 && $0 <= 100 }
  }

  private var stopwatch: Stopwatch { Stopwatch(scale: timeScale.number ?? 1) }

  func run() throws {
    var setting = BenchmarkSetting(
      threads: threads?.number ?? Parallelism.threadCount, data: BenchmarkData(folder: dataDir))
    do {
      if let model { setting.model = try BenchmarkModel(model) }
      let cases = try selected(setting)
      try setting.data.checkFolder()
      var peaks = PeakMeter(stopwatch: stopwatch)
      for (position, measured) in cases.enumerated() {
        Parallelism.threadCount = measured.threads
        let figure = try measured.measure(stopwatch)
        let peak = measured.flops == nil ? nil : measured.scalar.map { peaks.flopsPerSecond($0) }
        // Not before the first row is there: a folder that can't be read leaves standard output empty.
        if position == 0 { try printHead(setting) }
        let row = BenchmarkRow(measured: measured, figure: figure, peak: peak)
        try Console.print(format == .json ? row.json.description : BenchmarkTable.line(row.cells))
      }
    } catch let error as FileError {
      throw ExitCode(error.tell())
    } catch let error as TrainingError {
      throw ValidationError(error.description)
    }
  }

  private static var subjects: [any BenchmarkSubject.Type] {
    // Memory comes first, before this process has any that would be counted with it.
    [
      MemorySubject.self, PeakSubject.self, ProductSubject.self, ConvolutionSubject.self,
      FunctionSubject.self,
      StepSubject.self, ConvnetSubject.self, JobSubject.self, GradientSubject.self, ChainSubject.self,
      UpdateSubject.self, InferenceSubject.self, StartSubject.self,
    ]
  }

  /// The rows that were asked for.
  private func selected(_ setting: BenchmarkSetting) throws -> [BenchmarkCase] {
    let subjects: [any BenchmarkSubject.Type] = setting.model == nil ? Self.subjects : [ModelSubject.self]
    guard let filter, !filter.isEmpty else {
      return subjects.flatMap { $0.cases(setting) }.filter(\.isInFullRun)
    }
    let wanted = filter.lowercased()
    let asksForGrowth = wanted.hasPrefix("growth")
    let all = (asksForGrowth && setting.model == nil ? [GrowthSubject.self] : subjects).flatMap {
      $0.cases(setting)
    }
    let cases = all.filter { $0.label.lowercased().contains(wanted) }
    guard !cases.isEmpty else {
      var names: [String] = []
      for name in all.map(\.name) where !names.contains(name) { names.append(name) }
      throw ValidationError(
        "no row's name contains '\(filter)'. The rows are:\n  " + names.joined(separator: "\n  "))
    }
    return cases
  }

  private func printHead(_ setting: BenchmarkSetting) throws {
    switch format {
    case .json:
      try Console.print(
        JSONValue.object([
          ("event", .string("machine")), ("instruction_set", .string(InstructionSet.current)),
          ("threads", .integer(setting.threads)), ("data", .string(setting.data.name)),
        ]).description)
    case .text:
      let name = setting.data.name.escapingControlCharacters()
      try Console.print(
        "Instruction set \(InstructionSet.current), threads \(setting.threads), images: \(name)")
      try Console.print(BenchmarkTable.line(BenchmarkTable.headings))
    }
  }
}

/// Measures each peak when it is first asked for.
private struct PeakMeter {
  let stopwatch: Stopwatch
  private var known: [String: Double] = [:]

  init(stopwatch: Stopwatch) { self.stopwatch = stopwatch }

  /// The peak of the threads in use, in operations a second.
  ///
  /// Where it is far from as many times one thread's as there are threads, another process may have been in the way, and
  /// all shares would be wrong; so it is looked at twice more.
  mutating func flopsPerSecond(_ kind: ScalarKind) -> Double {
    let threads = Parallelism.threadCount
    let key = "\(kind) \(threads)"
    if let peak = known[key] { return peak }
    var peak = PeakSubject.flopsPerSecond(kind, stopwatch)
    if let single = known["\(kind) 1"] {
      for _ in 0..<2 where peak < 0.9 * Double(threads) * single {
        peak = max(peak, PeakSubject.flopsPerSecond(kind, stopwatch))
      }
    }
    known[key] = peak
    return peak
  }
}
