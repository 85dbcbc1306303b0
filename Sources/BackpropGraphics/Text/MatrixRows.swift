/// The rows of a matrix among the lines of a label: `[[1, 2],` above `[30, 4]]`, with columns that are aligned. In a narrow
/// drawing a row may go on in the next line, which then begins without a bracket.
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

  /// The rows at the end of some lines; `nil` where these take fewer than two lines.
  init?(_ lines: [String], size: Double) {
    guard let rows = MatrixRows.rows(atEndOf: lines), rows.count > 1 else { return nil }
    start = lines.count - rows.count
    self.rows = rows
    indent = TextMeasure.width(rows.map(\.opening), size: size)
    let gap = TextMeasure.width(", ", size: size)
    var end = indent
    columnEnds = rows[0].cells.indices.map { column in
      let cells = rows.compactMap { column < $0.cells.count ? $0.cells[column] : nil }
      end += TextMeasure.width(cells, size: size) + (column > 0 ? gap : 0)
      return end
    }
    width = end + TextMeasure.width(rows.map(\.closing), size: size)
  }

  /// Goes up from the last line until every bracket that is closed below has been opened.
  static func rows(atEndOf lines: [String]) -> [Row]? {
    guard lines.last?.utf8.last == UInt8(ascii: "]") else { return nil }
    var rows: [Row] = []
    var open = 0
    for line in lines.reversed() {
      guard let row = MatrixRows.row(line), rows.isEmpty || row.closing.hasSuffix(",") else { return nil }
      rows.insert(row, at: 0)
      open += row.closing.count { $0 == "]" } - row.opening.count
      if open <= 0 { break }
    }
    // Only the end of a row may be shorter.
    guard open == 0, let first = rows.first, !first.opening.isEmpty,
      rows.allSatisfy({ $0.cells.count <= first.cells.count })
    else { return nil }
    return rows
  }

  private static func row(_ line: String) -> Row? {
    let opening = line.prefix { $0 == "[" }
    var inner = line.dropFirst(opening.count)
    var closing = ""
    while let last = inner.last, last == "]" || last == "," {
      closing = String(last) + closing
      inner = inner.dropLast()
    }
    guard !inner.isEmpty, !closing.isEmpty else { return nil }
    return Row(opening: String(opening), cells: cells(inner), closing: closing)
  }

  private static func cells(_ text: Substring) -> [String] {
    text.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
  }

  /// Lines whose rows at the end go on in further lines where they are wider than a limit: equally many numbers in each
  /// line, and as many of a row's lines as it takes.
  static func wrapped(_ lines: [String], width limit: Double, size: Double) -> [String] {
    guard let rows = rows(atEndOf: lines), let columns = rows.first?.cells.count, columns > 1 else {
      return lines
    }
    let above = lines.dropLast(rows.count)
    for parts in 1...columns {
      let count = (columns + parts - 1) / parts
      let wrapped = rows.flatMap { $0.lines(of: count) }
      let width = MatrixRows(wrapped, size: size)?.width ?? TextMeasure.width(wrapped, size: size)
      if width <= limit || count == 1 { return above + wrapped }
    }
    return lines
  }
}

extension MatrixRows.Row {
  /// The row in lines of so many numbers.
  fileprivate func lines(of count: Int) -> [String] {
    stride(from: 0, to: cells.count, by: count).map { start in
      let end = min(start + count, cells.count)
      return (start == 0 ? opening : "") + cells[start..<end].joined(separator: ", ")
        + (end == cells.count ? closing : ",")
    }
  }
}
