import Backprop
import BackpropArguments
import BackpropFiles

/// Where a training is saved so that it can go on, and whether it is one that goes on.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Saves the training into a file every now and then, so that it can go on after Ctrl-C, a crash or a kill.",
      discussion: """
        The file has all that is needed: parameters, the optimiser's memory, the place in the epoch, history and options. \
        It is replaced as a whole, saved at the start, every now and then, at the end, and when a signal ends the training.
        """, valueName: "file"))
  var checkpoint: String?

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      """
      How often: a number of mini-batches, as in 500, or of seconds, as in 10s. (default: 30s, less often where \
      saving takes more than 2 % of the time)
      """))
  var checkpointEvery: CheckpointInterval?

  @Option(
    takesAny: true,
    help: """
      How many checkpoints to keep: the newest in the file itself, the one before in file.1, then file.2 and so on. \
      (default: 1)
      """)
  var keep: NumberArgument<Int>?

  @Option(
    help: ArgumentHelp(
      "Goes on with the training that a checkpoint has, and ends as if it had never been stopped.",
      discussion: """
        Data and options are those that it began with; --checkpoint, --checkpoint-every, --keep, --threads and what it prints \
        and writes (--format, --quiet, --plot, --history, --report) may be given again. It goes on saving into the same \
        file. A training that was over prints its summary.
        """, valueName: "file"))
  var resume: String?

  func validate() throws {
    for (option, isGiven) in [("--checkpoint-every", checkpointEvery != nil), ("--keep", keep != nil)]
    where isGiven && checkpoint == nil {
      throw ValidationError("\(option) needs a file to save the training in; give --checkpoint FILE, too.")
    }
    _ = try checkpointEvery?.checked("--checkpoint-every")
    _ = try checkedKeep()
  }

  /// How many checkpoints are kept.
  func checkedKeep() throws -> Int { try keep?.checked("--keep", 1...1000) ?? 1 }

  /// How often the training is saved.
  func interval() throws -> CheckpointInterval.Value {
    try checkpointEvery?.checked("--checkpoint-every") ?? .usual
  }

  /// What saves a training; `nil` where it isn't to be saved.
  func writer(
    of trainer: Trainer<Float>, _ arguments: [String], goingOnWith resumption: Resumption?
  ) throws -> CheckpointWriter? {
    guard checkpoint != nil else { return nil }
    let uses = CommandOptions(of: TrainCommand.self).uses(in: arguments.dropFirst()).options
    return try CheckpointWriter(
      self, of: trainer, arguments: RememberedArguments(of: uses), goingOnWith: resumption)
  }

  /// Throws where the file of the checkpoint can't be one beside the files that are read and written besides.
  func checkPlaces(beside outputs: [(option: String, path: String?)], inputs: [OutputPaths.Input]) throws {
    if let resume {
      try OutputPaths.check(outputs, inputs: [OutputPaths.Input(option: "--resume", path: resume)])
    }
    guard let checkpoint else { return }
    try OutputPaths.check([("--checkpoint", checkpoint)] + outputs, inputs: inputs)
    let kept = try checkedKeep()
    for (option, path) in outputs {
      guard let path, path.hasPrefix(checkpoint + "."),
        let number = Int(path.dropFirst(checkpoint.count + 1)),
        (1..<max(kept, 1)).contains(number)
      else { continue }
      throw ValidationError(
        "\(option) names a file that --keep \(kept) writes an older checkpoint to; give it another.")
    }
    guard try !OutputFile.isWrittenAsItComes(checkpoint) else {
      throw ValidationError(
        "--checkpoint needs a file that can be replaced as a whole, and '\(checkpoint.shownAsArgument)' is a device or a "
          + "pipe; give a file.")
    }
  }
}

/// How often a training is saved, on the command line.
struct CheckpointInterval: ExpressibleByArgument {
  /// What it means.
  enum Value: Equatable {
    /// After as many mini-batches.
    case iterations(Int)
    /// After as many seconds.
    case seconds(Double)
    /// After 30 seconds, or as many more as keep saving below its share of the time.
    case usual
  }

  private let text: String
  private let value: Value?

  /// Takes any text: `checked` says what is wrong with it, which a refusal here couldn't.
  init(argument: String) {
    text = argument
    if argument.hasSuffix("s") {
      let seconds = Double(argument.dropLast()).flatMap { $0 > 0 && $0 <= 1e6 ? $0 : nil }
      value = seconds.map { .seconds($0) }
    } else {
      let iterations = Int(argument).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
      value = iterations.map { .iterations($0) }
    }
  }

  var defaultValueDescription: String { text }

  /// What it means; throws an error with the rule where it means nothing.
  func checked(_ option: String) throws -> Value {
    guard let value else {
      throw ValidationError(
        "\(option) must be a number of mini-batches, as in 500, or of seconds, as in 10s, above 0, not "
          + "'\(text.shownAsArgument)'.")
    }
    return value
  }
}
