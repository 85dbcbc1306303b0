/// A chart as a file of its own: with its size, and with the style that a report's page would have.
package enum ChartFile {
  /// The text of the file around a chart's SVG.
  package static func text(_ svg: String, width: Double, height: Double) -> String {
    guard let start = svg.firstRange(of: "<svg "), let end = svg.firstRange(of: ">\n") else { return svg }
    let size = "width=\"\(SVGText.number(width))\" height=\"\(SVGText.number(height))\" "
    return String(svg[..<start.upperBound]) + size + svg[start.upperBound..<end.upperBound]
      + "<style>\n\(EmbeddedText.chartFileStyle)</style>\n" + svg[end.upperBound...] + "\n"
  }
}
