import BackpropFiles

/// Where a preparation's columns are in a table, found by their names.
struct TableMatch: Sendable {
  /// A column of numbers, and the place of its number in a sample.
  private struct NumberSource {
    let column, place: Int
    let mean, deviation: Float
  }

  /// A column of words, and the places of its words' numbers in a sample.
  private struct WordSource {
    let column, place: Int
    /// For each of the table's words which of the preparation's it is; −1 for none.
    let places: [Int32]
  }

  private var numbers: [NumberSource] = []
  private var words: [WordSource] = []
  /// How many numbers a sample has.
  let width: Int
  /// The columns of words in which there are other words than the preparation knows, with these.
  private(set) var unseen: [(column: String, words: [String])] = []

  /// Throws where a column is missing, or one of numbers has words.
  init(_ preparation: TablePreparation, _ table: Table) throws(FileError) {
    width = preparation.inputCount
    let absent = preparation.inputs.map(\.name).filter { table.column(named: $0) == nil }
    guard absent.isEmpty else {
      let names = table.columns.map { "“\($0.name)”" }
      throw FileError(
        file: table.source,
        expected: "\(absent.count == 1 ? "a column" : "columns") "
          + absent.prefix(8).map { "“\($0)”" }.joined(separator: ", ") + (absent.count > 8 ? ", …" : ""),
        found: names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : ""),
        advice: "Give a table with all columns that the model was trained with, under the same names.")
    }
    var place = 0
    for input in preparation.inputs {
      let column = table.column(named: input.name) ?? 0
      switch input.form {
      case .number(let scale):
        guard table.columns[column].kind == .numbers || table.columns[column].kind == .empty else {
          throw FileError(
            file: table.source, expected: "numbers in column “\(input.name)”", found: "words",
            advice: "Give a table whose columns are like those that the model was trained with.")
        }
        numbers.append(
          NumberSource(
            column: column, place: place, mean: Float(scale.mean), deviation: Float(scale.deviation)))
      case .words(let known):
        addWords(table, column, place, known)
      }
      place += input.width
    }
  }

  private mutating func addWords(_ table: Table, _ column: Int, _ place: Int, _ known: [String]) {
    var numbers: [String: Int32] = [:]
    for (number, word) in known.enumerated() { numbers[word] = Int32(number) }
    let words = table.columns[column].words ?? []
    let others = words.filter { numbers[$0] == nil }
    if !others.isEmpty { unseen.append((table.columns[column].name, others)) }
    self.words.append(WordSource(column: column, place: place, places: words.map { numbers[$0] ?? -1 }))
  }

  /// Writes a row's sample to memory that holds `width` numbers. What is missing becomes 0: of a number that is its mean.
  func write(_ row: UnsafePointer<UInt32>, to sample: UnsafeMutablePointer<Float>) {
    if !words.isEmpty { sample.update(repeating: 0, count: width) }
    for source in numbers {
      let number = Float(bitPattern: row[source.column])
      sample[source.place] = number.isNaN ? 0 : (number - source.mean) / source.deviation
    }
    for source in words {
      let word = Int(row[source.column])
      guard word < source.places.count, source.places[word] >= 0 else { continue }
      sample[source.place + Int(source.places[word])] = 1
    }
  }
}
