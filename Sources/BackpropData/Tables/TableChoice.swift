import Backprop
import BackpropFiles

/// Which of a table's columns are told from which, and why others are left out.
struct TableChoice {
  /// The position of the target's column.
  let target: Int
  let kind: TableTask.Kind
  /// The positions of the columns that it is told from.
  private(set) var inputs: [Int] = []
  /// The columns that are left out, and why.
  private(set) var leftOut: [TableTraining.Omission] = []

  /// More different words than these no column of words may have unless it is asked for.
  private static let wordLimit = 1000
  /// Classes are told from whole numbers only where there are no more of them.
  private static let classLimit = 20
  /// More classes than these there can't be.
  private static let greatestClassCount = 10_000

  init(_ table: DataTable, _ task: TableTask) throws(FileError) {
    target = try Self.position(of: task.target, in: table)
    var ignored = Set<Int>()
    for name in task.ignored { ignored.insert(try Self.position(of: name, in: table)) }
    var wanted: [Int] = []
    for name in task.features ?? [] {
      let position = try Self.position(of: name, in: table)
      guard position != target else {
        throw Self.failure(
          table, "features other than the target", "“\(name)”, which is the target",
          "Leave it out of the features.")
      }
      guard !ignored.contains(position) else {
        throw Self.failure(
          table, "features and ignored columns that differ", "“\(name)” among both",
          "Name it in one of the two.")
      }
      wanted.append(position)
    }
    guard !ignored.contains(target) else {
      throw Self.failure(
        table, "a target that isn't ignored", "“\(task.target)”, which is both", "Name it in one of the two.")
    }
    for position in table.columns.indices {
      let isUsed =
        position == target || (task.features == nil ? !ignored.contains(position) : wanted.contains(position))
      if isUsed, let error = table.columns[position].oddWord { throw error }
    }
    kind = try Self.kind(of: target, in: table, task)
    for position in table.columns.indices where position != target {
      if ignored.contains(position) {
        leave(table, position, "ignored")
      } else if task.features != nil {
        guard wanted.contains(position) else {
          leave(table, position, "not among the features")
          continue
        }
        if let reason = Self.impossibility(table, position) {
          throw Self.failure(
            table, "features of numbers or words", "“\(table.columns[position].name)”: \(reason)",
            "Leave it out of the features.")
        }
        inputs.append(position)
      } else if let reason = Self.impossibility(table, position) ?? Self.unfitness(table, position) {
        leave(table, position, reason)
      } else {
        inputs.append(position)
      }
    }
    if inputs.isEmpty { takeRowNumbers(of: table) }
    guard !inputs.isEmpty else {
      let reasons = leftOut.prefix(5).map { "“\($0.column)” (\($0.reason))" }.joined(separator: ", ")
      throw Self.failure(
        table, "a column to tell “\(task.target)” from",
        leftOut.isEmpty
          ? "no other column" : "none that can be used: \(reasons)\(leftOut.count > 5 ? ", …" : "")",
        "Name columns of numbers or words with --features, or give another table.")
    }
  }

  /// Takes what counts the rows where there is nothing else: it may be what was measured at, such as 1, 2, 3…
  private mutating func takeRowNumbers(of table: DataTable) {
    inputs = leftOut.filter { $0.reason == Self.rowNumbersReason }.compactMap {
      table.column(named: $0.column)
    }
    leftOut.removeAll { $0.reason == Self.rowNumbersReason }
  }

  private mutating func leave(_ table: DataTable, _ position: Int, _ reason: String) {
    leftOut.append(TableTraining.Omission(column: table.columns[position].name, reason: reason))
  }

  /// The position of a column; an error that names the likeliest one that was meant.
  private static func position(of name: String, in table: DataTable) throws(FileError) -> Int {
    if let position = table.column(named: name) { return position }
    let names = table.columns.map(\.name)
    let near = names.first { $0.lowercased() == name.lowercased() } ?? Suggestion.near(name, among: names)
    let list = names.prefix(12).map { "“\($0)”" }.joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    throw FileError(
      file: table.source, expected: "a column “\(name)”", found: list,
      advice: near.map { "Did you mean “\($0)”?" } ?? "Give one of the columns' names.")
  }

  /// Why a column can't be learnt from at all, `nil` where it can.
  private static func impossibility(_ table: DataTable, _ position: Int) -> String? {
    let column = table.columns[position]
    switch column.kind {
    case .empty: return "empty"
    case .dates: return "dates"
    case .words where column.words == nil: return "more than \(DataTable.wordLimit.grouped) different words"
    case .words, .numbers: return nil
    }
  }

  /// Why a column that isn't asked for is left out, `nil` where it isn't.
  private static func unfitness(_ table: DataTable, _ position: Int) -> String? {
    let column = table.columns[position]
    let filled = table.rowCount - column.missingCount
    if column.missingCount * 2 > table.rowCount {
      return "empty in \(column.missingCount.grouped) of \(table.rowCount.grouped) rows"
    }
    guard let words = column.words else { return rowNumbers(table, position) }
    if words.count == 1 { return "the same word in all rows" }
    guard filled >= 8 else { return nil }
    if words.count == filled { return "another word in each row" }
    if words.count > wordLimit || words.count * 2 > filled {
      return "\(words.count.grouped) different words in \(filled.grouped) rows"
    }
    return nil
  }

  private static let rowNumbersReason = "the rows' numbers"

  /// Whether a column counts the rows.
  private static func rowNumbers(_ table: DataTable, _ position: Int) -> String? {
    guard table.rowCount >= 8, let first = table.number(row: 0, column: position), first == 0 || first == 1
    else {
      return nil
    }
    for row in 0..<table.rowCount {
      guard Float(bitPattern: table.cells.row(row)[position]) == first + Float(row) else { return nil }
    }
    return rowNumbersReason
  }

  /// What the target is.
  private static func kind(of position: Int, in table: DataTable, _ task: TableTask) throws(FileError)
    -> TableTask.Kind
  {
    let column = table.columns[position]
    func failure(_ found: String, _ advice: String) -> FileError {
      Self.failure(table, "a target to learn", "“\(column.name)”: \(found)", advice)
    }
    switch column.kind {
    case .empty: throw failure("an empty column", "Give another target.")
    case .dates: throw failure("dates", "Give a target of numbers or words.")
    case .words:
      guard task.kind != .regress else {
        throw failure("words", "Give --task classify, or a target of numbers.")
      }
      guard let words = column.words, words.count <= greatestClassCount else {
        throw failure(
          "more than \(greatestClassCount.grouped) different words", "Give a target with fewer classes.")
      }
      return .classify
    case .numbers:
      let values = NumberClasses(table, position, limit: greatestClassCount)
      if task.kind == .classify, values.names == nil {
        throw failure(
          "more than \(greatestClassCount.grouped) different numbers",
          "Give --task regress, or another target.")
      }
      if let kind = task.kind { return kind }
      guard let names = values.names, values.areWhole, names.count <= classLimit else {
        return .regress
      }
      let filled = table.rowCount - column.missingCount
      return names.count <= 2 || names.count * 5 <= filled ? .classify : .regress
    }
  }

  static func failure(_ table: DataTable, _ expected: String, _ found: String, _ advice: String) -> FileError
  {
    FileError(file: table.source, expected: expected, found: found, advice: advice)
  }
}
