import Backprop
import BackpropFiles

/// A table's rows as a model that was trained on another table takes them: columns are found by their names.
public struct PreparedTable: Sendable {
  /// The table.
  public let table: DataTable
  /// How it is prepared.
  public let preparation: TablePreparation
  /// The rows that can be told something of, by their positions: those without missing values, or all where
  /// ``TablePreparation/missing`` is ``TableTask/MissingRule/mean``.
  public let rows: [Int]
  /// What is worth telling: words that the training didn't have, rows that are left out.
  public let remarks: [String]
  private let match: TableMatch
  private let positions: [Int32]

  /// Prepares a table.
  ///
  /// - Throws: `FileError` where a column is missing or isn't what it was, or a value is missing and mustn't.
  public init(_ table: DataTable, _ preparation: TablePreparation) throws(FileError) {
    self.table = table
    self.preparation = preparation
    match = try TableMatch(preparation, table)
    let columns = preparation.inputs.compactMap { table.column(named: $0.name) }
    positions = try UsableRows(table, columns, target: nil, preparation.missing).positions
    rows = positions.map { Int($0) }
    var remarks: [String] = []
    for (column, words) in match.unseen {
      let list = words.prefix(5).map { "“\($0)”" }.joined(separator: ", ") + (words.count > 5 ? ", …" : "")
      remarks.append(
        "Column “\(column)” has \(Wording.counted(words.count, "word")) that the training didn't have: \(list)."
      )
    }
    let dropped = table.rowCount - positions.count
    if dropped > 0 {
      remarks.append(
        "\(Wording.counted(dropped, "row")) with missing values \(dropped == 1 ? "is" : "are") left out; "
          + "a model that is trained with --missing mean takes such rows, too.")
    }
    self.remarks = remarks
  }

  /// The samples of some of ``rows``, `(N, inputs)`, as the network sees them: numbers standardised, words as ones and zeros.
  ///
  /// - Parameter range: places in ``rows``; stops where there are no such.
  public func samples(_ range: Range<Int>) -> Tensor<Float> {
    table.samples(Array(positions[range]), match)
  }

  /// The rows with their targets; those without one are left out.
  ///
  /// - Throws: `FileError` where there is no column of the target's name, or a class in it that training didn't have.
  public func dataset() throws(FileError) -> any Dataset<Float> {
    let targets = try TableTargets(preparation, table)
    let told = positions.filter {
      !table.isMissing(table.cells.row(Int($0))[targets.column], column: targets.column)
    }
    guard !told.isEmpty else {
      throw FileError(
        file: table.source, expected: "rows with a target and without missing values", found: "none",
        advice: "Give a table with values in the columns that the model knows.")
    }
    if let names = preparation.classNames {
      for row in told {
        guard targets.label(row, table) < 0 else { continue }
        let name =
          table.word(row: Int(row), column: targets.column)
          ?? NumberClasses.name(table, targets.column, row: row)
        throw table.error(
          row: Int(row), column: targets.column,
          expected:
            "the classes \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "") in “\(preparation.targetName)”",
          found: "“\(name.prefix(40))”",
          advice: "Leave such rows out: a model can't tell a class that it wasn't trained with.")
      }
    }
    let samples = TableSamples(
      table: table, match: match, targets: targets, targetKind: preparation.targetKind, rows: told)
    do throws(TrainingError) {
      return try samples.keptIfSmall()
    } catch {
      throw FileError(
        file: table.source, expected: "rows that can be measured", found: error.description,
        advice: "Give another table.")
    }
  }
}
