import BackpropFiles
import BackpropGraphics

/// Pictures that the network got wrong, and the first layer's weights as pictures.
struct PicturesSection {
  let report: TrainingReport

  var sections: [ReportSection] {
    [
      ReportSection(id: "mistakes", title: Words("Misclassified images", "识别错误的图像"), body: mistakes),
      ReportSection(id: "weights", title: weightsTitle, body: weights),
    ]
  }

  private var weightsTitle: Words {
    report.weights?.areFilters == true
      ? Words("Filters of the first layer", "第一层的卷积核") : Words("Weights of the first layer", "第一层的权重")
  }

  private var mistakes: String {
    // How many mistakes there are is in the confusion matrix; samples that are no pictures can't be shown.
    guard report.samplesArePictures, report.confusion != nil || !report.mistakes.isEmpty else { return "" }
    guard report.mistakeCount > 0 else {
      return "<p>\(Words("There are none.", "没有。").markup())</p>\n"
    }
    let (shown, all) = (report.mistakes.count, report.mistakeCount.grouped)
    let text =
      shown == report.mistakeCount
      ? Words(
        "All \(all), the most confident mistake first, as class → guess.",
        "共 \(all) 张，按置信度从高到低排列，格式为“真实类别 → 识别结果”。")
      : Words(
        "\(shown) of \(all), the most confident mistakes first, as class → guess.",
        "共 \(all) 张，显示其中 \(shown) 张，按置信度从高到低排列，格式为“真实类别 → 识别结果”。")
    let figures = report.mistakes.map { mistake -> String in
      let picture = PictureScaling.reduced(mistake.picture)
      let address = PNG.address(
        picture.pixels, rows: picture.rows, columns: picture.columns, colors: .grey)
      let (label, guess) = (report.className(mistake.label), report.className(mistake.guess))
      let share = mistake.confidence.isFinite ? (100 * mistake.confidence).fixed(1) + " %" : "nan"
      let alternative = Words(
        "image \(mistake.position): \(label), taken for \(guess), \(share) sure",
        "第 \(mistake.position) 张图像：\(label)，被识别为 \(guess)，置信度 \(share)")
      return "<figure>\(image(address, alternative))<figcaption><bdi>\(SVGText.escaped(label))</bdi> → "
        + "<bdi>\(SVGText.escaped(guess))</bdi><small>\(share)</small></figcaption></figure>"
    }
    return "<p>\(text.markup())</p>\n<div class=\"pictures\">\n\(figures.joined(separator: "\n"))\n</div>\n"
  }

  private var weights: String {
    guard let weights = report.weights, !weights.units.isEmpty else { return "" }
    let finite = weights.units.lazy.flatMap { $0 }.filter(\.isFinite)
    let limit = finite.reduce(Float(0)) { max($0, $1.magnitude) }
    let span = NumberText.significant(Double(limit), digits: 3)
    let (shown, all) = (weights.units.count, weights.unitCount.grouped)
    let kind = weights.areFilters ? Words("filter", "卷积核") : Words("unit", "神经元")
    let number =
      shown == weights.unitCount
      ? Words("All \(all) \(kind.english)s.", "共 \(all) 个\(kind.chinese)。")
      : Words("\(shown) of \(all) \(kind.english)s.", "共 \(all) 个\(kind.chinese)，显示其中 \(shown) 个。")
    let scale = Words(
      "Orange pixels raise the \(kind.english)'s output, blue ones lower it, "
        + "white ones, black in the dark, leave it alone; "
        + "the strongest weights are ±\(span).",
      "橙色像素增大\(kind.chinese)的输出，蓝色像素减小它，白色像素（深色模式下为黑色）没有影响；最大为 ±\(span)。")
    let figures = weights.units.enumerated().map { index, unit -> String in
      let pixels = unit.map { PictureScaling.diverging($0, limit: limit) }
      let picture = PictureScaling.sampled(pixels, rows: weights.rows, columns: weights.columns)
      let address = PNG.address(
        picture.pixels, rows: picture.rows, columns: picture.columns,
        colors: .palette(PictureScaling.divergingColors))
      let name = Words("\(kind.english) \(index + 1)", "\(kind.chinese) \(index + 1)")
      let alternative = Words("weights of \(name.english)", "\(name.chinese) 的权重")
      return "<figure>\(image(address, alternative, isSigned: true))"
        + "<figcaption>\(name.markup())</figcaption></figure>"
    }
    return "<p>\(number.markup()) \(scale.markup())</p>\n"
      + "<div class=\"pictures\">\n\(figures.joined(separator: "\n"))\n</div>\n"
  }

  private func image(_ address: String?, _ alternative: Words, isSigned: Bool = false) -> String {
    guard let address else { return "<span class=\"missing\">\(alternative.markup())</span>" }
    let kind = isSigned ? " class=\"signed\"" : ""
    return "<img\(kind) src=\"\(address)\"\(alternative.attribute("alt"))\(alternative.attribute("title"))/>"
  }
}

/// Pictures of a size that a page has room for, and colours for weights.
enum PictureScaling {
  /// The longest side of a picture in a report, in pixels.
  static let sideLimit = 128

  /// A picture no larger than the limit: pixels are averaged over blocks.
  static func reduced(_ picture: TrainingReport.Picture) -> TrainingReport.Picture {
    let block = blockSide(picture.rows, picture.columns)
    guard block > 1, picture.pixels.count == picture.rows * picture.columns else { return picture }
    let (rows, columns) = ((picture.rows + block - 1) / block, (picture.columns + block - 1) / block)
    var pixels: [UInt8] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var (sum, count) = (0, 0)
        for y in row * block..<min((row + 1) * block, picture.rows) {
          for x in column * block..<min((column + 1) * block, picture.columns) {
            sum += Int(picture.pixels[y * picture.columns + x])
            count += 1
          }
        }
        pixels.append(UInt8(sum / max(count, 1)))
      }
    }
    return TrainingReport.Picture(rows: rows, columns: columns, pixels: pixels)
  }

  /// A picture no larger than the limit, of every n-th pixel: colours by number can't be averaged.
  static func sampled(_ pixels: [UInt8], rows: Int, columns: Int) -> TrainingReport.Picture {
    let block = blockSide(rows, columns)
    guard block > 1, pixels.count == rows * columns else {
      return TrainingReport.Picture(rows: rows, columns: columns, pixels: pixels)
    }
    let (down, across) = ((rows + block - 1) / block, (columns + block - 1) / block)
    let chosen = (0..<down).flatMap { row in (0..<across).map { pixels[row * block * columns + $0 * block] } }
    return TrainingReport.Picture(rows: down, columns: across, pixels: chosen)
  }

  private static func blockSide(_ rows: Int, _ columns: Int) -> Int {
    (max(rows, columns, 1) + sideLimit - 1) / sideLimit
  }

  /// The number of a weight's colour: 127 for 0, 0 and 254 for the limits, 255 for what isn't finite.
  static func diverging(_ weight: Float, limit: Float) -> UInt8 {
    guard weight.isFinite else { return 255 }
    guard limit > 0 else { return 127 }
    return UInt8(min(max(127 + (weight / limit * 127).rounded(), 0), 254))
  }

  /// Blue for weights below 0, white for 0, orange for those above, and violet for what isn't finite.
  static let divergingColors: [(UInt8, UInt8, UInt8)] =
    (0...254).map { position in
      let (share, end) =
        position < 127
        ? (Double(127 - position) / 127, (8.0, 72.0, 158.0))
        : (Double(position - 127) / 127, (196.0, 74.0, 0.0))
      func mixed(_ color: Double) -> UInt8 { UInt8(255 + (color - 255) * share.squareRoot()) }
      return (mixed(end.0), mixed(end.1), mixed(end.2))
    } + [(214, 0, 214)]
}
