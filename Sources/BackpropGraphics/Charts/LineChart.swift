import BackpropFiles

/// Curves over a common horizontal axis, with a legend and values under the pointer.
///
/// ```swift
/// let chart = LineChart(
///   label: Words(same: "Loss"), names: (Words(same: "iteration"), Words(same: "loss")), positions: [1, 2, 3],
///   series: [LineChart.Series(name: Words(same: "training"), style: 1, values: [2.3, 1.1, 0.7])])
/// try chart.file().write(toFile: "loss.svg", atomically: true, encoding: .utf8)
/// ```
public struct LineChart: Sendable {
  /// One curve.
  public struct Series: Sendable, Equatable {
    /// What the legend calls it.
    public var name: Words
    /// The number of its style, from 1 to 8.
    public var style: Int
    /// The value at each of the chart's positions; `nil` where there is none. A curve has gaps where values aren't finite.
    public var values: [Double?]
    /// The range that each value stands for, drawn as a band behind the curve.
    public var ranges: [ClosedRange<Double>?]
    /// What is written at the curve's end, such as its last value; `nil` for nothing.
    public var end: String?

    /// A curve.
    public init(
      name: Words, style: Int, values: [Double?], ranges: [ClosedRange<Double>?] = [], end: String? = nil
    ) {
      self.name = name
      self.style = style
      self.values = values
      self.ranges = ranges
      self.end = end
    }
  }

  /// How values are spread over the vertical axis.
  public enum VerticalScale: Sendable, Equatable {
    /// Equal differences take equal room.
    case linear
    /// Equal ratios take equal room, where all values are above 0 and the greatest is more than so many times the least.
    case logarithmic(beyond: Double)
    /// Equal ratios take equal room, where any value is above 0; a value of 0 lies on the lower edge.
    case logarithmicWithZero
  }

  /// What the chart shows, in a sentence for those who don't see it.
  public var label: Words
  /// What the axes measure.
  public var names: (horizontal: Words, vertical: Words)
  /// Where along the horizontal axis, which counts something, the values lie, in ascending order.
  public var positions: [Double]
  /// What the horizontal axis covers beyond the positions.
  public var limits: [Double]
  /// The curves.
  public var series: [Series]
  /// A sentence in which `{0}`, `{1}` … stand for the values of `details`.
  public var template: Words
  /// What is said of each position.
  public var details: [[String]]
  /// How values are spread over the vertical axis.
  public var scale: VerticalScale

  /// A chart of curves.
  ///
  /// - Parameters:
  ///   - template: a sentence about a position; its number and each curve's value if not given.
  ///   - details: what fills the sentence's places, for each position.
  public init(
    label: Words, names: (horizontal: Words, vertical: Words), positions: [Double], limits: [Double] = [],
    series: [Series], template: Words? = nil, details: [[String]]? = nil, scale: VerticalScale = .linear
  ) {
    self.label = label
    self.names = names
    self.positions = positions
    self.limits = limits
    self.series = series
    self.scale = scale
    let numbered = series.enumerated().map { (" {\($0.offset + 1)}", $0.element.name) }
    self.template =
      template
      ?? Words(
        "\(names.horizontal.english) {0}: " + numbered.map { $1.english + $0 }.joined(separator: ", "),
        "\(names.horizontal.chinese) {0}：" + numbered.map { $1.chinese + $0 }.joined(separator: "，"))
    self.details =
      details
      ?? positions.enumerated().map { index, position in
        [NumberText.significant(position)]
          + series.map { series in
            let value = series.values.indices.contains(index) ? series.values[index] : nil
            return value.map { NumberText.significant($0) } ?? "–"
          }
      }
  }

  /// The chart as SVG for a page that has the charts' style, as a report has.
  public func svg(width: Double = 560, height: Double = 260) -> String {
    svg(width: width, height: height, textSize: 12, kind: "")
  }

  /// The chart twice, for wide and for narrow pages, of which a report's style shows one in its own size: so its text
  /// is as large as the page's, however wide that is.
  package var forPages: String {
    svg(width: 505, height: 270, textSize: 13, kind: "wide") + "\n"
      + svg(width: 330, height: 260, textSize: 14, kind: "narrow")
  }

  private func svg(width: Double, height: Double, textSize: Double, kind: String) -> String {
    let shown = series.flatMap { series in
      series.values.compactMap { $0 }
        + series.ranges.compactMap { $0 }.flatMap { [$0.lowerBound, $0.upperBound] }
    }
    let horizontal = ChartAxis(covering: positions + limits, tickCount: 9, isExact: true, isWhole: true)
    let vertical = verticalAxis(for: shown)
    let endWidth = series.compactMap { $0.end.map { TextWidth.of($0) } }.max()
    func frame(_ legendLines: Int, height: Double) -> ChartFrame {
      ChartFrame(
        width: width, height: height, horizontal: horizontal, vertical: vertical, names: names,
        legendLines: legendLines, textSize: textSize, endRoom: endWidth.map { $0 * textSize / 12 + 10 } ?? 0)
    }
    let places = legendPlaces(frame(1, height: height))
    let lineCount = places.last.map { $0.line + $0.lines.count } ?? 1
    // A long legend makes a page's chart higher, not its plane lower.
    let more = kind.isEmpty ? 0 : 18 * textSize / 12 * Double(max(lineCount - 2, 0))
    let whole = frame(lineCount, height: height + more)
    let curves = series.map { band($0, whole) }.joined() + series.map { curve($0, whole) }.joined()
    return whole.svg(
      label: label, template: template, legend: legend(whole, places), stops: stops(whole),
      content: curves + ends(whole), kind: kind)
  }

  /// The chart as an SVG file of its own, in one language.
  public func file(
    width: Double = 560, height: Double = 260, language: Words.Language = .english
  ) -> String {
    var chart = self
    chart.label = label.only(language)
    chart.names = (names.horizontal.only(language), names.vertical.only(language))
    chart.template = template.only(language)
    for index in series.indices { chart.series[index].name = series[index].name.only(language) }
    return ChartFile.text(chart.svg(width: width, height: height), width: width, height: height)
  }

  private func verticalAxis(for values: [Double]) -> ChartAxis {
    let finite = values.filter(\.isFinite)
    let positive = finite.filter { $0 > 0 }
    guard let low = positive.min(), let high = positive.max() else { return ChartAxis(covering: values) }
    switch scale {
    case .linear: break
    case .logarithmic(let ratio):
      guard positive.count == finite.count, high > ratio * low else { break }
      // Few powers of ten leave room for ticks between them.
      let axis = ChartAxis(logarithmicallyCovering: positive, isTight: high < 1000 * low)
      return axis ?? ChartAxis(covering: values)
    case .logarithmicWithZero:
      // What is 0 lies apart from what is least above it.
      let lowest = positive.count < finite.count ? [low / 2] : []
      if let axis = ChartAxis(logarithmicallyCovering: positive + lowest, isTight: true) { return axis }
    }
    return ChartAxis(covering: values)
  }

  private func stops(_ frame: ChartFrame) -> [ChartFrame.Stop] {
    let places = positions.map { frame.horizontal.position(of: $0) ?? 0 }
    return zip(zip(ChartFrame.spans(of: places), places), details).map {
      ChartFrame.Stop(span: $0.0, position: $0.1, values: $1)
    }
  }

  /// A curve's name in the legend: from which line and where on, and how it is broken into lines.
  private typealias LegendPlace = (line: Int, x: Double, lines: [Words])

  /// Where each curve's name stands: in lines that are as long as the chart is wide, a longer name in several.
  private func legendPlaces(_ frame: ChartFrame) -> [LegendPlace] {
    let (start, scale) = (frame.plane.x, frame.textSize / 12)
    let mostColumns = Int((frame.width - start - 28) / (TextWidth.of("0") * scale))
    var (line, x) = (0, start)
    var places: [LegendPlace] = []
    for series in series {
      let text = max(TextWidth.of(series.name.english), TextWidth.of(series.name.chinese))
      let room = text * scale
      if x > start, x + 28 + room > frame.width { (line, x) = (line + 1, start) }
      let lines = series.name.broken(to: mostColumns)
      places.append((line, x, lines))
      // Nothing stands beside a name of several lines.
      line += lines.count - 1
      x += lines.count > 1 ? frame.width : 46 + room
    }
    return places
  }

  private func legend(_ frame: ChartFrame, _ places: [LegendPlace]) -> String {
    let scale = frame.textSize / 12
    var text = ""
    for (series, place) in zip(series, places) {
      let y = (35 + 18 * Double(place.line)) * scale
      text += "<path class=\"line s\(series.style)\" "
      text += "d=\"M\(SVGText.number(place.x)) \(SVGText.number(y - 4 * scale))h22\"/>"
      for (index, line) in place.lines.enumerated() {
        let baseline = SVGText.number(y + 18 * scale * Double(index))
        text += "<text class=\"legend\" x=\"\(SVGText.number(place.x + 28))\" y=\"\(baseline)\">"
        text += "\(line.markup(in: "tspan"))</text>\n"
      }
    }
    return text
  }

  /// What is written at the curves' ends, moved apart where it would overlap.
  private func ends(_ frame: ChartFrame) -> String {
    var labels: [(x: Double, y: Double, text: String, style: Int)] = []
    for series in series {
      guard let text = series.end else { continue }
      let last = series.values.indices.last { $0 < positions.count && isFinite(series.values, $0) }
      guard let last, let value = series.values[last], let y = frame.y(value),
        let x = frame.x(positions[last])
      else { continue }
      labels.append((x, y, text, series.style))
    }
    labels.sort { ($0.y, $0.style) < ($1.y, $1.style) }
    let (step, plane) = (frame.textSize * 1.1, frame.plane)
    for index in labels.indices.dropFirst() {
      labels[index].y = max(labels[index].y, labels[index - 1].y + step)
    }
    var floor = plane.y + plane.height
    for index in labels.indices.reversed() {
      labels[index].y = min(labels[index].y, floor)
      floor = labels[index].y - step
    }
    return labels.map { label in
      let (x, y) = (SVGText.number(label.x + 7), SVGText.number(label.y + frame.textSize / 3))
      return
        "<text class=\"last s\(label.style)\" x=\"\(x)\" y=\"\(y)\">\(SVGText.escaped(label.text))</text>\n"
    }.joined()
  }

  private func curve(_ series: Series, _ frame: ChartFrame) -> String {
    var path = ""
    var dots = ""
    var isDrawing = false
    // Few values are shown as points as well; a value between two gaps shows only as a point.
    let isSparse = positions.count <= 60
    for (index, value) in series.values.enumerated() where index < positions.count {
      guard let value, let x = frame.x(positions[index]) else {
        // Where nothing was measured, the curve goes on; where what was measured isn't a number, it ends.
        continue
      }
      guard value.isFinite, let y = frame.y(value) else {
        isDrawing = false
        let edge = value == -.infinity ? frame.plane.y + frame.plane.height : frame.plane.y
        dots +=
          "<path class=\"bad\" d=\"M\(SVGText.number(x - 4)) \(SVGText.number(edge - 4))l8 8m0 -8l-8 8\"/>"
        continue
      }
      path += "\(isDrawing ? "L" : "M")\(SVGText.number(x)) \(SVGText.number(y))"
      let isAlone = !isDrawing && !isFinite(series.values, index + 1)
      if isSparse || isAlone {
        dots +=
          "<circle class=\"dot s\(series.style)\" cx=\"\(SVGText.number(x))\" cy=\"\(SVGText.number(y))\" r=\"3\"/>"
      }
      isDrawing = true
    }
    return (path.isEmpty ? "" : "<path class=\"line s\(series.style)\" d=\"\(path)\"/>\n") + dots
      + (dots.isEmpty ? "" : "\n")
  }

  private func isFinite(_ values: [Double?], _ index: Int) -> Bool {
    values.indices.contains(index) && values[index]?.isFinite == true
  }

  private func band(_ series: Series, _ frame: ChartFrame) -> String {
    typealias N = NumberText
    var text = ""
    var upper = ""
    var lower: [String] = []
    func close() {
      if lower.count > 1 {
        text +=
          "<path class=\"band s\(series.style)\" d=\"M\(upper.dropFirst())L\(lower.reversed().joined(separator: "L"))Z\"/>\n"
      }
      (upper, lower) = ("", [])
    }
    for (index, range) in series.ranges.enumerated() where index < positions.count {
      guard let range, let x = frame.x(positions[index]), let low = frame.y(range.lowerBound),
        let high = frame.y(range.upperBound)
      else {
        close()
        continue
      }
      upper += "L\(SVGText.number(x)) \(SVGText.number(high))"
      lower.append("\(SVGText.number(x)) \(SVGText.number(low))")
    }
    close()
    return text
  }
}
