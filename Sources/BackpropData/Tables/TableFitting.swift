import BackpropFiles

/// Finds in some rows of a table what a preparation keeps of its columns.
struct TableFitting {
  let table: Table
  let rows: [Int32]

  init(_ table: Table, rows: [Int32]) {
    self.table = table
    self.rows = rows
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
    var (sum, count) = (0.0, 0)
    for row in rows {
      let number = Float(bitPattern: table.cells.row(Int(row))[column])
      guard !number.isNaN else { continue }
      sum += Double(number)
      count += 1
    }
    guard count > 0 else { return TablePreparation.Scale(mean: 0, deviation: 1) }
    let mean = sum / Double(count)
    var squares = 0.0
    for row in rows {
      let number = Float(bitPattern: table.cells.row(Int(row))[column])
      guard !number.isNaN else { continue }
      let difference = Double(number) - mean
      squares += difference * difference
    }
    let deviation = (squares / Double(count)).squareRoot()
    // What a sum's rounding leaves of equal numbers is no deviation, nor is what a Float can't hold.
    let isConstant = deviation <= mean.magnitude * 1e-12 || Float(deviation) < .leastNormalMagnitude
    return TablePreparation.Scale(mean: mean, deviation: isConstant ? 1 : min(deviation, 3e38))
  }

  /// The names of those columns of numbers that hold one number only.
  func constants(among columns: [Int]) -> [String] {
    columns.filter { column in
      guard table.columns[column].kind == .numbers else { return false }
      var first: Float?
      for row in rows {
        let number = Float(bitPattern: table.cells.row(Int(row))[column])
        guard !number.isNaN else { continue }
        if let first, number != first { return false }
        first = number
      }
      return true
    }.map { table.columns[$0].name }
  }
}
