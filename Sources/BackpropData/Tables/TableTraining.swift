import Backprop
import BackpropFiles

/// A table as a training takes it: rows to learn from, to validate with and to measure with, as samples, and how they became
/// that.
///
/// What is fitted, means, deviations and lists of words, comes from the rows to learn from alone.
public struct TableTraining: Sendable {
  /// A column that isn't learnt from, and why.
  public struct Omission: Sendable, Hashable {
    /// The column's name.
    public let column: String
    /// Why, in some words.
    public let reason: String
  }

  /// With fewer rows a class than these it is worth telling.
  private static let leastRowsOfAClass = 5

  /// How rows became samples; keep it with the model.
  public let preparation: TablePreparation
  /// The samples to learn from.
  public let training: any Dataset<Float>
  /// The samples that the training is watched by, `nil` where there are none.
  public let validation: (any Dataset<Float>)?
  /// The samples that are only measured, `nil` where there are none.
  public let holdOut: (any Dataset<Float>)?
  /// Whether the last come from a table of their own.
  public let hasTestTable: Bool

  /// The table's rows and columns.
  public let rowCount, columnCount: Int
  /// How many rows were left out because a value is missing in them.
  public let droppedCount: Int
  /// The columns that miss values, of those that are used, and how many.
  public let missing: [(column: String, count: Int)]
  /// The columns that aren't learnt from.
  public let omissions: [Omission]
  /// The columns of numbers that are the same in all rows to learn from.
  public let constants: [String]
  /// What else is worth telling.
  public let remarks: [String]

  /// Divides and prepares a table.
  ///
  /// - Parameters:
  ///   - table: the rows to learn from and, without another, to measure with.
  ///   - task: what is to be learnt.
  ///   - test: the rows to measure with; a share of the first table's if not given.
  /// - Throws: `FileError` where the table doesn't fit the task, in words that name column and place.
  public init(_ table: DataTable, _ task: TableTask, test: DataTable? = nil) throws(FileError) {
    let choice = try TableChoice(table, task)
    let rows = try UsableRows(table, choice.inputs, target: choice.target, task.missing)
    guard !rows.positions.isEmpty else {
      throw FileError(
        file: table.source, expected: "rows without missing values in the columns that are used",
        found: "none of \(table.rowCount)",
        advice: "Fill them with means by --missing mean, or leave columns out with --ignore.")
    }
    let target = try Self.target(table, choice, rows.positions)
    let draft = TablePreparation(
      inputs: [], targetName: table.columns[choice.target].name, target: target, missing: task.missing)
    let division = RowDivision(
      targets: try TableTargets(draft, table), table: table, isClassified: draft.classNames != nil)
    var (rest, held): ([Int32], [Int32]) = (rows.positions, [])
    if test == nil, task.holdOut > 0 {
      guard rest.count > 1 else {
        throw FileError(
          file: table.source, expected: "2 rows or more, to learn from and to hold out",
          found: "1", advice: "Give --hold-out 0 to learn from it, or a larger table.")
      }
      (rest, held) = division.split(rest, share: task.holdOut, task.seed, .holdOut)
    }
    let share = task.validation ?? (rest.count >= TableTask.leastToValidate ? 0.1 : 0)
    var watched: [Int32] = []
    if share > 0, rest.count > 1 {
      (rest, watched) = division.split(rest, share: share, task.seed, .validation)
    }

    let fitting = TableFitting(table, rows: rest, columns: choice.inputs + [choice.target])
    let inputs = choice.inputs.map { fitting.input($0) }
    let fitted: TablePreparation.Target =
      if case .number = target { .number(fitting.scale(choice.target)) } else { target }
    preparation = TablePreparation(
      inputs: inputs, targetName: draft.targetName, target: fitted, missing: task.missing)
    let match = try TableMatch(preparation, table)
    let targets = try TableTargets(preparation, table)
    let kind = preparation.targetKind
    func samples(_ rows: [Int32]) throws(FileError) -> any Dataset<Float> {
      try Self.kept(TableSamples(table: table, match: match, targets: targets, targetKind: kind, rows: rows))
    }
    training = try samples(rest)
    validation = watched.isEmpty ? nil : try samples(watched)
    var remarks: [String] = []
    if let test {
      let prepared = try PreparedTable(test, preparation)
      holdOut = try prepared.dataset()
      remarks = prepared.remarks
    } else {
      holdOut = held.isEmpty ? nil : try samples(held)
    }
    hasTestTable = test != nil
    rowCount = table.rowCount
    columnCount = table.columns.count
    droppedCount = table.rowCount - rows.positions.count
    missing = (choice.inputs + [choice.target]).filter { table.columns[$0].missingCount > 0 }.map {
      (table.columns[$0].name, table.columns[$0].missingCount)
    }
    omissions = choice.leftOut
    constants = fitting.constants(among: choice.inputs)
    if choice.kind == .regress, rest.count > 1, !fitting.constants(among: [choice.target]).isEmpty {
      let number = fitting.scale(choice.target).mean
      throw TableChoice.failure(
        table, "numbers that differ in “\(draft.targetName)”",
        "only \(NumberText.significant(number)) in the \(rest.count) rows to learn from",
        "Give another target, or more rows.")
    }
    // Classes are told by their exact numbers.
    let isNumber = choice.kind == .regress
    let coarse = fitting.coarse(among: choice.inputs + (isNumber ? [choice.target] : []))
    if !coarse.isEmpty {
      remarks.append(
        "The numbers of \(coarse.prefix(8).map { "“\($0)”" }.joined(separator: ", "))\(coarse.count > 8 ? " and others" : "") are so "
          + "large, for how little they differ, that 32-bit numbers round differences away; subtract a common number from them."
      )
    }
    if let names = draft.classNames, names.count * Self.leastRowsOfAClass > rows.positions.count {
      remarks.append(
        "“\(draft.targetName)” has \(names.count.grouped) classes in \(rows.positions.count.grouped) rows, which are few rows a class "
          + "to learn it from; check that this is the column to be told.")
    }
    if let remark = Self.remark(on: rows, of: table, choice) { remarks.append(remark) }
    if table.hasDecimalCommas { remarks.append("Numbers have a comma in the point's place.") }
    self.remarks = remarks
  }

  /// What is worth telling of rows that are left out: which column costs most of them, where they are a tenth or more.
  private static func remark(on rows: UsableRows, of table: DataTable, _ choice: TableChoice) -> String? {
    guard let (column, count) = rows.lonely, count * 10 >= table.rowCount, choice.inputs.count > 1
    else { return nil }
    let name = table.columns[column].name
    return
      "\(Wording.counted(count, "row")) \(count == 1 ? "is" : "are") left out for want of “\(name)” alone; without that column they are "
      + "learnt from (--ignore), and --missing mean keeps these rows."
  }

  private static func kept(_ samples: TableSamples) throws(FileError) -> any Dataset<Float> {
    do throws(TrainingError) {
      return try samples.keptIfSmall()
    } catch {
      throw FileError(
        file: samples.table.source, expected: "rows that can be learnt from", found: error.description,
        advice: "Give another target.")
    }
  }

  /// The target with its classes; a number's scale is found later.
  private static func target(
    _ table: DataTable, _ choice: TableChoice, _ rows: [Int32]
  ) throws(FileError) -> TablePreparation.Target {
    guard choice.kind == .classify else { return .number(.init(mean: 0, deviation: 1)) }
    let column = table.columns[choice.target]
    var names: [String]
    if let words = column.words {
      var isUsed = [Bool](repeating: false, count: words.count)
      for row in rows { isUsed[Int(table.cells.row(Int(row))[choice.target])] = true }
      names = words.indices.filter { isUsed[$0] }.map { words[$0] }
      names.sort { $0.comesNaturallyBefore($1) }
    } else {
      names = NumberClasses(table, choice.target, rows: rows).names ?? []
    }
    guard names.count > 1 else {
      throw TableChoice.failure(
        table, "two classes or more", "only “\(names.first ?? "")” in “\(column.name)”",
        "Give another target, or a table with rows of other classes.")
    }
    return .classes(names, areNumbers: column.words == nil)
  }
}

/// The rows in which nothing is missing that is needed.
struct UsableRows {
  private(set) var positions: [Int32] = []
  /// The column of the inputs that most of the other rows miss and nothing else, with their number.
  private(set) var lonely: (column: Int, count: Int)?

  init(_ table: DataTable, _ inputs: [Int], target: Int?, _ rule: TableTask.MissingRule) throws(FileError) {
    let needed = (rule == .mean ? [] : inputs) + (target.map { [$0] } ?? [])
    let columns = needed.filter { table.columns[$0].missingCount > 0 }
    if rule == .error, let column = columns.first {
      throw table.columns[column].firstMissing
        ?? FileError(
          file: table.source, expected: "a value in each cell of “\(table.columns[column].name)”",
          found: "\(table.columns[column].missingCount) that are missing",
          advice: "Give them values, or choose another rule for missing values.")
    }
    positions.reserveCapacity(table.rowCount)
    var alone = [Int](repeating: 0, count: table.columns.count)
    for row in 0..<table.rowCount {
      let cells = table.cells.row(row)
      var (missing, only) = (0, -1)
      for column in columns where table.isMissing(cells[column], column: column) {
        (missing, only) = (missing + 1, column)
      }
      if missing == 0 { positions.append(Int32(row)) }
      if missing == 1 { alone[only] += 1 }
    }
    lonely = inputs.max { alone[$0] < alone[$1] }.map { ($0, alone[$0]) }
  }
}

/// Divides rows into parts in which classes have their shares.
struct RowDivision {
  let targets: TableTargets
  let table: DataTable
  let isClassified: Bool

  /// The rows without a share, and the share, each in the order that they had; see `Dataset.split(validation:seed:)`.
  func split(
    _ rows: [Int32], share: Double, _ seed: UInt64, _ purpose: RandomStream.Purpose
  ) -> (rest: [Int32], part: [Int32]) {
    var groups: [[Int]] = [[]]
    for (place, row) in rows.enumerated() {
      let label = isClassified ? max(targets.label(row, table), 0) : 0
      while groups.count <= label { groups.append([]) }
      groups[label].append(place)
    }
    let isTaken = ValidationSizes.draw(from: groups, share: share, seed: seed, purpose)
    func part(_ wanted: Bool) -> [Int32] { rows.indices.filter { isTaken[$0] == wanted }.map { rows[$0] } }
    return (part(false), part(true))
  }
}
