import Backprop
import BackpropFiles
import BackpropGraphics

/// The spread of numbers as columns, with the values under the pointer.
public struct HistogramChart: Sendable {
  /// What the chart shows, in a sentence for those who don't see it.
  public var label: Words
  /// What the horizontal axis measures.
  public var name: Words
  /// The number of its style, from 1 to 8.
  public var style: Int
  /// The numbers' spread.
  public var histogram: Histogram

  /// A chart of a spread.
  public init(label: Words, name: Words, style: Int = 1, histogram: Histogram) {
    (self.label, self.name, self.style, self.histogram) = (label, name, style, histogram)
  }

  /// The chart as an SVG file of its own, in one language.
  public func file(
    width: Double = 300, height: Double = 170, language: Words.Language = .english
  ) -> String {
    let chart = HistogramChart(
      label: label.only(language), name: name.only(language), style: style, histogram: histogram)
    return ChartFile.text(
      chart.svg(width: width, height: height, language: language), width: width, height: height)
  }

  /// The chart as SVG for a page that has the charts' style, as a report has.
  public func svg(width: Double = 300, height: Double = 170) -> String {
    svg(width: width, height: height, language: nil)
  }

  private func svg(width: Double, height: Double, language: Words.Language?) -> String {
    func spoken(_ words: Words) -> Words { language.map(words.only) ?? words }
    typealias N = NumberText
    let limits = [histogram.minimum, histogram.maximum]
    let horizontal = ChartAxis(covering: limits, tickCount: 6, isExact: true)
    // By ratio, so that the few numbers far out are seen beside the many in the middle.
    let vertical = ChartAxis(countsUpTo: histogram.bins.max() ?? 0)
    let frame = ChartFrame(
      width: width, height: height, horizontal: horizontal, vertical: vertical,
      names: (name, spoken(Words("count", "个数"))))
    var columns = ""
    var stops: [ChartFrame.Stop] = []
    for (index, count) in histogram.bins.enumerated() {
      let range = histogram.range(ofBin: index)
      var span = (frame.horizontal.position(of: range.lowerBound) ?? 0)...1
      if let end = frame.horizontal.position(of: range.upperBound), end >= span.lowerBound {
        span = span.lowerBound...end
      }
      // A single value has a column of its own in the middle.
      if span.upperBound - span.lowerBound < 1e-6 { span = 0.45...0.55 }
      let center = (span.lowerBound + span.upperBound) / 2
      stops.append(
        ChartFrame.Stop(
          span: span, position: center,
          values: [
            N.significant(range.lowerBound, digits: 3), N.significant(range.upperBound, digits: 3),
            count.grouped,
          ]))
      guard count > 0, let y = frame.y(Double(count)) else { continue }
      let plane = frame.plane
      let left = plane.x + span.lowerBound * plane.width
      let room = (span.upperBound - span.lowerBound) * plane.width
      // However few, what is there is seen.
      let height = max(plane.y + plane.height - y, 0.75)
      columns +=
        "<rect class=\"column s\(style)\" x=\"\(SVGText.number(left))\" y=\"\(SVGText.number(plane.y + plane.height - height))\" "
        + "width=\"\(SVGText.number(max(room - 0.6, 0.6)))\" height=\"\(SVGText.number(height))\"/>\n"
    }
    return frame.svg(
      label: label, template: spoken(Words("from {0} to {1}: {2} values", "{0} 到 {1}：{2} 个")), stops: stops,
      content: columns)
  }
}
