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
    abstract: "Train a network on images or a table, and report how well it does.",
    discussion: """
      Without options it does what the notes do (the lecture notes that the README names): 784-50-10, 10,000 \
      mini-batches of 100, learning rate 0.1. The same seed gives the same network to the bit, for any number of threads.

      A table is given by --data FILE.csv and --target COLUMN. A fifth of its rows is held out and only measured; the others \
      train a network with a hidden layer of 200 by adam, in shuffled mini-batches, with a learning rate that falls from 0.02 \
      to 0 as a cosine: for 30 epochs, or 240 mini-batches where that is more, to tell classes, and for 50 or 400 to tell a \
      number. Weights decay by 1 over the number of rows for classes and by 10 over it for a number, 0.1 at most; where fewer \
      than 2,000 rows tell a number, by 3, 10 or 40 over it, whichever does best in 12 trials on parts of these rows. Fewer \
      than 10,000 rows are all learnt from, and nothing stops the training early; of 10,000 or more a tenth is kept to \
      validate with, and the training stops after 10 epochs without a smaller validation loss. --validation and \
      --early-stopping do the same with fewer rows. Options change each of these.

      Ctrl-C, SIGTERM and SIGHUP end the training early: what was asked for is written, and the exit status tells the \
      signal. With --checkpoint FILE the training goes on later with --resume FILE, and ends as if it had never been \
      stopped. A training whose loss or parameters aren't finite at the end says so and has status 1.

      Examples:
        backprop train --epochs 5 --report report.html --save digits.safetensors
        backprop train --data iris.csv --target species --save iris.safetensors
        backprop train --data pictures/ --epochs 20
        backprop train --network simple-convnet --epochs 10
        backprop train --network 'conv 8 3x3, relu, maxpool 2, affine' --epochs 2
        backprop train --optimizer adam --schedule cosine --epochs 20
        backprop train --hidden 100,50 --activation sigmoid --init-std xavier
        backprop train --epochs 100 --checkpoint run.ckpt
        backprop train --resume run.ckpt
      """)

  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Data") var testData: TestDataOptions
  @OptionGroup(title: "Data") var pictures: PictureDataOptions
  @OptionGroup(title: "Table") var table: TableOptions
  @OptionGroup(title: "Network") var network: TrainNetworkOptions
  @OptionGroup(title: "Training") var length: TrainLengthOptions
  @OptionGroup(title: "Training") var control: TrainControlOptions
  @OptionGroup(title: "Optimiser") var optimizer: OptimizerOptions
  @OptionGroup(title: "Output") var output: TrainOutputOptions
  @OptionGroup(title: "Several processes") var cluster: ClusterOptions
  @OptionGroup(title: "Checkpoints") var checkpoint: CheckpointOptions

  /// What the options say of the training.
  func settings() throws -> TrainingSettings {
    let (share, patience) = try control.checked()
    return TrainingSettings(
      duration: try length.duration(), batchSize: try length.checkedBatchSize(),
      learningRate: try optimizer.rate(), seed: try length.checkedSeed(), lossTiming: .beforeUpdate,
      watchesNaN: output.watchNan, validationShare: share, earlyStopping: patience,
      recordsGradients: output.report != nil, shards: try cluster.checkedShards())
  }

  func run() throws { try run(arguments: [], goingOnWith: nil) }

  /// Trains.
  ///
  /// - Parameters:
  ///   - arguments: all words of the command line, which checkpoints remember.
  ///   - resumption: the training that goes on, where it isn't a new one.
  func run(arguments: [String], goingOnWith resumption: Resumption?) throws {
    let output = TrainingOutput(
      format: self.output.format, isQuiet: self.output.quiet, plots: self.output.plot)
    // A training that goes on may have been asked for both at different times.
    if self.output.plot == true, self.output.format == .json {
      Console.printError("Warning: --plot draws nothing, since --format asks for JSON.")
    }
    do {
      let files = try outputFiles()
      let job: TrainingJob
      do {
        job = try prepare(output, resumption)
      } catch {
        throw resumption?.explained(error) ?? error
      }
      let saving =
        ProcessGroup.isFirst
        ? try checkpoint.writer(of: job.trainer, arguments, goingOnWith: resumption) : nil
      if let group = ProcessGroup.current {
        try group.agree(on: .readiness)
        try job.trainer.checkOtherRanks()
        try group.begin()
      }
      Interruption.await()
      files.begin(job.trainer)
      resumption?.retell(job.trainer, isQuiet: self.output.quiet) { event in
        files.record(event)
        output.show(event, of: job.trainer.iterationCount, isTold: true)
      }
      saving?.begin()
      let history = try job.trainer.run { event in
        files.record(event)
        output.show(event, of: job.trainer.iterationCount)
        // Where nobody sees what is printed any more, only files are worth going on for.
        let isInVain = output.failure != nil && !files.areWanted && saving == nil
        let isLast = Interruption.request != nil || isInVain
        saving?.see(event, isLast: isLast)
        return isLast ? .stop : .continue
      } isStopped: {
        // Who starts several processes kills them a second after the signal.
        Interruption.isRequested(before: ProcessGroup.current == nil ? 1.5 : 0.1)
      }
      ProcessGroup.current?.conclude()
      saving?.finish(history)
      output.clearLine()
      let flaw = job.flaw(history)
      output.printSummary(job.summary(history, flaw: flaw), history: history)
      files.finish(history) {
        try TrainedModel(of: job, history).save(to: $0)
      } report: {
        try report(of: job, history)
      }
      tellFindings(job, history, flaw)
      // The signal may have come to another process.
      if history.wasStopped, Interruption.request != nil || ProcessGroup.current != nil {
        Console.printError(saving?.advice ?? CheckpointWriter.loss(of: history))
      }
      try end(flaw, output, files, saving)
    } catch let error as FileError {
      output.clearLine()
      throw ExitCode(error.tell())
    }
  }

  /// The files that are to be written, of several processes by the first one alone.
  private func outputFiles() throws -> TrainingFiles {
    guard ProcessGroup.isFirst else {
      return try TrainingFiles(history: nil, report: nil, model: nil, inputs: [])
    }
    let inputs = data.inputs + testData.inputs + pictures.inputs + testTable
    let files = try TrainingFiles(
      history: output.history, report: output.report, model: output.save, inputs: inputs)
    try checkpoint.checkPlaces(
      beside: [("--history", output.history), ("--report", output.report), ("--save", output.save)],
      inputs: inputs)
    return files
  }

  private var testTable: [OutputPaths.Input] {
    table.test.map { [OutputPaths.Input(option: "--test", path: $0)] } ?? []
  }

  private func report(of job: TrainingJob, _ history: TrainingHistory) throws -> String {
    try ReportBuilder(job: job, showsTimes: output.reportTimes).report(of: history).html
  }

  /// Whether the first weights alone can make values that aren't finite.
  private func areLarge(_ weights: WeightInitialization?) -> Bool {
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
        : "Give a smaller --learning-rate than \(job.trainer.scheduledRate.base)"
      Console.printError(
        "Error: the training ended with values that aren't finite: \(flaw). \(remedy); "
          + "--watch-nan tells which operation made the first of them.")
    } else if history.finding == nil, let hint = job.hint(history) {
      Console.printError(hint)
    }
  }

  /// Throws the exit status where anything went wrong.
  private func end(
    _ flaw: String?, _ output: TrainingOutput, _ files: TrainingFiles, _ saving: CheckpointWriter?
  ) throws {
    if let status = files.failure ?? saving?.failure { throw ExitCode(status) }
    if let failure = output.failure { throw failure }
    if let signal = Interruption.request { throw ExitCode(ExitStatus.ended(by: signal)) }
    if flaw != nil { throw ExitCode(ExitStatus.failedCheck) }
  }

  /// Loads the data and sets up network and trainer.
  private func prepare(_ output: TrainingOutput, _ resumption: Resumption?) throws -> TrainingJob {
    if let threads = try length.checkedThreads() {
      Parallelism.threadCount = threads
    } else {
      ProcessGroup.current?.takeCores()
    }
    try cluster.join()
    if let path = data.table { return try prepareTable(path, output, resumption) }
    try checkNoTable()
    var settings = try settings()
    // First what is quickly told to be missing.
    let described = try network.described()
    let isQuiet = self.output.quiet
    let otherTest = try testData.load(isQuiet: isQuiet)
    let (name, dataset) = try pictures.load(
      data, holdOut: try table.checkedHoldOut(), seed: settings.seed, isQuiet: isQuiet)
    if data.pictureFolder != nil || pictures.images != nil {
      settings.batchSize = try length.checkedBatchSize(
        usual: resumption?.batchSize ?? Self.usualBatchSize(dataset.train.count))
    }
    let test = otherTest?.dataset.test ?? dataset.test
    guard test.pixelCount == dataset.train.pixelCount else {
      throw ValidationError(
        "the network learns from images of \(dataset.train.rows) × \(dataset.train.columns) pixels and can't be tested "
          + "on images of \(test.rows) × \(test.columns).")
    }
    let classCount = max(dataset.classCount, test.classCount)
    DatasetLoader(isQuiet: isQuiet).tellClasses(
      train: dataset.train, test: test, names: dataset.hasOwnNames ? dataset.classNames : [])
    let made =
      try described.map {
        try model(of: $0, for: dataset.train, classCount: classCount, settings)
      } ?? modelOfSizes(inputs: dataset.train.pixelCount, outputs: classCount, settings)
    let form: ImageSet.SampleForm = described == nil ? .vectors : .images
    let trainer = try fitting {
      try Trainer(
        made.model, on: dataset.train.samples(classCount: classCount, form: form),
        test: test.count == 0 ? nil : test.samples(classCount: classCount, form: form), settings,
        optimizer: optimizer.rule(rule), schedule: optimizer.rateSchedule(), sampler: sampling.sampler,
        augmentation: control.augmentation(of: dataset.train), sink: optimizer.sink)
    }
    trainer.group = ProcessGroup.current?.communicator
    try resumption?.resume(trainer, settings)
    let job = TrainingJob(
      trainer: trainer, source: .images(dataset), testImages: test, testName: otherTest?.name,
      datasetName: name,
      network: made.facts, rule: rule.rawValue, controls: controls(of: trainer))
    output.printHeader(job, seed: settings.seed)
    return job
  }

  /// How many of one's own images a mini-batch has where no option says it: fewer of a small number of them, so that an epoch
  /// has 30 mini-batches, since few updates teach little.
  private static func usualBatchSize(_ count: Int) -> Int { min(max(count / 30, 8), 100) }

  /// What the header says of the options that the notes' job has none of.
  func controls(of trainer: Trainer<Float>) -> [String] {
    var controls: [String] = []
    if rule != .sgd { controls.append(rule.rawValue) }
    let schedule = trainer.scheduledRate.schedule
    if "\(schedule)" != "constant" { controls.append("schedule \(schedule)") }
    if sampling != .drawn { controls.append(sampling.rawValue) }
    if control.augment { controls.append("augmented") }
    if control.mirror { controls.append("mirrored") }
    if trainer.settings.shards > 1 { controls.append("\(trainer.settings.shards.grouped) shards") }
    if let group = ProcessGroup.current { controls.append("\(group.size.grouped) processes") }
    if let count = trainer.validationSamples?.count {
      let samples = data.table == nil ? "image" : "row"
      controls.append("\(count.grouped) \(samples)\(count == 1 ? "" : "s") to validate with")
    }
    if let patience = trainer.settings.earlyStopping {
      controls.append("early stopping after \(patience.grouped) epoch\(patience == 1 ? "" : "s")")
    }
    return controls
  }

  /// The rule of updates: of a table adam, unless it is given.
  var rule: OptimizerName { optimizer.optimizer ?? (data.table == nil ? .sgd : .adam) }

  /// How samples come into mini-batches: a table's shuffled, unless it is given.
  var sampling: SamplingName { length.sampling ?? (data.table == nil ? .drawn : .shuffled) }

  /// What a training of a batch takes in memory.
  var memoryJob: MemoryEstimate.Job {
    .training(
      reports: output.report != nil, watches: output.watchNan, slots: rule.slotCount)
  }

  /// The network that `--network` describes.
  private func model(
    of described: DescribedNetwork, for images: ImageSet, classCount: Int, _ settings: TrainingSettings
  ) throws -> (model: Model<Float>, facts: NetworkFacts) {
    let shape: TensorShape = [images.channels, images.rows, images.columns]
    let weights = try network.weights()
    let plan = try described.plan(for: shape, targets: .classes(classCount))
    try described.checkImages(plan)
    try MemoryEstimate(plan: plan, title: described.title, batchSize: settings.batchSize, job: memoryJob)
      .require()
    let model: Model<Float> = try described.model(
      for: shape, targets: .classes(classCount), loss: try optimizer.loss(of: described), weights: weights,
      seed: settings.seed)
    return (model, NetworkFacts(described, plan, weights: weights))
  }

  /// The network that `--hidden` and its kin describe, that of the notes by default.
  ///
  /// - Parameters:
  ///   - usualHidden: the hidden layers where no option says them.
  ///   - usualWeights: what first weights are drawn from where no option says it.
  ///   - loss: what answers are compared with targets by; `nil` for that of classes.
  func modelOfSizes(
    inputs: Int, outputs: Int, _ settings: TrainingSettings, usualHidden: String = "50",
    usualWeights: WeightInitialization = .normal(standardDeviation: 0.01), loss: (any Loss<Float>)? = nil
  ) throws -> (model: Model<Float>, facts: NetworkFacts) {
    let hidden = network.hidden ?? LayerSizes(argument: usualHidden)
    let activation = network.activation ?? .relu
    let weights = try network.weights() ?? usualWeights
    let sizes = try hidden.networkSizes(inputs: inputs, outputs: outputs)
    try MemoryEstimate(sizes: sizes, batchSize: settings.batchSize, job: memoryJob).require()
    var generator = Philox4x32(seed: settings.seed, stream: RandomStream.weights)
    let layers = Sequential<Float>(
      sizes: sizes, activation: activation.layer, weights: weights, using: &generator)
    let model = try fitting {
      try Model(layers, loss: try loss ?? optimizer.loss(of: nil), sampleShape: [inputs])
    }
    return (model, NetworkFacts(sizes: sizes, activation: activation, weights: weights))
  }

  /// Turns what is wrong with samples, or with a model for them, into an error that the command line explains.
  func fitting<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as TrainingError {
      throw ValidationError(error.description)
    } catch let error as ShapeError {
      throw ValidationError(error.description)
    }
  }
}
