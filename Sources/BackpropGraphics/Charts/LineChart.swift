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
    /// The number of its style, from 1 to 3.
    public var style: Int
    /// The value at each of the chart's positions; `nil` where there is none. A curve has gaps where values aren't finite.
    public var values: [Double?]
    /// The range that each value stands for, drawn as a band behind the curve.
    public var ranges: [ClosedRange<Double>?]

    /// A curve.
    public init(name: Words, style: Int, values: [Double?], ranges: [ClosedRange<Double>?] = []) {
      self.name = name
      self.style = style
      self.values = values
      self.ranges = ranges
    }
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
  /// Whether values may be drawn by ratio, where they span more than a thousandfold.
  public var allowsLogarithm: Bool

  /// A chart of curves.
  ///
  /// - Parameters:
  ///   - template: a sentence about a position; its number and each curve's value if not given.
  ///   - details: what fills the sentence's places, for each position.
  public init(
    label: Words, names: (horizontal: Words, vertical: Words), positions: [Double], limits: [Double] = [],
    series: [Series], template: Words? = nil, details: [[String]]? = nil, allowsLogarithm: Bool = false
  ) {
    self.label = label
    self.names = names
    self.positions = positions
    self.limits = limits
    self.series = series
    self.allowsLogarithm = allowsLogarithm
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
    let shown = series.flatMap { series in
      series.values.compactMap { $0 }
        + series.ranges.compactMap { $0 }.flatMap { [$0.lowerBound, $0.upperBound] }
    }
    let frame = ChartFrame(
      width: width, height: height,
      horizontal: ChartAxis(covering: positions + limits, tickCount: 9, isExact: true, isWhole: true),
      vertical: verticalAxis(for: shown), names: names, legendLines: 1)
    let curves = series.map { band($0, frame) }.joined() + series.map { curve($0, frame) }.joined()
    return frame.svg(
      label: label, template: template, legend: legend(frame), stops: stops(frame), content: curves)
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
    if allowsLogarithm, let low = finite.min(), let high = finite.max(), low > 0, high > 1000 * low,
      let axis = ChartAxis(logarithmicallyCovering: finite)
    {
      return axis
    }
    return ChartAxis(covering: values)
  }

  private func stops(_ frame: ChartFrame) -> [ChartFrame.Stop] {
    let places = positions.map { frame.horizontal.position(of: $0) ?? 0 }
    return zip(zip(ChartFrame.spans(of: places), places), details).map {
      ChartFrame.Stop(span: $0.0, position: $0.1, values: $1)
    }
  }

  private func legend(_ frame: ChartFrame) -> String {
    typealias N = NumberText
    var x = frame.plane.x
    var text = ""
    for series in series {
      text += "<path class=\"line s\(series.style)\" d=\"M\(SVGText.number(x)) 31h22\"/>"
      text +=
        "<text class=\"legend\" x=\"\(SVGText.number(x + 28))\" y=\"35\">\(series.name.markup(in: "tspan"))</text>\n"
      x += 46 + max(TextWidth.of(series.name.english), TextWidth.of(series.name.chinese))
    }
    return text
  }

  private func curve(_ series: Series, _ frame: ChartFrame) -> String {
    typealias N = NumberText
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
