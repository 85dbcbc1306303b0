import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles

/// A training on a table.
extension TrainCommand {
  /// Throws where options speak of a table and there is none.
  func checkNoTable() throws {
    // What of images may be held out is told by who reads them.
    let given = table.given.filter { $0 != "--hold-out" } + (cluster.cacheDir == nil ? [] : ["--cache-dir"])
    guard let option = given.first else { return }
    throw ValidationError("\(option) is for tables; name the table's file by --data FILE.csv, too.")
  }

  /// Throws where options speak of images.
  private func checkNoImages() throws {
    let others = [
      ("--augment", control.augment), ("--mirror", control.mirror), ("--test-data", testData.testData != nil),
      ("--test-data-dir", testData.testDataDir != nil), ("--images", pictures.images != nil),
      ("--transpose", pictures.transpose), ("--size", pictures.size != nil), ("--grey", pictures.grey),
      ("--colour", pictures.colour),
    ]
    for (option, isGiven) in others where isGiven {
      throw ValidationError("\(option) is for images, and --data names a table; leave it out.")
    }
  }

  /// Reads the table and sets up network and trainer.
  func prepareTable(_ path: String, _ output: TrainingOutput, _ resumption: Resumption?) throws -> TrainingJob
  {
    try checkNoImages()
    let delimiter = try table.checkedDelimiter()
    let described = try network.described()
    let file = TableFile(path: path, delimiter: delimiter, isQuiet: self.output.quiet)
    guard let target = table.target else {
      throw ValidationError(
        "--data names a table, and --target must say which of its columns is to be told: \(try file.columnList())."
      )
    }
    let seed = try length.checkedSeed()
    let (share, patience) = try control.checked()
    let validation = share ?? (control.validation == nil ? nil : 0)
    let task = try table.task(target: target, validation: validation, seed: seed)
    let rows = try cluster.table(file)
    let data = try TableTraining(rows, task, test: try readTest(like: rows, task))
    let settings = try tableSettings(for: data, patience: patience)
    let kind = data.preparation.targetKind
    let tellsNumbers = data.preparation.classNames == nil
    let loss: (any Loss<Float>)? = try tellsNumbers ? lossOfNumbers() : optimizer.loss(of: described)
    func newNetwork(_ settings: TrainingSettings) throws -> (model: Model<Float>, facts: NetworkFacts) {
      try described.map { try model(of: $0, inputs: data.preparation.inputCount, kind, loss, settings) }
        ?? modelOfSizes(
          inputs: data.preparation.inputCount, outputs: outputCount(kind), settings,
          usualHidden: TableDefaults.hidden, usualWeights: .automatic, loss: loss)
    }
    let made = try newNetwork(settings)
    // With another optimiser its own rate is kept.
    let schedule: Schedule =
      optimizer.optimizer == nil && optimizer.learningRate == nil ? .cosine() : .constant
    let metrics: [any Metric<Float>]? = tellsNumbers ? [RSquared(), MeanLoss(made.model.loss)] : nil
    let trials: DecayTrials? =
      try triesDecays(data)
      ? DecayTrials(rowCount: data.training.count, settings) { settings, decay in
        try fitting {
          try Trainer(
            try newNetwork(settings).model, on: data.training, settings,
            optimizer: optimizer.rule(rule, usualDecay: decay),
            schedule: optimizer.rateSchedule(usual: schedule), sampler: sampling.sampler, metrics: metrics,
            sink: optimizer.sink)
        }
      } : nil
    let decay = trials?.decay(rowCount: data.training.count) ?? defaults(for: data).weightDecay
    let trainer = try fitting {
      try Trainer(
        made.model, on: data.training, test: data.holdOut, validation: data.validation, settings,
        optimizer: optimizer.rule(rule, usualDecay: decay), schedule: optimizer.rateSchedule(usual: schedule),
        sampler: sampling.sampler, metrics: metrics, sink: optimizer.sink)
    }
    trainer.group = ProcessGroup.current?.communicator
    try resumption?.resume(trainer, settings)
    let name = FilePath.name(of: path)
    let job = TrainingJob(
      trainer: trainer, source: .table(data), testImages: nil, testName: nil, datasetName: name,
      network: made.facts, rule: rule.rawValue, controls: controls(of: trainer) + controls(of: trials),
      trials: trials)
    output.printHeader(job, seed: settings.seed)
    return job
  }

  /// The table to measure with, `nil` where none is given.
  private func readTest(like rows: DataTable, _ task: TableTask) throws -> DataTable? {
    guard let path = table.test else { return nil }
    let file = TableFile(
      path: path, delimiter: try table.checkedDelimiter(), isQuiet: self.output.quiet)
    return try cluster.table(file, like: (rows, task))
  }

  private func tableSettings(for data: TableTraining, patience: Int?) throws -> TrainingSettings {
    let defaults = defaults(for: data)
    var settings = try settings()
    if optimizer.optimizer == nil, optimizer.learningRate == nil {
      settings.learningRate = TableDefaults.learningRate
    }
    settings.batchSize = try length.checkedBatchSize(usual: defaults.batchSize)
    if length.iterations == nil, length.epochs == nil {
      settings.duration = .epochs(defaults.epochs(batchSize: settings.batchSize))
    }
    // The validation part is chosen already.
    settings.validationShare = nil
    settings.earlyStopping =
      data.validation == nil ? nil : control.earlyStopping == nil ? TableDefaults.patience : patience
    return settings
  }

  private func defaults(for data: TableTraining) -> TableDefaults {
    TableDefaults(rowCount: data.training.count, tellsClasses: data.preparation.classNames != nil)
  }

  /// Whether how much weights decay is found by trials: where a number is told from few rows, and the training is the usual
  /// one. How long another one takes, and what its optimiser does with a decay, isn't known.
  private func triesDecays(_ data: TableTraining) -> Bool {
    let isUsual =
      network.network == nil && network.hidden == nil && optimizer.optimizer == nil
      && length.iterations == nil && length.epochs == nil && length.batchSize == nil
    return data.preparation.classNames == nil && optimizer.weightDecay == nil && isUsual
      && DecayTrials.suit(rowCount: data.training.count)
  }

  private func controls(of trials: DecayTrials?) -> [String] {
    guard let trials else { return [] }
    return ["decay \(NumberText.significant(trials.constant)) / rows, the best of \(trials.count) trials"]
  }

  private func outputCount(_ kind: TargetKind) -> Int {
    switch kind {
    case .classes(let count): count
    case .rows(let shape): shape.elementCount
    }
  }

  private func lossOfNumbers() throws -> any Loss<Float> {
    guard optimizer.labelSmoothing == nil else {
      throw ValidationError("--label-smoothing is for classes, and the target is a number; leave it out.")
    }
    return MeanSquaredError<Float>()
  }

  /// The network that `--network` describes.
  private func model(
    of described: DescribedNetwork, inputs: Int, _ kind: TargetKind, _ loss: (any Loss<Float>)?,
    _ settings: TrainingSettings
  ) throws -> (model: Model<Float>, facts: NetworkFacts) {
    let weights = try network.weights()
    let plan = try described.plan(for: [inputs], targets: kind)
    try described.checkImages(plan)
    try MemoryEstimate(plan: plan, title: described.title, batchSize: settings.batchSize, job: memoryJob)
      .require()
    let model: Model<Float> = try described.model(
      for: [inputs], targets: kind, loss: loss, weights: weights, seed: settings.seed)
    if case .classes(let count) = kind {
      let output = try model.network.outputShape(for: [inputs])
      guard output == [count] else {
        throw ValidationError(
          "the network answers with \(output) numbers, and the table has \(count) classes; leave out how many outputs the "
            + "last affine has.")
      }
    }
    return (model, NetworkFacts(described, plan, weights: weights))
  }
}
