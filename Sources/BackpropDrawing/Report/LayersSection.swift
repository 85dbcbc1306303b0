import Backprop

/// Histograms of activations and gradients, layer by layer.
struct LayersSection {
  let report: TrainingReport

  var section: ReportSection? {
    guard !report.layers.isEmpty else { return nil }
    let text = Words(
      "What flows through the trained network for \(ChartNumber.grouped(report.layerSampleCount)) images: each layer's "
        + "output, and the derivatives of the mean loss by it and by the layer's parameters.",
      "\(ChartNumber.grouped(report.layerSampleCount)) 张图像流经训练后网络的情况：各层的输出，以及平均损失对输出和对该层参数的导数。")
    var rows: [[String]] = []
    let layers = report.layers.map { layer -> String in
      var figures = [
        figure(layer, Words("output", "输出"), layer.activations, style: 1, &rows),
        figure(layer, Words("∂L/∂output", "∂L/∂输出"), layer.gradients, style: 2, &rows),
      ]
      for parameter in layer.parameters {
        figures.append(figure(layer, Words(same: parameter.name), parameter.values, style: 1, &rows))
        figures.append(
          figure(layer, Words(same: "∂L/∂\(parameter.name)"), parameter.gradients, style: 2, &rows))
      }
      return
        "<h3><bdi>\(SVGText.escaped(layer.name))</bdi> <small>\(SVGText.escaped("\(layer.shape)"))</small></h3>\n"
        + "<div class=\"spreads\">\n\(figures.joined())</div>\n"
    }
    let table = ReportTable(
      caption: Words("Spreads of values and derivatives", "值与导数的分布"),
      columns: [
        Words("of", "对象"), Words("numbers", "个数"), Words("mean", "平均值"), Words("standard deviation", "标准差"),
        Words("least", "最小"), Words("greatest", "最大"), Words("zeros", "零"), Words("nan/inf", "nan/inf"),
      ], rows: rows)
    return ReportSection(
      id: "layers", title: Words("Activations and gradients by layer", "各层的激活值与梯度"),
      body: "<p>\(text.markup())</p>\n" + layers.joined() + table.folded)
  }

  private func figure(
    _ layer: LayerReading, _ name: Words, _ spread: Histogram, style: Int, _ rows: inout [[String]]
  ) -> String {
    typealias N = ChartNumber
    rows.append([
      "\(layer.name) \(name.english)", N.grouped(spread.count), N.text(spread.mean, digits: 3),
      N.text(spread.standardDeviation, digits: 3), N.text(spread.minimum, digits: 3),
      N.text(spread.maximum, digits: 3), N.grouped(spread.zeroCount), N.grouped(spread.nonFiniteCount),
    ])
    let count = max(spread.count, 1)
    var notes: [Words] = []
    if spread.zeroCount > 0 {
      let share = ChartNumber.fixed(100 * Double(spread.zeroCount) / Double(count), 1)
      notes.append(Words("\(share) % are exactly 0 and not drawn", "\(share)% 恰为 0，未画出"))
    }
    if spread.nonFiniteCount > 0 {
      let number = N.grouped(spread.nonFiniteCount)
      notes.append(Words("\(number) nan or infinite", "\(number) 个 nan 或无穷"))
    }
    let note = notes.map { "<small>\($0.markup())</small>" }.joined(separator: " ")
    let label = Words(
      "\(layer.name), \(name.english): mean \(N.text(spread.mean, digits: 3)), standard deviation "
        + "\(N.text(spread.standardDeviation, digits: 3)), from \(N.text(spread.minimum, digits: 3)) to "
        + "\(N.text(spread.maximum, digits: 3)). Arrow keys read the values.",
      "\(layer.name)，\(name.chinese)：平均值 \(N.text(spread.mean, digits: 3))，标准差 "
        + "\(N.text(spread.standardDeviation, digits: 3))，从 \(N.text(spread.minimum, digits: 3)) 到 "
        + "\(N.text(spread.maximum, digits: 3))。用方向键读数。")
    let chart = HistogramChart(label: label, name: name, style: style, histogram: spread)
    return "<figure>\(chart.svg())\n<figcaption>\(note)</figcaption></figure>\n"
  }
}
