import ArgumentParser
import Backprop
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
      """)

  @OptionGroup var data: DataOptions

  @Option(help: "Another data set, whose images the network is tested on: mnist, fashion or digits.")
  var testData: DataName?

  @Option(help: "A folder with another data set, whose images the network is tested on.")
  var testDataDir: String?

  @Option(parsing: .unconditional, help: "The sizes of the hidden layers, separated by commas.")
  var hidden = LayerSizes(argument: "50")

  @Option(parsing: .unconditional, help: "How many mini-batches to train on. (default: 10000)")
  var iterations: Int?

  @Option(
    parsing: .unconditional,
    help: "How many epochs to train, instead of --iterations; an epoch draws as many images as there are.")
  var epochs: Int?

  @Option(parsing: .unconditional, help: "How many images a mini-batch has; they are drawn with replacement.")
  var batchSize = 100

  @Option(parsing: .unconditional, help: "The learning rate of gradient descent.")
  var learningRate = 0.1

  @Option(parsing: .unconditional, help: "The standard deviation of the initial weights, or he or xavier.")
  var initStd = WeightInitialization.normal(standardDeviation: 0.01)

  @Option(help: "What follows each hidden layer: relu or sigmoid.")
  var activation = ActivationName.relu

  @Option(
    parsing: .unconditional, help: "The seed that the initial weights and the mini-batches are drawn from.")
  var seed: UInt64 = 0

  @Option(parsing: .unconditional, help: "How many threads to use. (default: the number of processor cores)")
  var threads: Int?

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
        """, valueName: "file"))
  var history: String?

  @Option(
    help: ArgumentHelp(
      "Writes a report into one HTML file that needs nothing else.",
      discussion: """
        Curves, settings and environment, confusion matrix, mistaken images, the first layer's weights, histograms by \
        layer, and the network's graph. The same training on the same machine gives the same bytes.
        """, valueName: "file"))
  var report: String?

  @Flag(help: "Include measured times in the report; they differ from run to run.")
  var reportTimes = false

  @Flag(
    help: "Stop at the first value or derivative that is NaN or infinite, and say which operation made it.")
  var watchNan = false

  @Flag(
    inversion: .prefixedNo,
    help: "Plot loss and accuracies in the terminal afterwards. (default: where it is wide enough)")
  var plot: Bool?

  func validate() throws {
    try hidden.check("--hidden")
    if iterations != nil, epochs != nil {
      throw ValidationError("--iterations and --epochs both say how long to train; give one of the two.")
    }
    try check(iterations ?? 1, "--iterations", 1...1_000_000_000)
    try check(epochs ?? 1, "--epochs", 1...1_000_000)
    try check(batchSize, "--batch-size", 1...100_000)
    if let threads { try check(threads, "--threads", 1...Parallelism.maximalThreadCount) }
    guard learningRate.isFinite, learningRate > 0 else {
      throw ValidationError("--learning-rate must be a finite number above 0, not \(learningRate).")
    }
    if testData != nil, testDataDir != nil, testData == .digits {
      throw ValidationError(
        "--test-data digits are built in and have no --test-data-dir; give one of the two.")
    }
    if reportTimes, report == nil {
      throw ValidationError("--report-times needs a report to write to; give --report FILE, too.")
    }
    if let history, let report,
      URL(fileURLWithPath: history).standardized == URL(fileURLWithPath: report).standardized
    {
      throw ValidationError("--history and --report name the same file; give each its own.")
    }
    if testData == .auto {
      throw ValidationError("--test-data must name a data set: mnist, fashion or digits.")
    }
  }

  private func check(_ value: Int, _ option: String, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      throw ValidationError(
        "\(option) must be from \(range.lowerBound.grouped) to \(range.upperBound.grouped), not \(value).")
    }
  }

  func run() throws {
    let output = TrainingOutput(format: format, isQuiet: quiet, plots: plot)
    do {
      // A long training isn't to be lost at its end because of a folder that can't be written to.
      for path in [history, report].compactMap({ $0 }) { try OutputFile(path).discard() }
      let job = try prepare(output)
      let interruption = Interruption()
      let history = try job.trainer.run { event in
        output.show(event, of: job.trainer.iterationCount)
        return interruption.isRequested || output.failure != nil ? .stop : .continue
      }
      try output.finish()
      try output.printSummary(job.summary(history, seed: seed), history: history)
      try writeFiles(job, history)
      if let finding = history.nonFinite {
        Console.printError("Error: \(finding)")
        throw ExitCode(ExitStatus.failedCheck)
      }
      if interruption.isRequested { throw ExitCode(ExitStatus.interrupted) }
    } catch let error as FileError {
      output.clearLine()
      Console.printError("Error: \(error)")
      throw ExitCode(ExitStatus.inputOutput)
    }
  }

  private func writeFiles(_ job: TrainingJob, _ history: TrainingHistory) throws {
    if let path = self.history {
      let file = try OutputFile(path)
      try history.writeCSV { (piece) throws(FileError) in try file.write(piece) }
      try file.commit()
    }
    if let path = report {
      let builder = ReportBuilder(
        job: job, activation: activation, weights: initStd, seed: seed, showsTimes: reportTimes)
      let file = try OutputFile(path)
      try file.write(try builder.report(of: history).html)
      try file.commit()
    }
  }

  /// Loads the data and sets up network and trainer.
  private func prepare(_ output: TrainingOutput) throws -> TrainingJob {
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
    var generator = Philox4x32(seed: seed, stream: RandomStream.weights)
    let network = Sequential<Float>(
      sizes: sizes, activation: activation.layer, weights: initStd, using: &generator)
    let settings = TrainingSettings(
      duration: epochs.map { .epochs($0) } ?? .iterations(iterations ?? 10_000), batchSize: batchSize,
      learningRate: learningRate, seed: seed, lossTiming: .beforeUpdate, watchesNaN: watchNan)
    let trainer = try fitting {
      try Trainer(
        Model(network), on: dataset.train.samples(classCount: classCount),
        test: test.samples(classCount: classCount), settings)
    }
    let job = TrainingJob(
      trainer: trainer, dataset: dataset, testImages: test, testName: otherTest?.name,
      datasetName: name,
      title: sizes.map(String.init).joined(separator: "-"))
    try output.printHeader(job, seed: seed)
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
  /// The layers' sizes, such as `784-50-10`.
  let title: String

  /// The model that is trained.
  var model: Model<Float> { trainer.model }

  /// The data set's name as people write it; a folder of unknown images has its own.
  var datasetTitle: String {
    MNISTDataset(rawValue: datasetName)?.title
      ?? (datasetName == DataName.digits.rawValue ? dataset.name : datasetName)
  }

  func summary(_ history: TrainingHistory, seed: UInt64) -> TrainingSummary {
    TrainingSummary(
      dataset: datasetName, iterations: history.iterations, parameters: model.parameterCount,
      trainAccuracy: history.final?.trainAccuracy, testAccuracy: history.final?.testAccuracy,
      seconds: history.duration.inSeconds,
      stepMicroseconds: history.stepDuration.map { $0.inSeconds * 1e6 } ?? 0,
      threads: Parallelism.threadCount, seed: seed, parametersSHA256: model.parametersSHA256,
      wasStopped: history.wasStopped || history.nonFinite != nil)
  }
}
