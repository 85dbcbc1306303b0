/// A table of a report: the numbers of a chart for those who'd rather read them, or can't see it.
package struct ReportTable {
  /// What the table holds.
  var caption: Words
  /// The columns' names.
  var columns: [Words]
  /// The cells, row by row; the first of a row is its name.
  var rows: [[String]]

  package init(caption: Words, columns: [Words], rows: [[String]]) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The table as markup, with room to scroll where it is wider than the page.
  var markup: String {
    let heads = columns.map { "<th scope=\"col\">\($0.markup())</th>" }.joined()
    let lines = rows.map { row in
      "<tr>"
        + row.enumerated().map { index, cell in
          index == 0
            ? "<th scope=\"row\">\(SVGText.escaped(cell))</th>" : "<td>\(SVGText.escaped(cell))</td>"
        }.joined() + "</tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="region"\(caption.attribute("aria-label"))><table>
      <caption>\(caption.markup())</caption>
      <thead><tr>\(heads)</tr></thead>
      <tbody>
      \(lines.joined(separator: "\n"))
      </tbody></table></div>

      """
  }

  /// The table behind a line that opens it.
  package var folded: String {
    "<details><summary>\(Words("As a table", "以表格显示").markup())</summary>\n\(markup)</details>\n"
  }
}
