import Backprop
import BackpropFiles
import BackpropGraphics

/// What was measured once an epoch.
extension HistoryCurves {
  /// Samples that something was measured with.
  private struct Part {
    var name: Words
    var short: Words
    var style: Int
    var metrics: (TrainingHistory.Epoch) -> [String: Double]
  }

  private var parts: [Part] {
    let samples = areOfPictures ? Words("images", "图像") : Words("samples", "样本")
    func part(
      _ short: Words, _ style: Int, _ metrics: @escaping (TrainingHistory.Epoch) -> [String: Double]
    ) -> Part {
      let name = Words("\(short.english) \(samples.english)", short.chinese + samples.chinese)
      return Part(name: name, short: short, style: style, metrics: metrics)
    }
    return [
      part(Words("training", "训练"), 1) { $0.training }, part(Words("test", "测试"), 2) { $0.test },
      part(Words("validation", "验证"), 3) { $0.validation },
    ]
  }

  /// Whether a metric was measured at all.
  func has(_ metric: String) -> Bool {
    records.contains { record in parts.contains { $0.metrics(record)[metric] != nil } }
  }

  /// The share of samples that the network gets wrong over the iterations, by ratio: late gains are seen as early ones are.
  public var errorChart: LineChart {
    chart(
      of: "accuracy", label: Words("Error rate over the iterations.", "各次迭代的错误率。"),
      name: Words("error rate in %", "错误率（%）"), scale: .logarithmicWithZero, value: { 100 * (1 - $0) },
      text: { $0.fixed(2) + " %" })
  }

  /// The mean loss over the iterations, measured once an epoch.
  public var meanLossChart: LineChart {
    chart(
      of: "loss", label: Words("Mean loss by epoch.", "各轮的平均损失。"), name: Words("mean loss", "平均损失"),
      scale: .logarithmic(beyond: 10), value: { $0 }, text: { NumberText.significant($0, digits: 3) })
  }

  private func chart(
    of metric: String, label: Words, name: Words, scale: LineChart.VerticalScale,
    value: (Double) -> Double, text: (Double) -> String
  ) -> LineChart {
    let records = records
    let parts = self.parts.filter { part in records.contains { part.metrics($0)[metric] != nil } }
    var english: [String] = []
    var chinese: [String] = []
    var series: [LineChart.Series] = []
    for (index, part) in parts.enumerated() {
      let values = records.map { part.metrics($0)[metric].map(value) }
      let last = values.last { $0?.isFinite == true } ?? nil
      series.append(
        LineChart.Series(name: part.name, style: part.style, values: values, end: last.map(text)))
      english.append("\(part.short.english) {\(index + 2)}")
      chinese.append("\(part.short.chinese) {\(index + 2)}")
    }
    let details = records.map { record -> [String] in
      let place = [record.iteration.grouped, "\(record.number)"]
      return place + parts.map { part in part.metrics(record)[metric].map { text(value($0)) } ?? "–" }
    }
    return LineChart(
      label: HistoryCurves.readable(label), names: (Words("iteration", "迭代次数"), name),
      positions: records.map { Double($0.iteration) }, limits: [1, Double(history.iterations)],
      series: series,
      template: Words(
        "iteration {0}, epoch {1}: " + english.joined(separator: ", "),
        "第 {0} 次迭代，第 {1} 轮：" + chinese.joined(separator: "，")),
      details: details, scale: scale)
  }

  private static func readable(_ label: Words) -> Words {
    Words(label.english + " Arrow keys read the values.", label.chinese + "用方向键读数。")
  }

  /// The records that tell the learning rate and the gradients.
  var gradientRecords: [TrainingHistory.Epoch] {
    records.filter { $0.learningRate != nil && $0.gradientNorms.count == history.gradientLayers.count }
  }

  /// The learning rate of each epoch's first update.
  public var learningRateChart: LineChart {
    let records = gradientRecords
    let rates = records.map(\.learningRate)
    let last = (rates.last ?? nil).map { NumberText.significant($0, digits: 3) }
    let name = Words("learning rate", "学习率")
    return LineChart(
      label: HistoryCurves.readable(Words("Learning rate by epoch.", "各轮的学习率。")),
      names: (Words("iteration", "迭代次数"), name), positions: records.map { Double($0.iteration) },
      limits: [1, Double(history.iterations)],
      series: [LineChart.Series(name: name, style: 3, values: rates, end: last)],
      scale: .logarithmic(beyond: 20))
  }

  /// The most layers whose curves can be told apart.
  static let curveLimit = 8

  /// The lengths of the gradients by layer, in each epoch's first update; of many layers, eight from the first to the last.
  public var gradientChart: LineChart {
    let records = gradientRecords
    let shown = HistoryCurves.thinned(Array(history.gradientLayers.indices), to: HistoryCurves.curveLimit)
    let series = shown.enumerated().map { index, layer -> LineChart.Series in
      let values = records.map { Optional($0.gradientNorms[layer]) }
      let last = (values.last ?? nil).map { NumberText.significant($0, digits: 3) }
      return LineChart.Series(
        name: Words(same: history.gradientLayers[layer]), style: index + 1, values: values, end: last)
    }
    return LineChart(
      label: HistoryCurves.readable(Words("Lengths of the gradients by layer.", "各层梯度的长度。")),
      names: (Words("iteration", "迭代次数"), Words("length of ∂L/∂parameters", "∂L/∂参数 的长度")),
      positions: records.map { Double($0.iteration) }, limits: [1, Double(history.iterations)],
      series: series, scale: .logarithmicWithZero)
  }
}
