import Backprop
import BackpropDrawing

/// Reports of made-up trainings.
enum SampleReport {
  static func history(iterations: Int = 40, epochLength: Int = 10) -> TrainingHistory {
    var history = TrainingHistory()
    history.metricNames = ["accuracy"]
    history.losses = (0..<iterations).map { iteration in
      let noise = Double(iteration * 7 % 5)
      return 2.3 / (1 + 0.2 * Double(iteration)) + 0.05 * noise
    }
    func record(_ iteration: Int, _ number: Int) -> TrainingHistory.Epoch {
      let share = Double(iteration) / Double(max(iterations, 1))
      return .init(
        number: number, iteration: iteration,
        loss: history.losses.isEmpty ? .nan : history.losses[iteration - 1],
        training: ["accuracy": 0.1 + 0.85 * share], test: ["accuracy": 0.1 + 0.8 * share])
    }
    history.epochs = stride(from: 1, through: iterations, by: epochLength).enumerated().map {
      record($1, $0 + 1)
    }
    history.final = record(iterations, history.epochs.count)
    return history
  }

  /// What an image becomes in so many layers.
  static func featureMaps(layerCount: Int) -> TrainingReport.FeatureMaps {
    let maps: [[Float]] = [[1, -1, 0.5, 0], [0, 1, 0, -0.5]]
    let layers = (1...layerCount).map {
      TrainingReport.LayerMaps(name: "layer \($0)", rows: 2, columns: 2, maps: maps, mapCount: 2)
    }
    let picture = TrainingReport.Picture(rows: 2, columns: 2, pixels: [0, 80, 160, 240])
    return TrainingReport.FeatureMaps(picture: picture, label: 1, layers: layers)
  }

  /// A report with all parts, of a network that was made from a seed and never trained.
  static func full(
    history: TrainingHistory = history(), title: Words = Words("4-6-3 on clouds", "云团上的 4-6-3"),
    classNames: [String] = ["round", "square", "T-shirt/top"]
  ) -> TrainingReport {
    var generator = Philox4x32(seed: 2)
    guard let model = try? Model(Sequential<Float>(sizes: [4, 6, 3], using: &generator)) else {
      preconditionFailure("layers of 4, 6 and 3 numbers fit")
    }
    let x = Tensor<Float>.normal([30, 4], standardDeviation: 1, using: &generator)
    let labels = (0..<30).map { $0 % 3 }
    var report = TrainingReport(title: title, classNames: classNames, history: history)
    report.settings = [.init(Words("seed", "随机种子"), "2"), .init(Words("data set", "数据集"), title.english)]
    report.environment = [.init(Words("threads", "线程数"), "2")]
    report.confusion = ConfusionMatrix(
      labels: labels, guesses: labels.map { $0 == 0 ? 1 : $0 }, classCount: 3)
    report.mistakes = (0..<5).map { index in
      .init(
        position: 3 * index,
        picture: .init(rows: 2, columns: 2, pixels: (0..<4).map { UInt8(40 * index + 10 * $0) }), label: 0,
        guess: 1, confidence: 0.9 - 0.1 * Double(index))
    }
    report.mistakeCount = 10
    let weights = model.parameters[0].value
    report.weights = .init(
      rows: 2, columns: 2, units: (0..<6).map { unit in (0..<4).map { weights[element: $0, unit] } },
      unitCount: 6)
    report.layers = model.readings(of: Batch(x, .classes(labels)))
    report.layerSampleCount = 30
    var options = DrawingOptions()
    options.idPrefix = "graph-"
    options.title = title.english
    report.graph = GraphDrawing(model.snapshot(of: Batch(x, .classes(labels))), options: options)
    return report
  }
}
