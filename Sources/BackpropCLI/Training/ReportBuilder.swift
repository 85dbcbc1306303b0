import Backprop
import BackpropData
import BackpropDrawing
import BackpropFiles

/// Adds to a training's report what only the command knows: the data set, how the network was set up, and the machine.
struct ReportBuilder {
  let job: TrainingJob
  /// Whether measured times, which differ from run to run, are among the facts.
  let showsTimes: Bool

  /// The report of a finished training; takes a pass over all test images.
  func report(of history: TrainingHistory) throws -> TrainingReport {
    let name = job.datasetTitle
    var report = try TrainingReport(
      of: history, by: job.trainer, title: Words("\(job.title) on \(name)", "\(name) 上的 \(job.title)"),
      classNames: job.source.classNames,
      pictures: job.testImages.map { .init(rows: $0.rows, columns: $0.columns) },
      evaluate: evaluation)
    report.settings = settings(report.settings)
    report.environment = MachineFacts.all + (showsTimes ? TrainingReport.times(of: history) : [])
    return report
  }

  /// What the network makes of the test images, or `nil` where a signal leaves no time for that.
  private func evaluation(on samples: any Dataset<Float>) throws -> ClassEvaluation? {
    do {
      return try job.model.classEvaluation(on: samples) { Interruption.isRequested(before: 2.5) }
    } catch is CancellationError {
      return nil
    }
  }

  /// The trainer's settings with the command's among them.
  private func settings(_ facts: [TrainingReport.Fact]) -> [TrainingReport.Fact] {
    typealias Fact = TrainingReport.Fact
    var all = [Fact(Words("data set", "数据集"), job.datasetTitle)]
    for var fact in facts {
      switch fact.name.english {
      case "training samples": fact.name = Words("training rows", "训练行数")
      case "test samples": fact.name = Words("rows held out", "留出行数")
      case "validation samples": fact.name = Words("validation rows", "验证行数")
      case "test images": fact.value += job.testName.map { ", \($0)" } ?? ""
      case "network": fact.value = job.title
      default: break
      }
      all.append(fact)
      if fact.name.english == "parameters" {
        if let activation = job.network.activation {
          all.append(Fact(Words("activation", "激活函数"), activation.rawValue))
        }
        if let weights = job.weights {
          all.append(Fact(Words("initial weights", "初始权重"), weights.name))
        }
      }
    }
    return all + [Fact(Words("parameters' SHA-256", "参数的 SHA-256"), job.model.parametersSHA256)]
  }
}
