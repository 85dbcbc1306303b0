extension ModelSummary: CustomStringConvertible {
  /// A table with a row for each layer, the sums below it, and what the memory is for.
  public var description: String {
    var rows = [["layer", "", "output", "parameters", "share", "multiply-adds", "values"]]
    rows.append(["input", "", "\(input)", "", "", "", Self.bytes(inputBytes)])
    for row in self.rows {
      let indent = String(repeating: "  ", count: row.depth)
      rows.append([
        indent + row.label, row.summary == row.label.lowercased() ? "" : row.summary, "\(row.output)",
        row.sharedCount > 0 ? "shared" : row.parameterCount > 0 ? grouped(row.parameterCount) : "–",
        row.parameterCount > 0 ? share(row.parameterCount) : "",
        row.multiplyAdds > 0 ? grouped(row.multiplyAdds) : "–",
        Self.bytes(row.valueBytes),
      ])
    }
    rows.append([
      "total", "", "", grouped(parameterCount), "", grouped(multiplyAdds), Self.bytes(valueBytes),
    ])
    return (Self.lines(of: rows) + ["", memory]).joined(separator: "\n")
  }

  /// What the memory is for, in a sentence.
  private var memory: String {
    let statistics = statisticCount > 0 ? " and \(counted(statisticCount, "statistic"))" : ""
    return "Memory: \(Self.bytes(stateBytes)) for \(counted(parameterCount, "parameter"))\(statistics), "
      + "and for each sample \(Self.bytes(inputBytes)) of input and \(Self.bytes(valueBytes)) of values."
  }

  private func share(_ count: Int) -> String {
    let tenths = (Double(count) / Double(Swift.max(parameterCount, 1)) * 1000).rounded()
    return "\(tenths / 10) %"
  }

  /// Bytes in the unit that people use for so many: 312 B, 3.1 kB, 1.7 MB.
  private static func bytes(_ count: Int) -> String {
    guard count >= 1000 else { return "\(count) B" }
    var number = Double(count) / 1000
    for unit in ["kB", "MB"] {
      if number < 999.95 { return "\((number * 10).rounded() / 10) \(unit)" }
      number /= 1000
    }
    return "\((number * 10).rounded() / 10) GB"
  }

  /// The rows with their columns below each other: words to the left, numbers to the right.
  private static func lines(of rows: [[String]]) -> [String] {
    let widths = (0..<7).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() where widths[column] > 0 {
        let room = String(repeating: " ", count: widths[column] - cell.count)
        if !line.isEmpty || column > 0 { line += "  " }
        line += column < 3 ? cell + room : room + cell
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
