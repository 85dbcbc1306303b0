import Backprop
import BackpropData
import BackpropDrawing
import BackpropFiles

/// Predictions for people: the picture as the network sees it, the class, and the probabilities as bars.
struct PredictionText {
  let details: ModelDetails
  /// Whether characters beyond ASCII may be used.
  let isPlain: Bool

  /// Pictures beyond these many are told in a line each.
  static let pictureLimit = 10
  private static let barWidth = 30

  /// What is told of a prediction.
  ///
  /// - Parameter number: how many were told before.
  func text(_ prediction: Prediction, number: Int) -> String {
    if number >= Self.pictureLimit { return line(prediction) }
    var lines = [line(prediction)]
    lines += prediction.input.notes.map { "  " + $0 }
    if let picture = prediction.input.picture {
      lines += PictureText(picture, isPlain: isPlain).lines.map { "  " + $0 }
    }
    if let probabilities = prediction.probabilities { lines += bars(probabilities) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ prediction: Prediction) -> String {
    guard let label = prediction.label, let probabilities = prediction.probabilities,
      probabilities.indices.contains(label)
    else {
      let numbers = prediction.scores.map { NumberText.significant(Double($0), digits: 6) }
      return "\(prediction.input.name): \(numbers.joined(separator: ", "))"
    }
    return "\(prediction.input.name): \(name(label)) (\(percent(probabilities[label])))"
  }

  /// A line for each class, in their order where they are few, otherwise for the most probable.
  private func bars(_ probabilities: [Double]) -> [String] {
    let ranked = probabilities.indices.sorted {
      (probabilities[$1], $0) < (probabilities[$0], $1)
    }
    let shown = probabilities.count <= 10 ? Array(probabilities.indices) : Array(ranked.prefix(5))
    let names = shown.map { name($0) }
    let width = names.map(\.displayWidth).max() ?? 0
    return zip(shown, names).map { label, name in
      "  \(name.rightAligned(to: width))  \(percent(probabilities[label]).rightAligned(to: 7))  \(bar(probabilities[label]))"
    }
  }

  private func bar(_ share: Double) -> String {
    guard share.isFinite else { return "" }
    let eighths = Int((min(max(share, 0), 1) * Double(Self.barWidth) * 8).rounded())
    if isPlain { return String(repeating: "#", count: (eighths + 4) / 8) }
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }

  private func percent(_ share: Double) -> String { share.isFinite ? (100 * share).fixed(2) + " %" : "nan" }

  private func name(_ label: Int) -> String { details.name(ofClass: label).escapingControlCharacters() }
}

/// A grey picture in lines of text, a character for two pixels one above the other.
struct PictureText {
  private let picture: SamplePicture
  private let isPlain: Bool

  /// The most characters of a line.
  private static let widthLimit = 64

  init(_ picture: SamplePicture, isPlain: Bool) { (self.picture, self.isPlain) = (picture, isPlain) }

  var lines: [String] {
    let shades = Array(isPlain ? " .:-=+*#%@" : " ░▒▓█")
    let block = max(1, (picture.columns + Self.widthLimit - 1) / Self.widthLimit)
    let (down, across) = (2 * block, block)
    var lines: [String] = []
    for top in stride(from: 0, to: picture.rows, by: down) {
      var line = ""
      for left in stride(from: 0, to: picture.columns, by: across) {
        let mean = mean(top..<min(top + down, picture.rows), left..<min(left + across, picture.columns))
        let step = mean.isFinite ? Int((mean * Float(shades.count - 1)).rounded()) : 0
        line.append(shades[min(max(step, 0), shades.count - 1)])
      }
      lines.append(line)
    }
    return lines
  }

  private func mean(_ rows: Range<Int>, _ columns: Range<Int>) -> Float {
    var sum: Float = 0
    for row in rows {
      for column in columns { sum += min(max(picture.values[row * picture.columns + column], 0), 1) }
    }
    return sum / Float(max(1, rows.count * columns.count))
  }
}
