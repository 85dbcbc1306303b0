import Backprop
import BackpropData
import BackpropFiles

/// A training run on the command line with what its output tells of it.
struct TrainingJob {
  let trainer: Trainer<Float>
  let source: TrainingSource
  /// The images that the network is tested on; `nil` of a table.
  let testImages: ImageSet?
  /// The name of the data set that they come from, where it is another one.
  let testName: String?
  /// The data set's name in JSON: what the command line calls it, or the folder's own name.
  let datasetName: String
  /// What the command knows of the network.
  let network: NetworkFacts
  /// What the command line calls the rule of updates.
  let rule: String
  /// What the header says of it that isn't the notes' job, such as `adam` and `6,000 images to validate with`.
  let controls: [String]
  /// What found how much weights decay; `nil` where nothing was tried.
  var trials: DecayTrials?

  /// The layers' sizes, such as `784-50-10`, or what the command line called the network.
  var title: String { network.title }

  /// What the first weights were drawn from, where all were by one rule that the command line or the network said.
  var weights: WeightInitialization? { network.weights }

  /// The model that is trained.
  var model: Model<Float> { trainer.model }

  /// The data set's name as people write it; a folder of unknown images has its own.
  var datasetTitle: String {
    guard let dataset = source.images else { return datasetName }
    return MNISTDataset(rawValue: datasetName)?.title
      ?? (datasetName == DataName.digits.rawValue ? dataset.name : datasetName)
  }

  /// The figure that epochs and summary tell; another data set's is no hold-out.
  var measure: TrainingMeasure { testName == nil ? source.measure : .ofImages }

  func summary(_ history: TrainingHistory, flaw: String?) -> TrainingSummary {
    let measure = measure
    var summary = TrainingSummary(
      measure: measure,
      dataset: datasetName, iterations: history.iterations, parameters: model.parameterCount,
      trainAccuracy: history.final?.training[measure.metric],
      testAccuracy: history.final?.test[measure.metric],
      seconds: history.duration.inSeconds + (trials?.duration.inSeconds ?? 0),
      stepMicroseconds: history.stepDuration.map { $0.inSeconds * 1e6 } ?? 0,
      threads: Parallelism.threadCount, seed: trainer.settings.seed,
      parametersSHA256: model.parametersSHA256,
      wasStopped: history.wasStopped || history.nonFinite != nil, loss: history.lastLoss,
      flaw: flaw)
    if history.hasValidation {
      summary.validation = (history.final?.validation[measure.metric], history.final?.validation["loss"])
    }
    (summary.best, summary.finding) = (history.best, history.finding)
    summary.wasStoppedEarly = history.wasStoppedEarly
    if network.isDescribed { summary.network = network.title }
    if trainer.settings.shards > 1 { summary.shards = trainer.settings.shards }
    summary.sharing = ProcessGroup.current.map { SharingFacts(of: $0, updates: history.iterations) }
    let schedule = trainer.scheduledRate.schedule
    let rule = self.rule
    if rule != "sgd" { summary.optimizer = rule }
    if "\(schedule)" != "constant" { summary.schedule = "\(schedule)" }
    summary.table = source.table.map { TableFacts(of: $0, model: model, trials: trials) }
    return summary
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
  func hint(_ history: TrainingHistory) -> String? {
    LearningHint(
      history: history, labels: source.images?.train.labels ?? [], network: network,
      learningRate: trainer.scheduledRate.base
    ).text
  }
}
