/// The numbers of a larger tensor as a small picture: blue below 0, orange above, paler towards 0.
public struct HeatMap: Sendable, Hashable {
  /// How many steps a colour has.
  package static let steps = 8
  /// The width of a cell in pixels, and its height, which is twice as much where all cells stand in one row: a line that
  /// thin is hardly seen.
  static let cell = 5.0
  private var cellHeight: Double { rows == 1 ? 2 * HeatMap.cell : HeatMap.cell }
  /// No picture has more rows or columns; larger tensors' numbers are averaged.
  package static let mostRows = 14
  package static let mostColumns = 28

  /// The number of cells below each other.
  public var rows: Int
  /// The number of cells side by side.
  public var columns: Int
  /// For each cell, row by row, how far from 0 it is, from −8 to 8; `nil` where there is no number.
  public var levels: [Int?]

  /// A picture of as many cells as it has rows times columns.
  package init(rows: Int, columns: Int, levels: [Int?]) {
    self.rows = rows
    self.columns = columns
    self.levels = levels
  }

  var width: Double { Double(columns) * HeatMap.cell }
  var height: Double { Double(rows) * cellHeight }

  /// The paths of the cells of each level that occurs, as classes and their text.
  func paths() -> [(level: Int?, path: String)] {
    var paths: [Int?: String] = [:]
    for (index, level) in levels.enumerated() where level != 0 {
      let (x, y) = (Double(index % columns) * HeatMap.cell, Double(index / columns) * cellHeight)
      paths[level, default: ""] +=
        "M\(SVGText.number(x)) \(SVGText.number(y))h5v\(SVGText.number(cellHeight))h-5z"
    }
    return paths.sorted { ($0.key ?? 99) < ($1.key ?? 99) }.map { (level: $0.key, path: $0.value) }
  }
}
