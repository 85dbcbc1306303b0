import BackpropFiles
import BackpropFormats

/// Columns of numbers or words with names, as a CSV file has them.
///
/// ```swift
/// let table = try DataTable(csv: "iris.csv")
/// let data = try TableTraining(table, TableTask(target: "species"))
/// let trainer = try Trainer(model, on: data.training, test: data.holdOut)
/// ```
///
/// A column is one of numbers where each of its cells is a number or missing. Missing are empty cells and `NA`, `N/A`, `NaN`,
/// `-nan`, `null` and `?`.
public struct DataTable: Sendable {
  /// What a column holds.
  public enum Kind: Sendable, Hashable {
    /// Numbers, in single precision.
    case numbers
    /// Words, and whatever else isn't a number.
    case words
    /// Days, with or without times.
    case dates
    /// Nothing: all of its cells are missing.
    case empty
  }

  /// A column.
  public struct Column: Sendable {
    /// Its name in the first line; `column 3` where that was empty.
    public let name: String
    /// What its cells are.
    public let kind: Kind
    /// How many of its cells are missing.
    public internal(set) var missingCount = 0
    /// Its different words, in the order in which they came; `nil` where they aren't words, or more than
    /// ``DataTable/wordLimit``: then none of them is kept.
    public internal(set) var words: [String]?
    /// Where the first missing cell is.
    var firstMissing: FileError?
    /// An error about a word among so many numbers that it is a mistake, for who uses the column; nil where there is none.
    var oddWord: FileError?
    /// The numbers that a Float doesn't hold; nil where there are none.
    var exact: ExactNumbers?
  }

  /// Of a column with more different words than these no word is kept.
  public static let wordLimit = 1 << 16

  /// What errors call the table: the path of its file.
  public let source: String
  /// The columns, in their order.
  public let columns: [Column]
  let cells: TableCells
  /// What stood between fields, in words; `nil` where there was no file.
  package let delimiter: String?
  /// Whether numbers had commas in the point's place.
  package let hasDecimalCommas: Bool
  private let places: [String: Int]

  init(
    source: String, columns: [Column], cells: TableCells, delimiter: String? = nil,
    hasDecimalCommas: Bool = false
  ) {
    self.source = source
    self.columns = columns
    self.cells = cells
    self.delimiter = delimiter
    self.hasDecimalCommas = hasDecimalCommas
    places = Dictionary(columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  /// The number of rows, the line with the names not counted.
  public var rowCount: Int { cells.rowCount }

  /// The position of the column of a name, `nil` where there is none.
  public func column(named name: String) -> Int? { places[name] }

  /// The number in a cell; `nil` where it is missing or the column isn't one of numbers. Stops where there is no such cell.
  public func number(row: Int, column: Int) -> Float? {
    guard columns[column].kind == .numbers else { return nil }
    let number = Float(bitPattern: cells.row(row)[column])
    return number.isNaN ? nil : number
  }

  /// The word in a cell; `nil` where it is missing, wasn't kept, or the column is one of numbers. Stops where there is no
  /// such cell.
  public func word(row: Int, column: Int) -> String? {
    guard let words = columns[column].words else { return nil }
    let place = cells.row(row)[column]
    return place < TableCells.otherWord ? words[Int(place)] : nil
  }

  /// Whether a cell is missing.
  func isMissing(_ cell: UInt32, column: Int) -> Bool {
    switch columns[column].kind {
    case .numbers, .empty: Float(bitPattern: cell).isNaN
    case .words, .dates: cell == TableCells.missingWord
    }
  }
}

extension DataTable {
  /// The values of a column that is made in code.
  public enum Values: Sendable {
    /// Numbers; what isn't finite is missing.
    case numbers([Float])
    /// Words; `nil` is missing.
    case words([String?])

    var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .words(let words): words.count
      }
    }
  }

  /// A table of columns in their order, each with as many values.
  ///
  /// - Throws: `FileError` where there are no columns or rows, columns have different lengths, or two have one name.
  public init(_ columns: [(name: String, values: Values)], source: String = "table") throws(FileError) {
    func failure(_ expected: String, _ found: String) -> FileError {
      FileError(
        file: source, expected: expected, found: found,
        advice: "Give the table columns of equal length, each with a name of its own.")
    }
    guard let rows = columns.first?.values.count, rows > 0 else {
      throw failure("a table with columns and rows", "none")
    }
    if let other = columns.first(where: { $0.values.count != rows }) {
      throw failure("\(rows) values in column “\(other.name)”", "\(other.values.count)")
    }
    var names = Set<String>()
    for column in columns where !names.insert(column.name).inserted {
      throw failure("a name of its own for each column", "“\(column.name)” twice")
    }
    let cells = TableCells(columnCount: columns.count)
    for _ in 0..<rows {
      guard cells.append() != nil else { throw failure("memory for \(rows) rows", "too little") }
    }
    var made: [Column] = []
    for (place, column) in columns.enumerated() {
      made.append(Self.fill(cells, place, column.name, column.values))
    }
    self.init(source: source, columns: made, cells: cells)
  }

  private static func fill(_ cells: TableCells, _ column: Int, _ name: String, _ values: Values) -> Column {
    func set(_ row: Int, _ cell: UInt32) { UnsafeMutablePointer(mutating: cells.row(row))[column] = cell }
    switch values {
    case .numbers(let numbers):
      var missing = 0
      for (row, number) in numbers.enumerated() {
        set(row, (number.isFinite ? number : .nan).bitPattern)
        if !number.isFinite { missing += 1 }
      }
      return Column(name: name, kind: missing == numbers.count ? .empty : .numbers, missingCount: missing)
    case .words(let words):
      var list = WordList()
      for (row, word) in words.enumerated() { set(row, word.map { list.place(of: $0) } ?? list.missing()) }
      if list.wordCount == 0 {
        for row in words.indices { set(row, Float.nan.bitPattern) }
        return Column(name: name, kind: .empty, missingCount: words.count)
      }
      let kind: Kind = list.areDates ? .dates : .words
      return Column(name: name, kind: kind, missingCount: list.missingCount, words: list.words)
    }
  }
}
