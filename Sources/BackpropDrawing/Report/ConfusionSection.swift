import Backprop
import BackpropFiles
import BackpropGraphics

/// The confusion matrix as a shaded table, and the most frequent mistakes in words.
struct ConfusionSection {
  let report: TrainingReport

  /// A matrix with more classes than this is too large to look at.
  private static let classLimit = 40

  var section: ReportSection? {
    guard let matrix = report.confusion, matrix.classCount > 0 else { return nil }
    var body = ""
    if let accuracy = matrix.accuracy {
      let (correct, total) = (matrix.correct.grouped, matrix.total.grouped)
      let share = (100 * accuracy).fixed(2)
      let text =
        report.samplesArePictures
        ? Words(
          "\(correct) of \(total) images are recognised, \(share) %.",
          "\(total) 张图像中识别正确 \(correct) 张，占 \(share)%。")
        : Words(
          "\(correct) of \(total) samples are told right, \(share) %.",
          "\(total) 个样本中判断正确 \(correct) 个，占 \(share)%。")
      body += "<p>\(text.markup())</p>\n"
    }
    body += matrix.classCount <= ConfusionSection.classLimit ? table(matrix) : tooLarge(matrix)
    body += frequentMistakes(matrix)
    return ReportSection(id: "confusion", title: Words("Confusion matrix", "混淆矩阵"), body: body)
  }

  private func tooLarge(_ matrix: ConfusionMatrix) -> String {
    let text = Words(
      "The matrix of \(matrix.classCount) classes is too large to be shown.",
      "\(matrix.classCount) 个类别的矩阵过大，不予显示。")
    return "<p>\(text.markup())</p>\n"
  }

  private func table(_ matrix: ConfusionMatrix) -> String {
    let caption =
      report.samplesArePictures
      ? Words("Rows: what an image is. Columns: what it was taken for.", "行：图像的真实类别。列：被识别成的类别。")
      : Words("Rows: what a sample is. Columns: what it was taken for.", "行：样本的真实类别。列：被判断成的类别。")
    let classes = 0..<matrix.classCount
    let heads = classes.map { "<th scope=\"col\"><bdi>\(name($0))</bdi></th>" }.joined()
    let lines = classes.map { label -> String in
      let count = matrix.count(of: label)
      let cells = classes.map { guess -> String in
        let number = matrix[label, guess]
        let share = count == 0 ? 0 : Double(number) / Double(count)
        return "<td class=\"\(shade(share, isCorrect: label == guess))\">\(number.grouped)</td>"
      }.joined()
      return
        "<tr><th scope=\"row\"><bdi>\(name(label))</bdi></th>\(cells)<td class=\"total\">\(percent(matrix.recall(of: label)))</td></tr>"
    }
    let precision = classes.map { "<td class=\"total\">\(percent(matrix.precision(of: $0)))</td>" }.joined()
    return """
      <div class="scroll" tabindex="0" role="region"\(caption.attribute("aria-label"))><table class="confusion">
      <caption>\(caption.markup())</caption>
      <thead><tr><td></td>\(heads)<th scope="col">\(Words("recall", "召回率").markup())</th></tr></thead>
      <tbody>
      \(lines.joined(separator: "\n"))
      </tbody>
      <tfoot><tr><th scope="row">\(Words("precision", "精确率").markup())</th>\(precision)<td></td></tr></tfoot>
      </table></div>

      """
  }

  /// The class of a cell: darker for a larger share of the row. Shares of mistakes are small, so they darken sooner.
  private func shade(_ share: Double, isCorrect: Bool) -> String {
    guard share > 0 else { return "none" }
    let step = isCorrect ? Int((share * 8).rounded(.up)) : Int((share.squareRoot() * 12).rounded(.up))
    return (isCorrect ? "right" : "wrong") + " k\(min(max(step, 1), 8))"
  }

  private func frequentMistakes(_ matrix: ConfusionMatrix) -> String {
    var pairs: [(count: Int, label: Int, guess: Int)] = []
    for label in 0..<matrix.classCount {
      for guess in 0..<matrix.classCount where guess != label && matrix[label, guess] > 0 {
        pairs.append((matrix[label, guess], label, guess))
      }
    }
    pairs.sort { ($1.count, $0.label, $0.guess) < ($0.count, $1.label, $1.guess) }
    guard !pairs.isEmpty else { return "" }
    let items = pairs.prefix(8).map { pair in
      let count = pair.count.grouped
      let times = Words(pair.count == 1 ? "once" : "\(count) times", "\(count) 次")
      return "<li><bdi>\(name(pair.label))</bdi> → <bdi>\(name(pair.guess))</bdi>: \(times.markup())</li>"
    }
    let title = Words("Most frequent confusions", "最常见的错误")
    return "<h3>\(title.markup())</h3>\n<ul class=\"row\">\(items.joined())</ul>\n"
  }

  private func percent(_ share: Double?) -> String {
    share.map { (100 * $0).fixed(1) + " %" } ?? "–"
  }

  private func name(_ label: Int) -> String { SVGText.escaped(report.className(label)) }
}
