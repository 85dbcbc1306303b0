/// The measures of a drawing, in pixels.
package enum DrawingStyle {
  package static let fontSize = 13.0
  static let symbolSize = 15.0
  /// The radius of a circle whose sign is short.
  static let radius = 19.0
  /// A circle grows with its sign up to this radius; beyond, it becomes a box with round ends.
  static let largestRadius = 34.0
  /// How far the backward line runs below the forward line.
  static let backwardOffset = 7.0
  /// The free distance between what stands above each other.
  static let rowGap = 12.0
  /// The shortest horizontal run of a line.
  static let shortestRun = 34.0
  /// The free distance between columns however steep a line between them is.
  static let largestColumnGap = 160.0
  /// How far a line runs straight beyond its column, so that its corner and that of the line beside it keep clear.
  static let straight = 8.0
  /// The distance of lines that lead from a row to the next one.
  static let trackGap = 18.0
  /// How far from a node lines to it count as coming together there.
  static let meeting = 48.0
  /// The radius of the dot where a line divides.
  static let forkRadius = 2.5
  /// No drawing gets wider or higher than this of itself.
  package static let largestSize = 20_000.0
  /// The distance of a picture of numbers from the text above it.
  static let mapGap = 4.0
  static let groupPadding = 14.0
  static let groupTitle = 24.0
  /// Names of inputs are shortened to this number of columns.
  package static let titleColumns = 40
  /// In drawings no wider than this, names of inputs are shortened further, since little else would fit beside them.
  package static let narrowWidth = 500.0
  package static let narrowTitleColumns = 18
  /// In the same drawings lines of labels are shortened to this number of columns.
  static let narrowLabelColumns = 24
  /// In the same drawings rows of numbers that are wider than this go on in another line.
  static let narrowRowWidth = 212.0
  /// Titles of groups are shortened to this number of columns.
  package static let groupColumns = 60
  /// Lines of labels are shortened to this number of columns.
  package static let labelColumns = 36

  /// The width of the circle or box for a sign; boxes are wider than high.
  static func symbolWidth(_ symbol: String) -> Double {
    let text = TextMeasure.width(symbol, size: symbolSize)
    // The estimate of a text's width is generous enough to count as its distance from the circle.
    let radius = text / 2 + 2
    return radius <= largestRadius ? 2 * max(radius, self.radius).rounded(.up) : (text + 28).rounded(.up)
  }

  /// The height of the circle or box for a sign.
  static func symbolHeight(_ symbol: String) -> Double {
    let width = symbolWidth(symbol)
    return width <= 2 * largestRadius ? width : 2 * radius
  }

  /// The height of lines of text, and of a picture below them.
  static func height(_ lines: [String], _ map: HeatMap? = nil) -> Double {
    Double(lines.count) * TextMeasure.lineHeight(size: fontSize) + (map.map { $0.height + mapGap } ?? 0)
  }

  /// The width of lines of text, matrices' columns aligned, and of a picture below them.
  static func width(_ lines: [String], _ map: HeatMap? = nil) -> Double {
    let aligned = MatrixRows(lines, size: fontSize)?.width ?? 0
    return max(TextMeasure.width(lines, size: fontSize), aligned, map?.width ?? 0).rounded(.up)
  }
}
