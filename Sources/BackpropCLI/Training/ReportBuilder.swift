import Backprop
import BackpropData
import BackpropDrawing
import BackpropFiles

/// Gathers what a training's report shows.
struct ReportBuilder {
  let job: TrainingJob
  let activation: ActivationName
  let weights: WeightInitialization
  let seed: UInt64
  /// Whether measured times, which differ from run to run, are among the facts.
  let showsTimes: Bool

  /// How many mistaken images a report shows.
  private static let mistakeLimit = 60
  /// How many units' weights a report shows.
  private static let unitLimit = 64
  /// How many images flow through the network for the histograms.
  private static let readingLimit = 500
  /// How many images flow through the network's graph in its drawing.
  private static let graphLimit = 100

  /// The report of a finished training; takes a pass over all test images.
  func report(of history: TrainingHistory) throws -> TrainingReport {
    let name = job.datasetTitle
    var report = TrainingReport(
      title: Words("\(job.title) on \(name)", "\(name) 上的 \(job.title)"), classNames: job.dataset.classNames,
      history: history)
    report.settings = settings
    report.environment = MachineFacts.all + (showsTimes ? times(history) : [])
    if let samples = job.trainer.testSamples, let evaluation = try evaluation(on: samples) {
      let mistakes = evaluation.mistakes
      report.confusion = evaluation.confusion
      report.mistakeCount = mistakes.count
      report.mistakes = mistakes.prefix(ReportBuilder.mistakeLimit).map { mistake($0, evaluation) }
    }
    report.weights = firstWeights
    let batch = try (job.trainer.testSamples ?? job.trainer.samples).first(ReportBuilder.readingLimit)
    report.layers = job.model.readings(of: batch)
    report.layerSampleCount = batch.count
    report.graph = try graph(history.nonFinite)
    return report
  }

  /// What the network makes of the test images, or `nil` where a signal leaves no time for that.
  private func evaluation(on samples: any Dataset<Float>) throws -> ClassEvaluation? {
    do {
      return try job.model.classEvaluation(on: samples) { Interruption.isRequested(before: 4) }
    } catch is CancellationError {
      return nil
    }
  }

  private var settings: [TrainingReport.Fact] {
    let trainer = job.trainer
    typealias Fact = TrainingReport.Fact
    var facts = [
      Fact(Words("data set", "数据集"), job.datasetTitle),
      Fact(Words("training images", "训练图像"), trainer.samples.count.grouped),
      Fact(
        Words("test images", "测试图像"),
        (trainer.testSamples?.count ?? 0).grouped + (job.testName.map { ", \($0)" } ?? "")),
      Fact(Words("network", "网络"), job.title),
      Fact(Words("parameters", "参数个数"), job.model.parameterCount.grouped),
      Fact(Words("activation", "激活函数"), activation.rawValue),
      Fact(Words("initial weights", "初始权重"), weights.defaultValueDescription),
      Fact(Words("loss", "损失"), job.model.loss.summary),
      Fact(Words("optimiser", "优化器"), trainer.optimizer.optimizer.name.uppercased()),
      Fact(Words("learning rate", "学习率"), "\(trainer.settings.learningRate)"),
      Fact(Words("batch size", "批大小"), trainer.settings.batchSize.grouped),
    ]
    switch trainer.settings.duration {
    case .iterations(let count): facts.append(Fact(Words("iterations set", "设定的迭代次数"), count.grouped))
    case .epochs(let count): facts.append(Fact(Words("epochs set", "设定的轮数"), count.grouped))
    }
    facts.append(Fact(Words("seed", "随机种子"), "\(seed)"))
    facts.append(Fact(Words("parameters' SHA-256", "参数的 SHA-256"), job.model.parametersSHA256))
    return facts
  }

  private func times(_ history: TrainingHistory) -> [TrainingReport.Fact] {
    typealias Fact = TrainingReport.Fact
    let step = history.stepDuration.map { ($0.inSeconds * 1e6).fixed(0) + " µs" } ?? "–"
    return [
      Fact(Words("time, measured", "用时（实测）"), history.duration.inSeconds.fixed(2) + " s"),
      Fact(Words("time of a step, measured", "每步用时（实测）"), step),
    ]
  }

  private func mistake(_ position: Int, _ evaluation: ClassEvaluation) -> TrainingReport.Mistake {
    let images = job.testImages
    let start = position * images.pixelCount
    return TrainingReport.Mistake(
      position: position,
      picture: TrainingReport.Picture(
        rows: images.rows, columns: images.columns,
        pixels: Array(images.images.dropFirst(start).prefix(images.pixelCount))),
      label: evaluation.labels[position], guess: evaluation.guesses[position],
      confidence: evaluation.confidences[position])
  }

  private var firstWeights: TrainingReport.Weights? {
    guard let weight = job.model.parameters.first?.value, weight.rank == 2 else { return nil }
    let (inputs, units) = (weight.shape[0], weight.shape[1])
    let numbers = weight.scalars
    let shown = (0..<min(units, ReportBuilder.unitLimit)).map { unit in
      (0..<inputs).map { numbers[$0 * units + unit] }
    }
    return TrainingReport.Weights(
      rows: job.testImages.rows, columns: job.testImages.columns, units: shown, unitCount: units)
  }

  /// The graph in which a value that isn't finite appeared, with its path marked, or that of a batch through the
  /// trained network.
  private func graph(_ nonFinite: NonFiniteValue?) throws -> GraphDrawing {
    var options = DrawingOptions()
    options.title = "\(job.title) on \(job.datasetTitle)"
    options.idPrefix = "graph-"
    options.showsElements = false
    // A number of samples that a layer has as its size, too, couldn't be told apart and written as N.
    let sizes = job.model.parameters.flatMap { Array($0.value.shape) }
    if let nonFinite, let snapshot = job.trainer.nonFiniteGraph {
      let count = job.trainer.settings.batchSize
      options.batchSize = sizes.contains(count) ? nil : count
      options.marks = DrawingOptions.marks(for: nonFinite)
      return GraphDrawing(snapshot, options: options)
    }
    let counts = 1...min(job.trainer.samples.count, ReportBuilder.graphLimit)
    let count = counts.last { !sizes.contains($0) } ?? 1
    options.batchSize = sizes.contains(count) ? nil : count
    return GraphDrawing(job.model.snapshot(of: try job.trainer.samples.first(count)), options: options)
  }
}
