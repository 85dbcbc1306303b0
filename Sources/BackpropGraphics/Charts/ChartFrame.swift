import BackpropFiles

/// The parts that all charts share: the plane between two axes, their ticks and names, and the values under the pointer.
package struct ChartFrame {
  /// What a pointer or the arrow keys find at one place of a chart.
  package struct Stop {
    /// Where the place begins and ends along the horizontal axis, from 0 to 1.
    var span: ClosedRange<Double>
    /// Where the cursor's line stands, from 0 to 1.
    var position: Double
    /// What fills the template's places.
    var values: [String]

    package init(span: ClosedRange<Double>, position: Double, values: [String]) {
      self.span = span
      self.position = position
      self.values = values
    }
  }

  let width: Double
  let height: Double
  package let horizontal: ChartAxis
  let vertical: ChartAxis
  /// What the axes measure.
  let names: (horizontal: Words, vertical: Words)
  /// The room around the plane, for the axes' labels.
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  /// The height of the text, in pixels.
  let textSize: Double

  package init(
    width: Double, height: Double, horizontal: ChartAxis, vertical: ChartAxis,
    names: (horizontal: Words, vertical: Words), legendLines: Int = 0, textSize: Double = 12,
    endRoom: Double = 0
  ) {
    self.width = width
    self.height = height
    self.horizontal = horizontal
    self.vertical = vertical
    self.names = names
    self.textSize = textSize
    let scale = textSize / 12
    let longest = vertical.labels.map { TextWidth.of($0) }.max() ?? 0
    left = longest * scale + 14
    // A label may stand under the very end of the axis.
    let widest = horizontal.labels.map { TextWidth.of($0) }.max() ?? 0
    right = max(14, widest * scale / 2 + 2, endRoom)
    top = (26 + Double(legendLines) * 18) * scale
    bottom = 40 * scale
  }

  package var plane: (x: Double, y: Double, width: Double, height: Double) {
    (left, top, max(width - left - right, 1), max(height - top - bottom, 1))
  }

  /// The place of a value along the horizontal axis, in pixels; `nil` for NaN.
  func x(_ value: Double) -> Double? {
    horizontal.position(of: value).map { plane.x + $0 * plane.width }
  }

  /// The place of a value along the vertical axis, in pixels; `nil` for NaN.
  package func y(_ value: Double) -> Double? {
    vertical.position(of: value).map { plane.y + (1 - $0) * plane.height }
  }

  /// The horizontal axis's ticks that get a label: all of them, or every n-th where they have no room side by side.
  var labelledTicks: [Int] {
    let spans = zip(horizontal.ticks, horizontal.labels).map { tick, label -> (start: Double, end: Double) in
      let (center, half) = (x(tick) ?? 0, TextWidth.of(label) * textSize / 24)
      return (center - half, center + half)
    }
    for every in 1...max(spans.count, 1) {
      let kept = stride(from: 0, to: spans.count, by: every)
      if zip(kept, kept.dropFirst()).allSatisfy({ spans[$0].end + 8 < spans[$1].start }) {
        return Array(kept)
      }
    }
    return []
  }

  /// The lines and labels of both axes.
  var axes: String {
    typealias N = NumberText
    let (px, py, pw, ph) = plane
    var text = ""
    for (tick, label) in zip(vertical.ticks, vertical.labels) {
      guard let y = y(tick) else { continue }
      text += "<path class=\"grid\" d=\"M\(SVGText.number(px)) \(SVGText.number(y))h\(SVGText.number(pw))\"/>"
      text +=
        "<text class=\"tick end\" x=\"\(SVGText.number(px - 6))\" y=\"\(SVGText.number(y + textSize / 3))\">\(label)</text>\n"
    }
    for index in labelledTicks {
      guard let x = x(horizontal.ticks[index]) else { continue }
      text += "<path class=\"axis\" d=\"M\(SVGText.number(x)) \(SVGText.number(py + ph))v4\"/>"
      text +=
        "<text class=\"tick mid\" x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(py + ph + 5 + textSize))\">"
        + "\(horizontal.labels[index])</text>\n"
    }
    text +=
      "<path class=\"axis\" d=\"M\(SVGText.number(px)) \(SVGText.number(py + ph))h\(SVGText.number(pw))\"/>"
    text +=
      "<text class=\"name mid\" x=\"\(SVGText.number(px + pw / 2))\" y=\"\(SVGText.number(height - 6))\">"
      + "\(names.horizontal.markup(in: "tspan"))</text>"
    text +=
      "<text class=\"name\" x=\"0\" y=\"\(SVGText.number(textSize + 1))\">\(names.vertical.markup(in: "tspan"))</text>\n"
    return text
  }

  /// Invisible strips that the pointer and the arrow keys find values at. Each has its values in a title, for readers
  /// without the page's script, too.
  ///
  /// - Parameter template: a sentence in which `{0}`, `{1}` … stand for a stop's values.
  func stops(_ stops: [Stop], template: Words) -> String {
    typealias N = NumberText
    let (px, py, pw, ph) = plane
    return stops.map { stop in
      let sentence = ChartFrame.filled(template.english, stop.values)
      let values = stop.values.joined(separator: "|")
      let x = SVGText.number(px + stop.span.lowerBound * pw)
      let width = SVGText.number((stop.span.upperBound - stop.span.lowerBound) * pw)
      return "<rect class=\"stop\" x=\"\(x)\" y=\"\(SVGText.number(py))\" width=\"\(width)\" "
        + "height=\"\(SVGText.number(ph))\" data-x=\"\(SVGText.number(px + stop.position * pw))\" "
        + "data-values=\"\(SVGText.escaped(values))\"><title>\(SVGText.escaped(sentence))</title></rect>"
    }.joined(separator: "\n")
  }

  /// A chart of these parts around what is drawn on its plane.
  package func svg(
    label: Words, template: Words, legend: String = "", stops: [Stop], content: String, kind: String = ""
  ) -> String {
    typealias N = NumberText
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\(kind.isEmpty ? "" : " " + kind)\" role=\"img\" tabindex=\"0\" "
      + "viewBox=\"0 0 \(SVGText.number(width)) \(SVGText.number(height))\"\(label.attribute("aria-label")) "
      + "data-template=\"\(SVGText.escaped(template.english))\" "
      + "data-zh-template=\"\(SVGText.escaped(template.chinese))\">\n"
      + axes + legend + content + self.stops(stops, template: template) + "\n</svg>"
  }

  /// Strips for values at some places: each reaches half the way to its neighbours.
  static func spans(of positions: [Double]) -> [ClosedRange<Double>] {
    positions.indices.map { index in
      let low = index == 0 ? 0 : (positions[index - 1] + positions[index]) / 2
      let high = index == positions.count - 1 ? 1 : (positions[index] + positions[index + 1]) / 2
      return low...max(low, high)
    }
  }

  static func filled(_ template: String, _ values: [String]) -> String {
    values.enumerated().reduce(template) { text, value in
      text.split(separator: "{\(value.offset)}", omittingEmptySubsequences: false).joined(
        separator: value.element)
    }
  }
}

/// How wide the figures of an axis are at the charts' size of 12 pixels; a little more rather than less.
enum TextWidth {
  static func of(_ text: String) -> Double { Double(text.displayWidth) * 7.2 }
}
