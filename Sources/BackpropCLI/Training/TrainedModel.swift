import Backprop
import BackpropData

/// The model of a training with what its file says of it.
struct TrainedModel {
  private let model: Model<Float>
  private let details: ModelDetails?

  init(of job: TrainingJob, _ history: TrainingHistory) throws {
    guard let dataset = job.source.images else {
      (model, details) = (job.model, Self.details(of: job, history))
      return
    }
    let images = dataset.train
    model = try Self.takingImages(job.model, images)
    guard var details = model.details else {
      self.details = nil
      return
    }
    details.preparation = .images(
      ImagePreparation(
        rows: images.rows, columns: images.columns, channels: images.channels,
        geometry: images.hasGeometryOfMNIST ? .mnist : .none, transposed: dataset.isTransposed))
    if case .classes(let count) = details.targets {
      let names = dataset.classNames
      details.classNames = (0..<count).map { names.indices.contains($0) ? names[$0] : "\($0)" }
    }
    details.facts = Self.facts(of: job, history)
    self.details = details
  }

  /// What is known of a model of a table.
  private static func details(of job: TrainingJob, _ history: TrainingHistory) -> ModelDetails? {
    guard var details = job.model.details, let table = job.source.table else { return nil }
    details.preparation = .table(table.preparation)
    details.classNames = table.preparation.classNames ?? []
    details.facts = facts(of: job, history)
    return details
  }

  func save(to path: String) throws { try model.save(to: path, details: details) }

  /// The model for images (channels, rows, columns): one that learnt from rows of numbers gets a flatten, so that every model of
  /// images has the same input.
  private static func takingImages(
    _ model: Model<Float>, _ images: ImageSet
  ) throws -> Model<Float> {
    guard model.sampleShape?.rank == 1, let network = model.network as? Sequential<Float> else {
      return model
    }
    let layers: [any Layer<Float>] = [Flatten<Float>()] + network.layers.map(\.layer)
    return try Model(
      try Sequential(layers), loss: model.loss, sampleShape: [images.channels, images.rows, images.columns])
  }

  private static func facts(of job: TrainingJob, _ history: TrainingHistory) -> TrainingFacts {
    let trainer = job.trainer
    var facts = TrainingFacts()
    facts.data = job.datasetTitle
    facts.sampleCount = trainer.samples.count
    facts.seed = trainer.settings.seed
    facts.iterations = history.iterations
    facts.batchSize = trainer.settings.batchSize
    facts.optimizer = job.rule
    facts.learningRate = trainer.scheduledRate.base
    facts.schedule = "\(trainer.scheduledRate.schedule)"
    facts.wasStopped = history.wasStopped || history.nonFinite != nil
    facts.program = "backprop \(BackpropCommand.configuration.version)"
    facts.figures["seconds"] = history.duration.inSeconds + (job.trials?.duration.inSeconds ?? 0)
    if let loss = history.lastLoss, loss.isFinite { facts.figures["loss"] = loss }
    let parts: [(String, [String: Double])] = [
      ("train", history.final?.training ?? [:]), (job.measure.part, history.final?.test ?? [:]),
      ("validation", history.final?.validation ?? [:]),
    ]
    for (part, metrics) in parts {
      for (name, value) in metrics where value.isFinite { facts.figures["\(part)_\(name)"] = value }
    }
    return facts
  }
}
