import Backprop
import BackpropFiles

/// The targets in a column of a table, as a preparation has them.
struct TableTargets: Sendable {
  let column: Int
  private let source: Source

  private enum Source {
    /// For each of the table's words its class; −1 for none.
    case words([Int32])
    /// The class of each number.
    case numbers([Float: Int32])
    /// Numbers that are told themselves.
    case scale(TablePreparation.Scale)
  }

  /// Throws where the column is missing or isn't what the target was.
  init(_ preparation: TablePreparation, _ table: Table) throws(FileError) {
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
      for (number, text) in names.enumerated() {
        if let value = Float(text) { classes[value] = Int32(number) }
      }
      source = .numbers(classes)
    case .number(let scale):
      guard kind == .numbers || kind == .empty else { throw Self.failure(table, name, "numbers", "words") }
      source = .scale(scale)
    }
  }

  private static func failure(_ table: Table, _ name: String, _ expected: String, _ found: String)
    -> FileError
  {
    FileError(
      file: table.source, expected: "\(expected) in the target's column “\(name)”", found: found,
      advice: "Give a table whose target is like that of the training.")
  }

  /// The class in a cell, −1 where it is none of those that are known.
  func label(_ cell: UInt32) -> Int {
    switch source {
    case .words(let classes): cell < classes.count ? Int(classes[Int(cell)]) : -1
    case .numbers(let classes): Int(classes[Float(bitPattern: cell)] ?? -1)
    case .scale: -1
    }
  }

  /// The number in a cell as the network is to give it.
  func number(_ cell: UInt32) -> Float {
    guard case .scale(let scale) = source else { return .nan }
    return scale.standardised(Float(bitPattern: cell))
  }
}
