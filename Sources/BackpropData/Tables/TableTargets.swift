import Backprop
import BackpropFiles

/// The targets in a column of a table, as a preparation has them.
struct TableTargets: Sendable {
  let column: Int
  private let source: Source

  private enum Source {
    /// For each of the table's words its class; −1 for none.
    case words([Int32])
    /// The class of each number, and of those that no Float is by their texts.
    case numbers([Float: Int32], exact: [String: Int32])
    /// Numbers that are told themselves.
    case scale(TablePreparation.Scale)
  }

  /// Throws where the column is missing or isn't what the target was.
  init(_ preparation: TablePreparation, _ table: DataTable) throws(FileError) {
    let name = preparation.targetName
    guard let column = table.column(named: name) else {
      throw FileError(
        file: table.source, expected: "the target's column “\(name)”", found: "none",
        advice: "Give a table that has it, under the same name.")
    }
    self.column = column
    let kind = table.columns[column].kind
    switch preparation.target {
    case .classes(let names, areNumbers: false):
      guard kind == .words || kind == .dates || kind == .empty else {
        throw Self.failure(table, name, "words", "numbers")
      }
      var classes: [String: Int32] = [:]
      for (number, word) in names.enumerated() { classes[word] = Int32(number) }
      source = .words((table.columns[column].words ?? []).map { classes[$0] ?? -1 })
    case .classes(let names, areNumbers: true):
      guard kind == .numbers || kind == .empty else { throw Self.failure(table, name, "numbers", "words") }
      var classes: [Float: Int32] = [:]
      var exact: [String: Int32] = [:]
      for (number, text) in names.enumerated() {
        if let text = ExactNumbers.exactText(text) {
          exact[text] = Int32(number)
        } else if let value = Float(text) {
          classes[value] = Int32(number)
        }
      }
      source = .numbers(classes, exact: exact)
    case .number(let scale):
      guard kind == .numbers || kind == .empty else { throw Self.failure(table, name, "numbers", "words") }
      source = .scale(scale)
    }
  }

  private static func failure(_ table: DataTable, _ name: String, _ expected: String, _ found: String)
    -> FileError
  {
    FileError(
      file: table.source, expected: "\(expected) in the target's column “\(name)”", found: found,
      advice: "Give a table whose target is like that of the training.")
  }

  /// The class in a row, −1 where it is none of those that are known.
  func label(_ row: Int32, _ table: DataTable) -> Int {
    let cell = table.cells.row(Int(row))[column]
    switch source {
    case .words(let classes): return cell < classes.count ? Int(classes[Int(cell)]) : -1
    case .numbers(let classes, let exact):
      let number = Float(bitPattern: cell)
      if number.magnitude >= ExactNumbers.least, let text = table.columns[column].exact?.text(row: row) {
        return Int(exact[text] ?? -1)
      }
      return Int(classes[number] ?? -1)
    case .scale: return -1
    }
  }

  /// The number in a cell as the network is to give it.
  func number(_ cell: UInt32) -> Float {
    guard case .scale(let scale) = source else { return .nan }
    return scale.standardised(Float(bitPattern: cell))
  }
}
