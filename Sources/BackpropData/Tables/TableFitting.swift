import BackpropFiles

/// Finds in some rows of a table what a preparation keeps of its columns.
///
/// All columns of numbers are looked at together, row by row as they lie in memory.
struct TableFitting {
  private let table: DataTable
  private let rows: [Int32]
  /// What was found of a column of numbers.
  private struct Sums {
    var count = 0
    var sum = 0.0
    var squares = 0.0
    var least = Float.infinity
    var greatest = -Float.infinity

    var mean: Double { count > 0 ? sum / Double(count) : 0 }
  }
  /// By the columns' positions.
  private var sums: [Int: Sums] = [:]

  /// - Parameter columns: the positions of the columns that are asked for.
  init(_ table: DataTable, rows: [Int32], columns: [Int]) {
    self.table = table
    self.rows = rows
    let numbers = columns.filter { table.columns[$0].kind == .numbers || table.columns[$0].kind == .empty }
    var found = Array(repeating: Sums(), count: numbers.count)
    for row in rows {
      let cells = table.cells.row(Int(row))
      for (place, column) in numbers.enumerated() {
        let number = Float(bitPattern: cells[column])
        guard !number.isNaN else { continue }
        found[place].count += 1
        found[place].sum += Double(number)
        found[place].least = min(found[place].least, number)
        found[place].greatest = max(found[place].greatest, number)
      }
    }
    let means = found.map(\.mean)
    // In a second pass: squares whose mean is far from 0 would lose their digits.
    for row in rows {
      let cells = table.cells.row(Int(row))
      for (place, column) in numbers.enumerated() {
        let number = Float(bitPattern: cells[column])
        guard !number.isNaN else { continue }
        let difference = Double(number) - means[place]
        found[place].squares += difference * difference
      }
    }
    for (place, column) in numbers.enumerated() { sums[column] = found[place] }
  }

  /// What a column becomes.
  func input(_ column: Int) -> TablePreparation.Input {
    let name = table.columns[column].name
    guard let words = table.columns[column].words else {
      return TablePreparation.Input(name: name, form: .number(scale(column)))
    }
    var isUsed = [Bool](repeating: false, count: words.count)
    for row in rows {
      let word = Int(table.cells.row(Int(row))[column])
      if word < isUsed.count { isUsed[word] = true }
    }
    let used = words.indices.filter { isUsed[$0] }.map { words[$0] }
    return TablePreparation.Input(name: name, form: .words(used.sorted { $0.comesNaturallyBefore($1) }))
  }

  /// The mean and deviation of the numbers in a column, those that are missing left out.
  func scale(_ column: Int) -> TablePreparation.Scale {
    guard let sums = sums[column], sums.count > 0 else {
      return TablePreparation.Scale(mean: 0, deviation: 1)
    }
    let deviation = (sums.squares / Double(sums.count)).squareRoot()
    // Equal numbers have none, whatever a sum's rounding leaves; nor is one that a Float can't hold.
    let isConstant = sums.least == sums.greatest || Float(deviation) < .leastNormalMagnitude
    return TablePreparation.Scale(mean: sums.mean, deviation: isConstant ? 1 : min(deviation, 3e38))
  }

  /// The names of those columns whose numbers lie so close together, for how large they are, that a Float rounds away much of
  /// what tells them apart: half of the last digit is more than a thousandth of their deviation.
  func coarse(among columns: [Int]) -> [String] {
    columns.filter { column in
      guard let sums = sums[column], sums.count > 0 else { return false }
      let largest = max(abs(sums.least), abs(sums.greatest))
      let deviation = (sums.squares / Double(sums.count)).squareRoot()
      // Equal ones may be equal, unless some were rounded, or are so large that they may have been.
      let areRounded = largest > ExactNumbers.bound || table.columns[column].exact != nil
      guard deviation > 0 || areRounded else { return false }
      return Double(largest.ulp) / 2 > deviation / 1000
    }.map { table.columns[$0].name }
  }

  /// The names of those columns of numbers that hold one number only.
  func constants(among columns: [Int]) -> [String] {
    columns.filter { sums[$0].map { $0.count > 0 && $0.least == $0.greatest } ?? false }.map {
      table.columns[$0].name
    }
  }
}
