import Backprop
import BackpropFiles
import BackpropGraphics

extension TrainingReport {
  /// The size of samples that are grey pictures.
  public struct PictureSize: Sendable, Equatable {
    /// The height in pixels.
    public var rows: Int
    /// The width in pixels.
    public var columns: Int

    /// A size.
    public init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }
  }

  /// How much of a training a report shows.
  public struct Limits: Sendable, Equatable {
    /// How many mistaken pictures.
    public var mistakes = 60
    /// How many units' weights.
    public var units = 64
    /// How many samples flow through the network for the histograms.
    public var readings = 500
    /// How many samples flow through the network's graph in its drawing.
    public var graph = 100

    /// The usual limits.
    public init() {}
  }

  /// The report of a finished training: its curves, settings, confusion matrix, mistakes, first weights, the spreads of
  /// values and derivatives by layer, and the network's graph.
  ///
  /// Takes a pass over all test samples. Throws what keeps samples from being read. What a program knows besides, such as
  /// the data set's name or the machine, it adds to ``settings`` and ``environment``.
  ///
  /// - Parameters:
  ///   - history: what the trainer's run returned.
  ///   - title: what was trained on what; the network in a line if not given.
  ///   - classNames: the names of the classes, by label; labels stand for those that aren't there.
  ///   - pictures: the size of a sample, where samples are pictures of numbers from 0, black, to 1, white; mistakes and
  ///     the first weights are shown as pictures then.
  ///   - evaluate: what the network makes of the test samples, or `nil` where there is no time to ask it; a pass over
  ///     all of them if not given.
  public init<Scalar: TensorScalar>(
    of history: TrainingHistory, by trainer: Trainer<Scalar>, title: Words? = nil, classNames: [String] = [],
    pictures: PictureSize? = nil, limits: Limits = Limits(),
    evaluate: ((any Dataset<Scalar>) throws -> ClassEvaluation?)? = nil
  ) throws {
    let model = trainer.model
    self.init(title: title ?? Words(same: model.summary), classNames: classNames, history: history)
    samplesArePictures = pictures != nil
    settings = Self.settings(
      of: trainer, samples: pictures == nil ? Words("samples", "样本") : Words("images", "图像"))
    if let samples = trainer.testSamples, samples.targetKind.isClassified,
      let evaluation = try evaluate.map({ try $0(samples) }) ?? model.classEvaluation(on: samples)
    {
      try add(evaluation, on: samples, pictures, limits)
    }
    weights = pictures.flatMap { Self.firstWeights(of: model, $0, limit: limits.units) }
    let batch = try (trainer.testSamples ?? trainer.samples).first(limits.readings)
    featureMaps = try Self.featureMaps(of: trainer, pictures)
    layers = model.readings(of: batch)
    layerSampleCount = batch.count
    graph = try Self.graph(of: history, by: trainer, title: self.title.english, limit: limits.graph)
  }

  /// The times that a training took, which differ from run to run, as facts.
  public static func times(of history: TrainingHistory) -> [Fact] {
    func seconds(_ duration: Duration) -> Double {
      Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
    let step = history.stepDuration.map { (seconds($0) * 1e6).fixed(0) + " µs" } ?? "–"
    return [
      Fact(Words("time, measured", "用时（实测）"), seconds(history.duration).fixed(2) + " s"),
      Fact(Words("time of a step, measured", "每步用时（实测）"), step),
    ]
  }

  /// An optimiser's name as its papers write it; that of others as it is.
  private static func title(ofOptimizer name: String) -> String {
    let titles = [
      "sgd": "SGD", "momentum": "momentum", "nesterov": "Nesterov", "adagrad": "AdaGrad",
      "rmsprop": "RMSprop",
      "adam": "Adam", "adamw": "AdamW",
    ]
    return titles[name] ?? name
  }

  /// What a trainer says of a training.
  private static func settings<Scalar: TensorScalar>(of trainer: Trainer<Scalar>, samples: Words) -> [Fact] {
    let model = trainer.model
    func name(_ english: String, _ chinese: String) -> Words {
      Words("\(english) \(samples.english)", chinese + samples.chinese)
    }
    var facts = [
      Fact(name("training", "训练"), trainer.samples.count.grouped),
      Fact(name("test", "测试"), (trainer.testSamples?.count ?? 0).grouped),
      Fact(Words("network", "网络"), model.summary),
      Fact(Words("parameters", "参数个数"), model.parameterCount.grouped),
      Fact(Words("loss", "损失"), model.loss.summary),
      Fact(Words("optimiser", "优化器"), title(ofOptimizer: trainer.optimizer.optimizer.name)),
      Fact(Words("learning rate", "学习率"), "\(trainer.scheduledRate.base)"),
      Fact(Words("batch size", "批大小"), trainer.settings.batchSize.grouped),
    ]
    let schedule = trainer.scheduledRate.schedule
    if "\(schedule)" != "constant" { facts.append(Fact(Words("schedule", "学习率计划"), "\(schedule)")) }
    if let count = trainer.validationSamples?.count {
      facts.append(Fact(name("validation", "验证"), count.grouped))
    }
    switch trainer.settings.duration {
    case .iterations(let count): facts.append(Fact(Words("iterations set", "设定的迭代次数"), count.grouped))
    case .epochs(let count): facts.append(Fact(Words("epochs set", "设定的轮数"), count.grouped))
    }
    facts.append(Fact(Words("seed", "随机种子"), "\(trainer.settings.seed)"))
    return facts
  }

  /// Adds what a model made of samples, and its first weights.
  mutating func add<Scalar: TensorScalar>(
    _ evaluation: ClassEvaluation, of model: Model<Scalar>, on samples: any Dataset<Scalar>,
    _ pictures: PictureSize?
  ) throws {
    let limits = Limits()
    samplesArePictures = pictures != nil
    try add(evaluation, on: samples, pictures, limits)
    weights = pictures.flatMap { Self.firstWeights(of: model, $0, limit: limits.units) }
  }

  private mutating func add<Scalar: TensorScalar>(
    _ evaluation: ClassEvaluation, on samples: any Dataset<Scalar>, _ size: PictureSize?, _ limits: Limits
  ) throws {
    let found = evaluation.mistakes
    confusion = evaluation.confusion
    mistakeCount = found.count
    guard let size else { return }
    let shown = Array(found.prefix(Swift.max(limits.mistakes, 0)))
    let numbers = try samples.batch(at: shown.map(Int64.init)).samples.tensor.scalars
    let length = samples.sampleShape.elementCount
    mistakes = shown.enumerated().map { index, position in
      Mistake(
        position: position,
        picture: Picture(
          rows: size.rows, columns: size.columns,
          pixels: Self.pixels(numbers[index * length..<(index + 1) * length].map { Double($0) }, size)),
        label: evaluation.labels[position], guess: evaluation.guesses[position],
        confidence: evaluation.confidences[position])
    }
  }

  /// A sample's numbers as bytes of grey; of several channels the mean.
  private static func pixels(_ numbers: [Double], _ size: PictureSize) -> [UInt8] {
    let plane = size.rows * size.columns
    guard plane > 0, numbers.count > plane, numbers.count % plane == 0 else { return numbers.map(pixel) }
    let channels = numbers.count / plane
    return (0..<plane).map { place in
      var sum = 0.0
      for channel in 0..<channels { sum += numbers[channel * plane + place] }
      return pixel(sum / Double(channels))
    }
  }

  /// A number from 0 to 1 as a byte; others as the nearer end, and what is no number black.
  private static func pixel(_ number: Double) -> UInt8 {
    UInt8((Swift.min(Swift.max(number.isNaN ? 0 : number, 0), 1) * 255).rounded())
  }

  private static func firstWeights<Scalar: TensorScalar>(
    of model: Model<Scalar>, _ size: PictureSize, limit: Int
  ) -> Weights? {
    // A norm's factors come before what looks at the image.
    guard let weight = model.parameters.first(where: { $0.value.rank > 1 })?.value else { return nil }
    let numbers = weight.scalars
    // The filters of grey images are pictures by themselves.
    if weight.rank == 4, weight.shape[1] == 1, weight.shape.elementCount > 0 {
      let (rows, columns) = (weight.shape[2], weight.shape[3])
      let filters = numbers.map { Float($0) }
      let shown = (0..<Swift.min(weight.shape[0], Swift.max(limit, 0))).map { filter in
        Array(filters[filter * rows * columns..<(filter + 1) * rows * columns])
      }
      var found = Weights(rows: rows, columns: columns, units: shown, unitCount: weight.shape[0])
      found.areFilters = true
      return found
    }
    guard weight.rank == 2, weight.shape[0] == size.rows * size.columns else { return nil }
    let (inputs, units) = (weight.shape[0], weight.shape[1])
    let shown = (0..<Swift.min(units, Swift.max(limit, 0))).map { unit in
      (0..<inputs).map { Float(numbers[$0 * units + unit]) }
    }
    return Weights(rows: size.rows, columns: size.columns, units: shown, unitCount: units)
  }

  /// The first sample on its way through the network, of the test samples where there are any.
  private static func featureMaps<Scalar: TensorScalar>(
    of trainer: Trainer<Scalar>, _ size: PictureSize?
  ) throws -> FeatureMaps? {
    var samples: any Dataset<Scalar> = trainer.samples
    if let test = trainer.testSamples, test.count > 0 { samples = test }
    guard samples.count > 0 else { return nil }
    let batch = try samples.first(1)
    let layers = trainer.model.layerOutputs(of: batch.samples).compactMap { layer in
      LayerMaps(name: layer.name, output: layer.output)
    }
    var maps = FeatureMaps(layers: layers)
    if let size, samples.sampleShape.elementCount % Swift.max(size.rows * size.columns, 1) == 0 {
      let pixels = Self.pixels(batch.samples.tensor.scalars.map { Double($0) }, size)
      maps.picture = Picture(rows: size.rows, columns: size.columns, pixels: pixels)
    }
    if case .classes(let labels) = batch.targets { maps.label = labels.first.map { Int($0) } }
    return maps
  }

  /// The graph in which a value that isn't finite appeared, with its path marked, or that of a batch through the
  /// trained network.
  private static func graph<Scalar: TensorScalar>(
    of history: TrainingHistory, by trainer: Trainer<Scalar>, title: String, limit: Int
  ) throws -> GraphDrawing {
    var options = DrawingOptions()
    options.title = title
    options.idPrefix = "graph-"
    // Rows that a window of usual width shows whole.
    options.width = 940
    options.showsElements = false
    // A number of samples that a layer has as its size, too, couldn't be told apart and written as N.
    let sizes = trainer.model.parameters.flatMap { Array($0.value.shape) }
    if let nonFinite = history.nonFinite, let snapshot = trainer.nonFiniteGraph {
      let count = trainer.settings.batchSize
      options.batchSize = sizes.contains(count) ? nil : count
      options.marks = DrawingOptions.marks(for: nonFinite)
      return GraphDrawing(snapshot, options: options)
    }
    let counts = 1...Swift.max(Swift.min(trainer.samples.count, limit), 1)
    let count = counts.last { !sizes.contains($0) } ?? 1
    options.batchSize = sizes.contains(count) ? nil : count
    return GraphDrawing(trainer.model.snapshot(of: try trainer.samples.first(count)), options: options)
  }
}

extension TargetKind {
  /// Whether an output says how much each class is the right one.
  fileprivate var isClassified: Bool {
    switch self {
    case .classes: true
    case .rows(let shape): shape.rank == 1 && shape[0] > 1
    }
  }
}
