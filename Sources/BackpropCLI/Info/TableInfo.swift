import BackpropData
import BackpropFiles
import BackpropFormats

extension FileInfo {
  /// Whether a file is taken for a table of text, by its name.
  static func isTable(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".csv", ".tsv", ".csv.gz", ".tsv.gz"].contains { name.hasSuffix($0) }
  }

  /// What is inside a table of text: its columns with their kinds, and what their numbers are like.
  static func table(_ path: String, _ delimiter: CSVDelimiter) throws -> FileInfo {
    let table = try DataTable(csv: path, delimiter: delimiter)
    var info = FileInfo(format: "CSV")
    info.facts.append(("rows", .integer(table.rowCount)))
    info.facts.append(("columns", .integer(table.columns.count)))
    if let delimiter = table.delimiter { info.facts.append(("delimiter", .string(delimiter))) }
    var columns: [JSONValue] = []
    var lines: [String] = []
    for (position, column) in table.columns.enumerated() {
      var members: [(String, JSONValue)] = [
        ("name", .string(column.name)), ("kind", .string("\(column.kind)")),
        ("missing", .integer(column.missingCount)),
      ]
      var line = "\(column.name): \(column.kind)"
      if column.kind == .numbers {
        let numbers = (0..<table.rowCount).compactMap { table.number(row: $0, column: position) }
        if let statistics = ArrayStatistics(numbers.count, { numbers[$0].map { Double($0) } }) {
          members += [
            ("min", .number(statistics.least)), ("max", .number(statistics.greatest)),
            ("mean", .number(statistics.mean)), ("deviation", .number(statistics.deviation)),
          ]
          let shown = [statistics.least, statistics.greatest, statistics.mean, statistics.deviation].map {
            NumberText.significant($0)
          }
          line += " from \(shown[0]) to \(shown[1]), mean \(shown[2]), deviation \(shown[3])"
        }
      } else if let words = column.words {
        members.append(("words", .integer(words.count)))
        let shown = words.prefix(5).joined(separator: ", ") + (words.count > 5 ? ", …" : "")
        line += ", \(words.count.grouped) different: \(shown)"
      }
      if column.missingCount > 0 { line += "; \(column.missingCount.grouped) missing" }
      columns.append(.object(members))
      lines.append(line.escapingControlCharacters())
    }
    info.tableColumns = columns
    info.lines = lines
    return info
  }
}
