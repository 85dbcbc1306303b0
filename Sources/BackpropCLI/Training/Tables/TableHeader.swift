import Backprop
import BackpropData
import BackpropFiles

/// What the command says of a table before it learns from it: what was decided of each column, and which rows do what.
struct TableHeader {
  let table: TableTraining
  let name: String

  private var preparation: TablePreparation { table.preparation }

  // MARK: - For people

  var text: String {
    var lines = [
      "Table \(name): \(Wording.counted(table.rowCount, "row", in: \.grouped)), \(Wording.counted(table.columnCount, "column", in: \.grouped))",
      "  target: \(preparation.targetName), \(targetText)",
      "  learnt from: \(inputText)",
    ]
    if !table.constants.isEmpty { lines.append("  constant: " + Self.list(table.constants)) }
    if !table.omissions.isEmpty { lines.append("  left out: " + omissionText) }
    if let missingText { lines.append("  missing: " + missingText) }
    lines.append("  rows: " + rowText)
    lines += table.remarks.map { "  note: \($0)" }
    // A name may have a line's end in it, in quotes.
    return lines.map { $0.escapingControlCharacters() }.joined(separator: "\n")
  }

  private var targetText: String {
    switch preparation.target {
    case .classes(let names, _):
      "classified: \(names.count.grouped) classes (\(Self.list(names, limit: 8)))"
    case .number(let scale):
      "regressed: a number, standardised (mean \(NumberText.significant(scale.mean)), deviation \(NumberText.significant(scale.deviation)))"
    }
  }

  private var inputText: String {
    var (numbers, words) = ([String](), [String]())
    for input in preparation.inputs {
      switch input.form {
      case .number: numbers.append(input.name)
      case .words(let list): words.append("\(input.name) (\(list.count))")
      }
    }
    var parts: [String] = []
    if !numbers.isEmpty {
      parts.append(
        "\(Wording.counted(numbers.count, "column", in: \.grouped)) of numbers, standardised: \(Self.list(numbers))"
      )
    }
    if !words.isEmpty {
      parts.append(
        "\(Wording.counted(words.count, "column", in: \.grouped)) of words, each word an input of its own: \(Self.list(words))"
      )
    }
    return parts.joined(separator: "; ")
  }

  private var omissionText: String {
    // Columns with the same reason stand together.
    var reasons: [String] = []
    for omission in table.omissions where !reasons.contains(omission.reason) {
      reasons.append(omission.reason)
    }
    return reasons.map { reason in
      let columns = table.omissions.filter { $0.reason == reason }.map(\.column)
      return "\(Self.list(columns)) (\(reason))"
    }.joined(separator: ", ")
  }

  private var missingText: String? {
    guard !table.missing.isEmpty else { return nil }
    let cells = Self.list(table.missing.map { "\($0.column) \($0.count.grouped)" })
    let dropped = "\(Wording.counted(table.droppedCount, "row", in: \.grouped)) left out"
    switch preparation.missing {
    case .mean:
      return "\(cells); filled with means\(table.droppedCount > 0 ? ", \(dropped) for want of a target" : "")"
    case .drop, .error: return "\(cells); \(dropped)"
    }
  }

  private var rowText: String {
    var parts = ["\(table.training.count.grouped) to learn from"]
    if let count = table.validation?.count { parts.append("\(count.grouped) to validate with") }
    if let count = table.holdOut?.count {
      parts.append(
        "\(count.grouped) \(table.hasTestTable ? "of the test table to measure with" : "held out")")
    }
    return parts.joined(separator: ", ")
  }

  /// Names with commas between them, many without those behind the first.
  private static func list(_ names: [String], limit: Int = 12) -> String {
    names.prefix(limit).joined(separator: ", ")
      + (names.count > limit ? ", … \(names.count.grouped) in all" : "")
  }

  // MARK: - For programs

  var json: JSONValue {
    let missing: [(String, JSONValue)] = table.missing.map { ($0.column, .integer($0.count)) }
    let omissions: [JSONValue] = table.omissions.map {
      .object([("column", .string($0.column)), ("reason", .string($0.reason))])
    }
    return .object([
      ("event", .string("table")), ("rows", .integer(table.rowCount)),
      ("columns", .integer(table.columnCount)),
      ("preparation", preparation.json), ("inputs", .integer(preparation.inputCount)),
      ("left_out", .array(omissions)), ("constant", .array(table.constants.map { .string($0) })),
      ("missing_cells", .object(missing)), ("dropped_rows", .integer(table.droppedCount)),
      ("training_rows", .integer(table.training.count)),
      ("validation_rows", .integer(table.validation?.count ?? 0)),
      ("hold_out_rows", .integer(table.holdOut?.count ?? 0)),
      ("remarks", .array(table.remarks.map { .string($0) })),
    ])
  }
}

extension Wording {
  /// The number, written in some way, and the word for what is counted.
  static func counted(_ count: Int, _ word: String, in write: (Int) -> String) -> String {
    "\(write(count)) \(word)\(count == 1 ? "" : "s")"
  }
}
