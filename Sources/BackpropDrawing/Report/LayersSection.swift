import Backprop
import BackpropFiles
import BackpropGraphics

/// Histograms of activations and gradients, layer by layer.
struct LayersSection {
  let report: TrainingReport

  /// Of a deeper network the first and the last half as many layers have charts; the table has all of them.
  private static let layerLimit = 24

  /// Something of a layer whose numbers' spread is shown.
  private struct Item {
    var layer: String
    var name: Words
    var spread: Histogram
    var style: Int
  }

  var section: ReportSection? {
    guard !report.layers.isEmpty else { return nil }
    let number = report.layerSampleCount.grouped
    let samples = report.samplesArePictures ? Words("images", "张图像") : Words("samples", "个样本")
    let text = Words(
      "What flows through the trained network for \(number) \(samples.english): each layer's output, and the derivatives of the "
        + "mean loss by it and by the layer's parameters.",
      "把 \(number) \(samples.chinese)输入训练后的网络：各层的输出，以及平均损失对该层输出和参数的导数。")
    let rest = max(report.layers.count - LayersSection.layerLimit, 0)
    let head = report.layers.prefix((report.layers.count - rest + 1) / 2)
    let tail = report.layers.dropFirst(head.count + rest)
    let more = Words("\(rest) more layers are in the table.", "另有 \(rest) 层见表格。")
    return ReportSection(
      id: "layers", title: Words("Activations and gradients by layer", "各层的激活值与梯度"),
      body: "<p>\(text.markup())</p>\n" + head.map(charts).joined()
        + (rest > 0 ? "<p>\(more.markup())</p>\n" : "") + tail.map(charts).joined() + table.folded)
  }

  private func items(of layer: LayerReading) -> [Item] {
    var items = [
      Item(layer: layer.name, name: Words("output", "输出"), spread: layer.activations, style: 1),
      Item(layer: layer.name, name: Words("∂L/∂output", "∂L/∂输出"), spread: layer.gradients, style: 2),
    ]
    for parameter in layer.parameters {
      let name = parameter.name
      items.append(Item(layer: layer.name, name: Words(same: name), spread: parameter.values, style: 1))
      items.append(
        Item(layer: layer.name, name: Words(same: "∂L/∂\(name)"), spread: parameter.gradients, style: 2))
    }
    for statistic in layer.statistics {
      let name = Words("\(statistic.name), running", "\(statistic.name)（滑动统计）")
      items.append(Item(layer: layer.name, name: name, spread: statistic.values, style: 3))
    }
    return items
  }

  private func charts(of layer: LayerReading) -> String {
    let shape = SVGText.escaped("\(layer.shape)")
    return "<h3><bdi>\(SVGText.escaped(layer.name))</bdi> <small>\(shape)</small></h3>\n"
      + "<div class=\"spreads\">\n\(items(of: layer).map(figure).joined())</div>\n"
  }

  private func figure(of item: Item) -> String {
    let (spread, name) = (item.spread, item.name)
    var notes: [Words] = []
    if spread.zeroCount > 0 {
      let share = (100 * Double(spread.zeroCount) / Double(max(spread.count, 1))).fixed(1)
      notes.append(Words("\(share) % are exactly 0 and not drawn", "\(share)% 恰为 0，未画出"))
    }
    if spread.nonFiniteCount > 0 {
      let number = spread.nonFiniteCount.grouped
      notes.append(Words("\(number) nan or infinite", "\(number) 个 nan 或无穷"))
    }
    let note = notes.map { "<small>\($0.markup())</small>" }.joined(separator: " ")
    let figures = [spread.mean, spread.standardDeviation, spread.minimum, spread.maximum].map {
      NumberText.significant($0, digits: 3)
    }
    let label = Words(
      "\(item.layer), \(name.english): mean \(figures[0]), standard deviation \(figures[1]), from \(figures[2]) to "
        + "\(figures[3]). Arrow keys read the values.",
      "\(item.layer)，\(name.chinese)：平均值 \(figures[0])，标准差 \(figures[1])，从 \(figures[2]) 到 \(figures[3])。用方向键读数。"
    )
    let chart = HistogramChart(label: label, name: name, style: item.style, histogram: spread)
    return "<figure>\(chart.svg(width: 250, height: 160))\n<figcaption>\(note)</figcaption></figure>\n"
  }

  private var table: ReportTable {
    ReportTable(
      caption: Words("Spreads of values and derivatives", "值与导数的分布"),
      columns: [
        Words("of", "对象"), Words("numbers", "个数"), Words("mean", "平均值"), Words("standard deviation", "标准差"),
        Words("least", "最小"), Words("greatest", "最大"), Words("zeros", "零"), Words(same: "nan/inf"),
      ],
      rows: report.layers.flatMap(items).map { item in
        let spread = item.spread
        let figures = [spread.mean, spread.standardDeviation, spread.minimum, spread.maximum].map {
          NumberText.significant($0, digits: 3)
        }
        let counts = [spread.zeroCount, spread.nonFiniteCount].map(\.grouped)
        return ["\(item.layer) \(item.name.english)", spread.count.grouped] + figures + counts
      })
  }
}
