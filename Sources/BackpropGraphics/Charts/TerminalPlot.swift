/// Curves for a terminal, drawn with the dots of Braille characters: two by four of them in each. Where there is only
/// ASCII, a character has two places, one above the other.
///
/// A second curve in the same plane is told from the first by being drawn in marks, an `o` each.
public struct TerminalPlot: Sendable {
  /// One curve: its name, and its values at places from 0 to 1.
  public struct Curve: Sendable {
    /// What it is called.
    public var name: String
    /// Its values at places from 0, the left end, to 1, in ascending order; a curve has gaps where they aren't finite.
    public var points: [(position: Double, value: Double)]
    /// Whether it is drawn in marks, an `o` each, instead of a line.
    public var isMarked: Bool

    /// A curve.
    public init(name: String, points: [(position: Double, value: Double)], isMarked: Bool = false) {
      self.name = name
      self.points = points
      self.isMarked = isMarked
    }
  }

  let title: String
  let curves: [Curve]
  /// The values that the vertical axis must cover.
  let axis: ChartAxis
  /// What is written below the ends of the horizontal axis.
  let ends: (String, String)

  /// A plot of curves in one plane.
  ///
  /// - Parameter ends: what is written below the ends of the horizontal axis.
  public init(title: String, curves: [Curve], ends: (String, String)) {
    let values = curves.flatMap { $0.points.map(\.value) }
    self.init(title: title, curves: curves, axis: ChartAxis(covering: values, tickCount: 4), ends: ends)
  }

  package init(title: String, curves: [Curve], axis: ChartAxis, ends: (String, String)) {
    self.title = title
    self.curves = curves
    self.axis = axis
    self.ends = ends
  }

  /// The lines of the plot, none of them wider than `width` columns; nothing for fewer than 30 columns.
  ///
  /// - Parameter height: the number of lines of the plane, at least 2.
  public func lines(width: Int, height: Int = 8, signs: TerminalSigns = .unicode) -> [String] {
    let margin = (axis.labels.map(\.displayWidth).max() ?? 0) + 2
    let columns = width - margin - 1
    guard width >= 30, columns >= 16, height >= 2 else { return [] }
    var dots = DotPlane(columns: columns, rows: height, signs: signs)
    for curve in curves where !curve.isMarked { draw(curve, &dots) }
    for curve in curves where curve.isMarked { mark(curve, &dots) }
    var labels: [Int: String] = [:]
    for (tick, label) in zip(axis.ticks, axis.labels) {
      guard let position = axis.position(of: tick) else { continue }
      let row = Int(((1 - position) * Double(height - 1)).rounded())
      // The tick nearest to a line gets it; the ends of the axis always do.
      if labels[row] == nil || tick == axis.ticks.last { labels[row] = label }
    }
    let isPlain = signs == .ascii
    let (side, tickSign) = isPlain ? ("|", "+") : ("│", "┤")
    var lines = [heading(signs).prefixed(toWidth: width)]
    for row in 0..<height {
      let label = (labels[row] ?? "").rightAligned(to: margin - 2)
      lines.append("\(label) \(labels[row] == nil ? side : tickSign)\(dots.line(row))".trimmedAtEnd)
    }
    let floor = (isPlain ? "+" : "└") + String(repeating: isPlain ? "-" : "─", count: columns)
    lines.append(String(repeating: " ", count: margin - 1) + floor)
    let gap = columns - ends.0.displayWidth - ends.1.displayWidth
    lines.append(
      String(repeating: " ", count: margin) + ends.0 + String(repeating: " ", count: max(gap, 1)) + ends.1)
    return lines.map { signs.shown(SVGText.visible($0)).prefixed(toWidth: width) }
  }

  /// The title, and which curve is which where there are several: `accuracy: ⠤⠒ training, o test`.
  private func heading(_ signs: TerminalSigns) -> String {
    guard curves.count > 1 else { return title }
    let line = signs == .ascii ? ".'" : "⠤⠒"
    let names = curves.map { "\($0.isMarked ? "o" : line) \($0.name)" }
    return "\(title): \(names.joined(separator: ", "))"
  }

  private func draw(_ curve: Curve, _ dots: inout DotPlane) {
    var last: (x: Int, y: Int)?
    for point in curve.points {
      guard let (x, y) = place(of: point, dots.width, dots.height) else {
        last = nil
        continue
      }
      dots.line(from: last ?? (x, y), to: (x, y))
      last = (x, y)
    }
  }

  /// Draws marks, so far apart that the line of another curve shows between them; the last value always has one.
  private func mark(_ curve: Curve, _ dots: inout DotPlane) {
    let distance = 3
    var last: Int?
    for point in curve.points.reversed() {
      guard let (x, y) = place(of: point, dots.columns, dots.rows), (last ?? .max) - x >= distance else {
        continue
      }
      dots.mark(column: x, row: y)
      last = x
    }
  }

  /// Where a point stands in a plane of so many places; `nil` where its value is none.
  private func place(
    of point: (position: Double, value: Double), _ width: Int, _ height: Int
  ) -> (x: Int, y: Int)? {
    guard point.value.isFinite, let share = axis.position(of: point.value) else { return nil }
    let x = Int((point.position * Double(width - 1)).rounded())
    return (x, Int(((1 - share) * Double(height - 1)).rounded()))
  }
}

extension TerminalPlot {
  /// Plots side by side where there is room for them, otherwise one below the other.
  public static func lines(
    of plots: [TerminalPlot], width: Int, signs: TerminalSigns = .unicode
  ) -> [String] {
    let perRow = min(max(plots.count, 1), max(1, width / 40))
    let each = min(width / perRow - (perRow > 1 ? 2 : 0), 72)
    var lines: [String] = []
    for start in stride(from: 0, to: plots.count, by: perRow) {
      let blocks = plots[start..<min(start + perRow, plots.count)].map {
        $0.lines(width: each, signs: signs)
      }
      for row in 0..<(blocks.map(\.count).max() ?? 0) {
        let cells = blocks.map { ($0.indices.contains(row) ? $0[row] : "").padded(to: each) }
        lines.append(cells.joined(separator: "  ").trimmedAtEnd)
      }
      lines.append("")
    }
    return lines
  }
}

/// A plane of dots: eight to a character of Braille, or two to one of ASCII.
private struct DotPlane {
  let columns: Int
  let rows: Int
  let width: Int
  let height: Int
  private let signs: TerminalSigns
  private var cells: [UInt8]
  private var marks: Set<Int> = []

  init(columns: Int, rows: Int, signs: TerminalSigns) {
    (self.columns, self.rows, self.signs) = (columns, rows, signs)
    (width, height) = signs == .ascii ? (columns, rows * 2) : (columns * 2, rows * 4)
    cells = Array(repeating: 0, count: columns * rows)
  }

  mutating func mark(column: Int, row: Int) { marks.insert(row * columns + column) }

  /// Draws a straight line of dots (J. E. Bresenham, "Algorithm for computer control of a digital plotter").
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
    var (x, y) = start
    let (dx, dy) = (abs(end.x - x), -abs(end.y - y))
    let (sx, sy) = (x < end.x ? 1 : -1, y < end.y ? 1 : -1)
    var error = dx + dy
    while true {
      set(x, y)
      if (x, y) == end { return }
      let doubled = 2 * error
      if doubled >= dy {
        error += dy
        x += sx
      }
      if doubled <= dx {
        error += dx
        y += sy
      }
    }
  }

  /// A line of characters.
  func line(_ row: Int) -> String {
    (row * columns..<(row + 1) * columns).map { marks.contains($0) ? "o" : character(of: cells[$0]) }
      .joined()
  }

  private func character(of cell: UInt8) -> String {
    if cell == 0 { return " " }
    if signs == .ascii { return cell == 1 ? "'" : cell == 2 ? "." : ":" }
    return Unicode.Scalar(0x2800 + UInt32(cell)).map { String(Character($0)) } ?? " "
  }

  private mutating func set(_ x: Int, _ y: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    if signs == .ascii {
      cells[y / 2 * columns + x] |= y % 2 == 0 ? 1 : 2
      return
    }
    // The dots' bits go down the left column, then the right one; the fourth row came later.
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    cells[y / 4 * columns + x / 2] |= bits[y % 4][x % 2]
  }
}

extension String {
  /// The text without spaces at its end.
  fileprivate var trimmedAtEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The beginning of the text that fits into a number of columns.
  fileprivate func prefixed(toWidth width: Int) -> String {
    var columns = 0
    return String(
      prefix { character in
        columns += character.displayWidth
        return columns <= width
      })
  }
}
