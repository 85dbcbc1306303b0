import Backprop
import BackpropFiles
import BackpropGraphics

/// The figures that people ask for first, and what ended the training before its time.
struct SummarySection {
  let report: TrainingReport

  var section: ReportSection {
    let history = report.history
    var tiles: [(Words, String)] = []
    if let final = history.final {
      let parts = [
        (Words("test", "测试"), final.test), (Words("validation", "验证"), final.validation),
        (Words("training", "训练"), final.training),
      ]
      // Of classes how many are told right, of numbers how much of their spread.
      for (metric, name) in [("accuracy", Words("accuracy", "正确率")), ("r_squared", Words(same: "R²"))] {
        for (part, metrics) in parts {
          guard let value = metrics[metric] else { continue }
          let gap = metric == "accuracy" ? "" : " "
          tiles.append(
            (
              Words("\(part.english) \(name.english)", part.chinese + gap + name.chinese), value.fixed(4)
            ))
        }
      }
    }
    if let loss = history.losses.last {
      tiles.append(
        (Words("loss of the last mini-batch", "最后一个 mini-batch 的损失"), NumberText.significant(loss)))
    }
    tiles.append((Words("iterations", "迭代次数"), history.iterations.grouped))
    let list = tiles.map { name, value in
      "<div><dt>\(name.markup())</dt><dd>\(SVGText.escaped(value))</dd></div>"
    }
    return ReportSection(
      id: "summary", title: Words("Summary", "概要"),
      body: warnings + "<dl class=\"tiles\">\n\(list.joined(separator: "\n"))\n</dl>\n")
  }

  private var warnings: String {
    let history = report.history
    var text = ""
    if let finding = history.nonFinite {
      let lines = finding.description.split(separator: "\n").map { SVGText.escaped(String($0)) }
      let title = Words("Stopped at a value that isn't finite.", "因出现非有限值而停止。")
      text +=
        "<div class=\"warning\" role=\"note\"><p><strong>\(title.markup())</strong></p>"
        + "<pre lang=\"en\" class=\"always\">\(lines.joined(separator: "\n"))</pre></div>\n"
    } else if let first = history.losses.firstIndex(where: { !$0.isFinite }) {
      let title = Words(
        "The loss isn't a finite number from iteration \(first + 1) on; --watch-nan tells where that comes from.",
        "从第 \(first + 1) 次迭代起损失不再是有限值；--watch-nan 可指出其来源。")
      text += "<p class=\"warning\" role=\"note\">\(title.markup())</p>\n"
    }
    if history.wasStopped {
      let title = Words("The training was stopped early.", "训练提前停止。")
      text += "<p class=\"warning\" role=\"note\">\(title.markup())</p>\n"
    }
    return text
  }
}

/// Loss and accuracies as curves and tables.
struct CurvesSection {
  let report: TrainingReport

  var section: ReportSection {
    var curves = HistoryCurves(history: report.history)
    curves.areOfPictures = report.samplesArePictures
    var body = ""
    if report.history.losses.isEmpty {
      body += "<p>\(Words("There was no iteration.", "没有进行任何迭代。").markup())</p>\n"
    } else {
      body += figure(Words("Loss", "损失"), curves.lossChart.forPages, lossTable(curves))
    }
    if curves.has("accuracy") {
      body += figure(Words("Error rate", "错误率"), curves.errorChart.forPages, accuracyTable(curves))
    }
    if curves.has("loss") {
      body += figure(
        Words("Mean loss by epoch", "各轮的平均损失"), curves.meanLossChart.forPages, meanLossTable(curves))
    }
    if !curves.gradientRecords.isEmpty {
      let table = gradientTable(curves)
      body += figure(Words("Learning rate", "学习率"), curves.learningRateChart.forPages)
      if !report.history.gradientLayers.isEmpty {
        let (all, most) = (report.history.gradientLayers.count, HistoryCurves.curveLimit)
        let note = Words(
          "\(most) of \(all) layers, from the first to the last; the table has all.",
          "\(all) 层中的 \(most) 层，从第一层到最后一层；表格中有全部。")
        body += figure(
          Words("Gradients by layer", "各层的梯度"), curves.gradientChart.forPages, table,
          note: all > most ? note : nil)
      }
    }
    return ReportSection(
      id: "curves", title: Words("Curves", "曲线"), body: "<div class=\"curves\">\n\(body)</div>\n")
  }

  private func figure(
    _ title: Words, _ svg: String, _ table: ReportTable? = nil, note: Words? = nil
  ) -> String {
    let remark = note.map { "<p><small>\($0.markup())</small></p>\n" } ?? ""
    return "<figure class=\"curve\"><figcaption>\(title.markup())</figcaption>\n\(svg)\n\(remark)"
      + "\(table?.folded ?? "")</figure>\n"
  }

  private func lossTable(_ curves: HistoryCurves) -> ReportTable {
    let places = HistoryCurves.thinned(curves.places, to: 60)
    return ReportTable(
      caption: Words("Loss of the mini-batches", "mini-batch 的损失"),
      columns: [
        Words("iterations", "迭代"), Words("mean loss", "平均损失"), Words("least", "最小"), Words("greatest", "最大"),
      ],
      rows: places.map { place in
        let limits = [place.iterations.lowerBound, place.iterations.upperBound].map(\.grouped)
        return [
          limits[0] == limits[1] ? limits[0] : limits.joined(separator: "–"),
          NumberText.significant(place.loss),
          place.range.map { NumberText.significant($0.lowerBound) } ?? "–",
          place.range.map { NumberText.significant($0.upperBound) } ?? "–",
        ]
      })
  }

  private func accuracyTable(_ curves: HistoryCurves) -> ReportTable {
    ReportTable(
      caption: Words("Accuracies where they were measured", "各测量点的正确率"),
      columns: [
        Words("iteration", "迭代"), Words("epoch", "轮"), Words("loss", "损失"), Words("training", "训练"),
        Words("test", "测试"), Words("validation", "验证"),
      ],
      rows: HistoryCurves.thinned(curves.records, to: 120).map { record in
        [
          record.iteration.grouped, "\(record.number)", NumberText.significant(record.loss),
        ]
          + [record.training, record.test, record.validation].map { metrics in
            metrics["accuracy"].map { $0.fixed(4) } ?? "–"
          }
      })
  }

  private func meanLossTable(_ curves: HistoryCurves) -> ReportTable {
    ReportTable(
      caption: Words("Mean losses where they were measured", "各测量点的平均损失"),
      columns: [
        Words("iteration", "迭代"), Words("epoch", "轮"), Words("training", "训练"), Words("test", "测试"),
        Words("validation", "验证"),
      ],
      rows: HistoryCurves.thinned(curves.records, to: 120).map { record in
        [record.iteration.grouped, "\(record.number)"]
          + [record.training, record.test, record.validation].map { metrics in
            metrics["loss"].map { NumberText.significant($0) } ?? "–"
          }
      })
  }

  private func gradientTable(_ curves: HistoryCurves) -> ReportTable {
    ReportTable(
      caption: Words("Learning rates and lengths of the gradients", "学习率与各层梯度的长度"),
      columns: [Words("iteration", "迭代"), Words("learning rate", "学习率")]
        + report.history.gradientLayers.map { Words(same: $0) },
      rows: HistoryCurves.thinned(curves.gradientRecords, to: 40).map { record in
        [record.iteration.grouped, record.learningRate.map { NumberText.significant($0) } ?? "–"]
          + record.gradientNorms.map { NumberText.significant($0, digits: 3) }
      })
  }
}

/// Settings and environment as lists.
struct FactsSection {
  let report: TrainingReport

  var section: ReportSection {
    var body = ""
    for (title, facts) in [
      (Words("Settings", "设置"), report.settings), (Words("Environment", "环境"), report.environment),
    ] where !facts.isEmpty {
      let lines = facts.map { fact in
        "<div><dt>\(fact.name.markup())</dt><dd><bdi>\(SVGText.escaped(fact.value))</bdi></dd></div>"
      }
      body +=
        "<div><h3>\(title.markup())</h3><dl class=\"facts\">\n\(lines.joined(separator: "\n"))\n</dl></div>\n"
    }
    return ReportSection(
      id: "settings", title: Words("Settings and environment", "设置与环境"),
      body: body.isEmpty ? "" : "<div class=\"pair\">\(body)</div>\n")
  }
}
