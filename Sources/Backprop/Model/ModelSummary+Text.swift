extension ModelSummary: CustomStringConvertible {
  /// A table with a row for each layer, the sums below it, and what the memory is for.
  public var description: String { lines(columns: .max).joined(separator: "\n") }

  /// The same in lines of at most so many columns where that can be done: narrower tables have no shares, then counts
  /// with fewer digits, then no words of the layers.
  public func lines(columns limit: Int) -> [String] {
    var table: [String] = []
    for detail in [Detail(), Detail(0), Detail(1), Detail(2)] {
      table = Self.lines(of: rows(detail))
      if table.allSatisfy({ $0.count <= limit }) { break }
    }
    return table + ["", memory]
  }

  /// What a table leaves out where room is short.
  private struct Detail {
    var hasShares = true
    var isShort = false
    var hasWords = true

    init() {}

    /// The table of a level of shortness, from 0 on.
    init(_ level: Int) { (hasShares, isShort, hasWords) = (false, level > 0, level < 2) }
  }

  private func rows(_ detail: Detail) -> [[String]] {
    func number(_ count: Int) -> String { detail.isShort ? Self.short(count) : grouped(count) }
    var rows = [["layer", "", "output", "parameters", "share", "multiply-adds", "values"]]
    rows.append(["input", "", "\(input)", "", "", "", Self.bytes(inputBytes)])
    for row in self.rows {
      let indent = String(repeating: "  ", count: row.depth)
      rows.append([
        indent + row.label, row.summary == row.label.lowercased() ? "" : row.summary, "\(row.output)",
        row.sharedCount > 0 ? "shared" : row.parameterCount > 0 ? number(row.parameterCount) : "–",
        row.parameterCount > 0 ? share(row.parameterCount) : "",
        row.multiplyAdds > 0 ? number(row.multiplyAdds) : "–",
        Self.bytes(row.valueBytes),
      ])
    }
    rows.append([
      "total", "", "", number(parameterCount), "", number(multiplyAdds), Self.bytes(valueBytes),
    ])
    for row in rows.indices {
      if !detail.hasShares { rows[row][4] = "" }
      if !detail.hasWords { rows[row][1] = "" }
    }
    return rows
  }

  /// A count in thousands or millions, with a digit after the point: 123.6 k, 8.8 M.
  private static func short(_ count: Int) -> String {
    guard count >= 10_000 else { return grouped(count) }
    var number = Double(count) / 1000
    for unit in ["k", "M"] {
      if number < 999.95 { return "\((number * 10).rounded() / 10) \(unit)" }
      number /= 1000
    }
    return "\((number * 10).rounded() / 10) G"
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
