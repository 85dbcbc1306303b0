import Backprop
import BackpropFiles
import BackpropGraphics

/// How well a model does on samples, as one page that a browser shows without fetching anything.
///
/// The page has the parts of a ``TrainingReport`` that need no training: facts, confusion matrix, mistakes, the first
/// layer's weights.
public struct EvaluationReport: Sendable {
  /// The figures that are asked for first, such as the accuracy.
  public var figures: [TrainingReport.Fact] = []
  private var parts: TrainingReport

  /// A report of a model.
  ///
  /// - Parameters:
  ///   - title: which model on what.
  ///   - classNames: the names of the classes, by label.
  ///   - facts: what is known of model and samples.
  public init(title: Words, classNames: [String], facts: [TrainingReport.Fact] = []) {
    parts = TrainingReport(title: title, classNames: classNames, history: TrainingHistory())
    parts.settings = facts
  }

  /// Adds what a model made of samples: its confusion matrix, and its mistakes, as pictures where a size is given.
  ///
  /// Throws what keeps samples from being read.
  public mutating func add<Scalar: TensorScalar>(
    _ evaluation: ClassEvaluation, of model: Model<Scalar>, on samples: any Dataset<Scalar>,
    pictures: TrainingReport.PictureSize? = nil
  ) throws {
    try parts.add(evaluation, of: model, on: samples, pictures)
  }

  /// The page as a file of HTML.
  public var html: String {
    let tiles = figures.map { figure in
      "<div><dt>\(figure.name.markup())</dt><dd>\(SVGText.escaped(figure.value))</dd></div>"
    }
    var sections = [
      ReportSection(
        id: "summary", title: Words("Summary", "概要"),
        body: "<dl class=\"tiles\">\n\(tiles.joined(separator: "\n"))\n</dl>\n")
    ]
    sections.append(FactsSection(report: parts).section)
    if let confusion = ConfusionSection(report: parts).section { sections.append(confusion) }
    sections += PicturesSection(report: parts).sections
    let kind = Words("Evaluation report", "评估报告")
    return ReportPage(title: parts.title, sections: sections.filter { !$0.body.isEmpty }, kind: kind).html
  }
}
