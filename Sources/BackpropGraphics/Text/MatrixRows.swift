/// The rows of a matrix among the lines of a label: `[[1, 2],` above `[30, 4]]`, with columns that are aligned.
struct MatrixRows {
  struct Row {
    /// The brackets before the numbers.
    var opening: String
    var cells: [String]
    /// The brackets behind them, and a comma.
    var closing: String
  }

  /// The first line that is a row; all behind it are.
  let start: Int
  let rows: [Row]
  /// The distances of the ends of the columns from the beginning of the longest line, without brackets and commas.
  let columnEnds: [Double]
  /// How far in the first column begins.
  let indent: Double
  /// The width of the longest line.
  let width: Double

  /// The rows at the end of some lines; `nil` where there are fewer than two.
  init?(_ lines: [String], size: Double) {
    var rows: [Row] = []
    for line in lines.reversed() {
      guard let row = MatrixRows.row(line), rows.isEmpty || row.cells.count == rows[0].cells.count else {
        break
      }
      rows.insert(row, at: 0)
    }
    guard rows.count > 1 else { return nil }
    start = lines.count - rows.count
    self.rows = rows
    indent = TextMeasure.width(rows.map(\.opening), size: size)
    let gap = TextMeasure.width(", ", size: size)
    var end = indent
    columnEnds = rows[0].cells.indices.map { column in
      end += TextMeasure.width(rows.map { $0.cells[column] }, size: size) + (column > 0 ? gap : 0)
      return end
    }
    width = end + TextMeasure.width(rows.map(\.closing), size: size)
  }

  private static func row(_ line: String) -> Row? {
    let opening = line.prefix { $0 == "[" }
    guard !opening.isEmpty, line.contains("]") else { return nil }
    var inner = line.dropFirst(opening.count)
    var closing = ""
    while let last = inner.last, last == "]" || last == "," {
      closing = String(last) + closing
      inner = inner.dropLast()
    }
    return Row(opening: String(opening), cells: cells(inner), closing: closing)
  }

  private static func cells(_ text: Substring) -> [String] {
    text.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
  }
}
