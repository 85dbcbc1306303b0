import Backprop
import BackpropArguments
import BackpropData
import BackpropDrawing
import BackpropFiles
import Foundation

/// `backprop train`: the notes' main job, on whatever data.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network of affine layers on images and report how well it recognises them.",
    discussion: """
      Without options it does what the notes do (the lecture notes that the README names): 784-50-10, 10,000 \
      mini-batches of 100, learning rate 0.1. The same seed gives the same network to the bit, for any number of threads.

      Ctrl-C, SIGTERM and SIGHUP end the training early: what was asked for is written, and the exit status tells the \
      signal. A training whose loss or parameters aren't finite at the end says so and has status 1.
      """)

  @OptionGroup var data: DataOptions

  @Option(help: "Another data set, whose images the network is tested on: mnist, fashion or digits.")
  var testData: DataName?

  @Option(help: "A folder with another data set, whose images the network is tested on.")
  var testDataDir: String?

  @Option(takesAny: true, help: "The sizes of the hidden layers, separated by commas.")
  var hidden = LayerSizes(argument: "50")

  @Option(takesAny: true, help: "How many mini-batches to train on. (default: 10000)")
  var iterations: NumberArgument<Int>?

  @Option(
    takesAny: true,
    help: "How many epochs to train, instead of --iterations; an epoch draws as many images as there are.")
  var epochs: NumberArgument<Int>?

  @Option(takesAny: true, help: "How many images a mini-batch has; they are drawn with replacement.")
  var batchSize = NumberArgument(100)

  @Option(takesAny: true, help: "The learning rate of gradient descent.")
  var learningRate = NumberArgument(0.1)

  @Option(takesAny: true, help: "The standard deviation of the initial weights, or he or xavier.")
  var initStd = InitialWeights(argument: "0.01")

  @Option(help: "What follows each hidden layer: relu or sigmoid.")
  var activation = ActivationName.relu

  @Option(
    takesAny: true, help: "The seed that the initial weights and the mini-batches are drawn from.")
  var seed = NumberArgument<UInt64>(0)

  @Option(takesAny: true, help: "How many threads to use. (default: the number of processor cores)")
  var threads: NumberArgument<Int>?

  @Option(help: "What to print: text, or json for one object a line.")
  var format = OutputFormat.text

  @Flag(help: "Print the summary only.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Writes the loss of each iteration and the accuracies into a CSV file.",
      discussion: """
        Columns: iteration, epoch, loss, train_accuracy, test_accuracy, train_loss, test_loss; the last four are means over \
        all images, empty where they weren't \
        measured. Numbers have all their digits.

        """ + OutputPaths.rule, valueName: "file"))
  var history: String?

  @Option(
    help: ArgumentHelp(
      "Writes a report into one HTML file that needs nothing else.",
      discussion: """
        Curves, settings and environment, confusion matrix, mistaken images, the first layer's weights, histograms by \
        layer, and the network's graph. The same training on the same machine gives the same bytes.

        """ + OutputPaths.rule, valueName: "file"))
  var report: String?

  @Flag(help: "Include measured times in the report; they differ from run to run.")
  var reportTimes = false

  @Flag(
    help: "Stop at the first value or derivative that is NaN or infinite, and say which operation made it.")
  var watchNan = false

  @Flag(
    help: "Plot loss and accuracies in the terminal afterwards. (default: where it is wide enough)")
  var plot: Bool?

  func validate() throws {
    try hidden.check("--hidden")
    if iterations != nil, epochs != nil {
      throw ValidationError("--iterations and --epochs both say how long to train; give one of the two.")
    }
    _ = try settings()
    if testData != nil, testDataDir != nil, testData == .digits {
      throw ValidationError(
        "--test-data digits are built in and have no --test-data-dir; give one of the two.")
    }
    if reportTimes, report == nil {
      throw ValidationError("--report-times needs a report to write to; give --report FILE, too.")
    }
    if testData == .auto {
      throw ValidationError("--test-data must name a data set: mnist, fashion or digits.")
    }
  }

  /// What the options say of the training; throws an error with the rule of one that is wrong.
  private func settings() throws -> (
    training: TrainingSettings, weights: WeightInitialization, threads: Int?
  ) {
    let iterations = try self.iterations?.checked("--iterations", 1...1_000_000_000)
    let epochs = try self.epochs?.checked("--epochs", 1...1_000_000)
    let rule = "a number above 0 that single precision can hold, from 1e-45 to 3.4e38"
    let settings = TrainingSettings(
      duration: epochs.map { .epochs($0) } ?? .iterations(iterations ?? 10_000),
      batchSize: try batchSize.checked("--batch-size", 1...100_000),
      learningRate: try learningRate.checked("--learning-rate", rule) { Float($0) > 0 && Float($0).isFinite },
      seed: try seed.checked("--seed", "a whole number from 0 to \(UInt64.max)") { _ in true },
      lossTiming: .beforeUpdate, watchesNaN: watchNan)
    return (
      settings, try initStd.checked("--init-std"),
      try threads?.checked("--threads", 1...Parallelism.maximalThreadCount)
    )
  }

  func run() throws {
    let output = TrainingOutput(format: format, isQuiet: quiet, plots: plot)
    do {
      let files = try TrainingFiles(history: history, report: report, inputs: inputs)
      let job = try prepare(output)
      Interruption.await()
      files.begin(job.trainer)
      let history = try job.trainer.run { event in
        files.record(event)
        output.show(event, of: job.trainer.iterationCount)
        // Where nobody sees what is printed any more, only files are worth going on for.
        let isInVain = output.failure != nil && !files.areWanted
        return Interruption.request != nil || isInVain ? .stop : .continue
      } isStopped: {
        Interruption.isRequested(before: 1.5)
      }
      output.clearLine()
      let flaw = job.flaw(history)
      output.printSummary(job.summary(history, flaw: flaw), history: history)
      files.finish(history) { try report(of: job, history) }
      tellFindings(job, history, flaw)
      try end(flaw, output, files)
    } catch let error as FileError {
      output.clearLine()
      throw ExitCode(error.tell())
    }
  }

  /// The files that the training reads.
  private var inputs: [OutputPaths.Input] {
    data.inputs
      + DatasetLoader.inputs(
        folder: testDataDir, name: testData, options: ("--test-data-dir", "--test-data"))
  }

  private func report(of job: TrainingJob, _ history: TrainingHistory) throws -> String {
    let builder = ReportBuilder(
      job: job, activation: activation, weights: job.weights, seed: job.trainer.settings.seed,
      showsTimes: reportTimes)
    return try builder.report(of: history).html
  }

  /// Whether the first weights alone can make values that aren't finite.
  private func areLarge(_ weights: WeightInitialization) -> Bool {
    if case .normal(let deviation) = weights { deviation > 1 } else { false }
  }

  /// Tells on standard error what became of the training, where that isn't what was hoped for.
  private func tellFindings(_ job: TrainingJob, _ history: TrainingHistory, _ flaw: String?) {
    if let finding = history.nonFinite {
      Console.printError("Error: \(finding)")
    } else if let flaw {
      // What isn't finite from the first step on was so before anything was learnt.
      let remedy =
        history.firstNonFiniteIteration == 1 && areLarge(job.weights)
        ? "Give a smaller --init-std"
        : "Give a smaller --learning-rate than \(job.trainer.settings.learningRate)"
      Console.printError(
        "Error: the training ended with values that aren't finite: \(flaw). \(remedy); "
          + "--watch-nan tells which operation made the first of them.")
    } else if history.finding == nil, let hint = job.hint(history, activation) {
      Console.printError(hint)
    }
  }

  /// Throws the exit status where anything went wrong.
  private func end(_ flaw: String?, _ output: TrainingOutput, _ files: TrainingFiles) throws {
    if let status = files.failure { throw ExitCode(status) }
    if let failure = output.failure { throw failure }
    if let signal = Interruption.request { throw ExitCode(ExitStatus.ended(by: signal)) }
    if flaw != nil { throw ExitCode(ExitStatus.failedCheck) }
  }

  /// Loads the data and sets up network and trainer.
  private func prepare(_ output: TrainingOutput) throws -> TrainingJob {
    let (settings, weights, threads) = try settings()
    if let threads { Parallelism.threadCount = threads }
    // First what is quickly told to be missing.
    let otherTest = try loadTestData()
    let (name, dataset) = try data.load(isQuiet: quiet)
    let test = otherTest?.dataset.test ?? dataset.test
    guard test.pixelCount == dataset.train.pixelCount else {
      throw ValidationError(
        "the network learns from images of \(dataset.train.rows) × \(dataset.train.columns) pixels and can't be tested "
          + "on images of \(test.rows) × \(test.columns).")
    }
    let classCount = max(dataset.classCount, test.classCount)
    DatasetLoader(isQuiet: quiet).tellClasses(train: dataset.train, test: test)
    let sizes = try hidden.networkSizes(inputs: dataset.train.pixelCount, outputs: classCount)
    try MemoryEstimate(
      sizes: sizes, batchSize: settings.batchSize, job: .training(reports: report != nil, watches: watchNan)
    ).require()
    var generator = Philox4x32(seed: settings.seed, stream: RandomStream.weights)
    let network = Sequential<Float>(
      sizes: sizes, activation: activation.layer, weights: weights, using: &generator)
    let trainer = try fitting {
      try Trainer(
        Model(network), on: dataset.train.samples(classCount: classCount),
        test: test.samples(classCount: classCount), settings)
    }
    let job = TrainingJob(
      trainer: trainer, dataset: dataset, testImages: test, testName: otherTest?.name,
      datasetName: name, sizes: sizes, weights: weights)
    output.printHeader(job, seed: settings.seed)
    return job
  }

  private func loadTestData() throws -> (name: String, dataset: ImageDataset)? {
    let loader = DatasetLoader(isQuiet: quiet)
    if let testDataDir { return try loader.load(folder: testDataDir, name: testData) }
    if let testData { return try loader.load(testData) }
    return nil
  }

  /// Turns what is wrong with samples, or with a model for them, into an error that the command line explains.
  private func fitting<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as TrainingError {
      throw ValidationError(error.description)
    } catch let error as ShapeError {
      throw ValidationError(error.description)
    }
  }
}

/// A training run on the command line with what its output tells of it.
struct TrainingJob {
  let trainer: Trainer<Float>
  let dataset: ImageDataset
  /// The images that the network is tested on.
  let testImages: ImageSet
  /// The name of the data set that they come from, where it is another one.
  let testName: String?
  /// The data set's name in JSON: what the command line calls it, or the folder's own name.
  let datasetName: String
  /// The sizes of all layers.
  let sizes: [Int]
  /// What the first weights were drawn from.
  let weights: WeightInitialization

  /// The layers' sizes, such as `784-50-10`.
  var title: String { sizes.map(String.init).joined(separator: "-") }

  /// The model that is trained.
  var model: Model<Float> { trainer.model }

  /// The data set's name as people write it; a folder of unknown images has its own.
  var datasetTitle: String {
    MNISTDataset(rawValue: datasetName)?.title
      ?? (datasetName == DataName.digits.rawValue ? dataset.name : datasetName)
  }

  func summary(_ history: TrainingHistory, flaw: String?) -> TrainingSummary {
    TrainingSummary(
      dataset: datasetName, iterations: history.iterations, parameters: model.parameterCount,
      trainAccuracy: history.final?.training["accuracy"], testAccuracy: history.final?.testAccuracy,
      seconds: history.duration.inSeconds,
      stepMicroseconds: history.stepDuration.map { $0.inSeconds * 1e6 } ?? 0,
      threads: Parallelism.threadCount, seed: trainer.settings.seed,
      parametersSHA256: model.parametersSHA256,
      wasStopped: history.wasStopped || history.nonFinite != nil, loss: history.lastLoss,
      flaw: flaw)
  }

  /// What isn't finite at the end, such as "the loss is nan, W1 and b1 hold nan or inf"; `nil` where all is.
  func flaw(_ history: TrainingHistory) -> String? {
    var flaws: [String] = []
    for (name, loss) in [
      ("the loss", history.lastLoss), ("the training loss", history.final?.training["loss"]),
      ("the test loss", history.final?.test["loss"]),
    ] {
      if let loss, !loss.isFinite { flaws.append("\(name) is \(NumberText.exact(loss))") }
    }
    let names = model.state.parameters.filter {
      !$0.parameter.value.withUnsafeElements { $0.allSatisfy(\.isFinite) }
    }.map(\.label)
    if !names.isEmpty {
      flaws.append("\(names.joined(separator: ", ")) \(names.count == 1 ? "holds" : "hold") nan or inf")
    }
    if flaws.isEmpty, let nonFinite = history.nonFinite {
      flaws.append("a value was \(NumberText.exact(nonFinite.value))")
    }
    return flaws.isEmpty ? nil : flaws.joined(separator: ", ")
  }

  /// What to do about a network that has learnt nothing; `nil` where it has.
  func hint(_ history: TrainingHistory, _ activation: ActivationName) -> String? {
    LearningHint(
      history: history, labels: dataset.train.labels, sizes: sizes, activation: activation, weights: weights,
      learningRate: trainer.settings.learningRate
    ).text
  }
}
