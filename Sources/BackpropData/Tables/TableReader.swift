import BackpropFiles
import BackpropFormats

/// How far the reading of a table has come.
public struct TableProgress: Sendable {
  /// The rows that were read.
  public let rows: Int
  /// The bytes that were read.
  public let bytes: Int
  /// How many bytes there are; `nil` where that can't be told, as of a compressed file.
  public let byteCount: Int?
}

extension DataTable {
  /// A table in a file of CSV or TSV, plain or compressed by gzip, with the columns' names in its first line.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - delimiter: what stands between fields; found if not given.
  ///   - preparation: what a model was trained with: its columns are then read as what they were there.
  ///   - progress: is called now and then.
  /// - Throws: `FileError` with line and column of what is wrong.
  public init(
    csv path: String, delimiter: CSVDelimiter = .automatic, for preparation: TablePreparation? = nil,
    progress: (TableProgress) -> Void = { _ in }
  ) throws(FileError) {
    var reader = TableReader(path: path, delimiter: delimiter)
    reader.wordNames = preparation?.wordNames ?? []
    reader.numberNames = preparation?.numberNames ?? []
    reader.isPrepared = preparation != nil
    self = try reader.read(progress)
    if let error = columns.lazy.compactMap(\.oddWord).first { throw error }
  }

  /// A table that is to be learnt from: a mistake in a column is told by who uses that.
  package init(
    learningFrom path: String, delimiter: CSVDelimiter, progress: (TableProgress) -> Void
  ) throws(FileError) {
    var reader = TableReader(path: path, delimiter: delimiter)
    self = try reader.read(progress)
  }

  /// Another table for a task, such as one to measure with: the columns that are used are read as what they are in the first.
  package init(
    csv path: String, delimiter: CSVDelimiter, like table: DataTable, _ task: TableTask,
    progress: (TableProgress) -> Void
  ) throws(FileError) {
    var reader = TableReader(path: path, delimiter: delimiter)
    let known = try KnownColumns(of: table, task)
    (reader.wordNames, reader.numberNames) = (known.words, known.numbers)
    self = try reader.read(progress)
  }
}

extension DataTable {
  /// An error about a cell, by line and column where the table's file can be read once more, and by its row elsewhere.
  func error(row: Int, column: Int, expected: String, found: String, advice: String) -> FileError {
    do throws(FileError) {
      if let delimiter = delimiter.flatMap({ CSVDelimiter(named: $0) }) {
        let reader = try CSVReader(source, delimiter: delimiter)
        var next = -1
        while next <= row, try reader.advance() { next += 1 }
        if next == row + 1, column < reader.fieldCount {
          return reader.error(field: column, expected: expected, found: found, advice: advice)
        }
      }
    } catch {
      // What is wrong with the table is more than that it can't be read again.
    }
    return FileError(
      file: source, expected: expected, found: "\(found) in row \(row + 1)", advice: advice)
  }
}

/// The columns of a table that another one is to be like: what they are there, whatever they look like here.
package struct KnownColumns {
  package let words: Set<String>
  package let numbers: Set<String>

  /// The columns that a task uses.
  package init(of table: DataTable, _ task: TableTask) throws(FileError) {
    let choice = try TableChoice(table, task)
    var (words, numbers) = (Set<String>(), Set<String>())
    for position in choice.inputs + [choice.target] {
      let column = table.columns[position]
      switch column.kind {
      case .words, .dates: words.insert(column.name)
      case .numbers, .empty: numbers.insert(column.name)
      }
    }
    (self.words, self.numbers) = (words, numbers)
  }
}

/// Reads a table's file: first some rows, to see which columns are numbers, then all of it; where a word turns up below in what
/// looked like numbers, once more.
struct TableReader {
  let path: String
  let delimiter: CSVDelimiter
  /// The columns that are words, or numbers, whatever they look like.
  var wordNames: Set<String> = []
  var numberNames: Set<String> = []
  /// Whether a model reads the table, which knows its columns; options can't change them any more.
  var isPrepared = false

  /// The rows that are looked at first.
  private static let sampleCount = 1000

  private var names: [String] = []
  private var areWords: [Bool] = []
  /// The first word in each column.
  private var firstWords: [FileError?] = []
  private var firstMissing: [FileError?] = []
  private var missingCounts: [Int] = []
  private var lists: [WordList] = []
  private var exactNumbers: [ExactNumbers] = []
  private var allowsComma = false
  private var hasDecimalCommas = false

  init(path: String, delimiter: CSVDelimiter) {
    self.path = path
    self.delimiter = delimiter
  }

  /// - Parameter make: makes the memory for the cells of so many columns.
  mutating func read(
    into make: (Int) throws(FileError) -> TableCells = { TableCells(columnCount: $0) },
    _ progress: (TableProgress) -> Void
  ) throws(FileError) -> DataTable {
    var reader = try opened()
    let known = names
    _ = try load(reader, limit: Self.sampleCount, into: nil) { _ in }
    for _ in 0..<2 {
      let kinds = areWords
      reader = try opened()
      guard names == known else { break }
      areWords = kinds
      let cells = try make(names.count)
      if try load(reader, limit: .max, into: cells, progress) {
        return try table(of: cells, reader)
      }
    }
    throw FileError(
      file: path, expected: "the same table from beginning to end",
      found: "another one when it was read again",
      advice: "Wait until the file isn't written to any more.")
  }

  /// Opens the file and reads the names.
  private mutating func opened() throws(FileError) -> CSVReader {
    let reader = try CSVReader(path, delimiter: delimiter)
    guard try reader.advance() else {
      throw FileError(
        file: path, expected: "a table with the columns' names in its first line", found: "an empty file",
        advice: "Write the table to the file again.")
    }
    allowsComma = reader.delimiter == UInt8(ascii: ";")
    hasDecimalCommas = false
    names = try Self.names(reader)
    let count = names.count
    areWords = names.map { wordNames.contains($0) }
    firstWords = Array(repeating: nil, count: count)
    firstMissing = Array(repeating: nil, count: count)
    missingCounts = Array(repeating: 0, count: count)
    lists = Array(repeating: WordList(allowsComma: allowsComma), count: count)
    exactNumbers = Array(repeating: ExactNumbers(), count: count)
    return reader
  }

  private static func names(_ reader: CSVReader) throws(FileError) -> [String] {
    var names: [String] = []
    var known = Set<String>()
    var areNumbers = true
    for field in 0..<reader.fieldCount {
      if DecimalText.float(reader.bytes(of: field)) == nil { areNumbers = false }
      let text = reader.text(of: field)
      let name = text.isEmpty ? "column \(field + 1)" : text
      guard known.insert(name).inserted else {
        throw reader.error(
          field: field, expected: "a name of its own for each column", found: "“\(name.prefix(40))” again",
          advice: "Give every column another name.")
      }
      names.append(name)
    }
    guard !areNumbers else {
      throw reader.error(
        field: 0, expected: "the names of the columns", found: "numbers only",
        advice: "Put a line with the columns' names above the numbers.")
    }
    return names
  }

  /// Reads rows; false where a word was met in a column of numbers, which is then one of words.
  private mutating func load(
    _ reader: CSVReader, limit: Int, into cells: TableCells?, _ progress: (TableProgress) -> Void
  ) throws(FileError) -> Bool {
    var (row, isRight) = (0, true)
    let count = names.count
    let spare = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
    defer { spare.deallocate() }
    while row < limit, try reader.advance() {
      var cellsOfRow = spare
      if isRight, let cells {
        guard row < Int32.max, let memory = cells.append() else { throw cells.failure ?? noMemory(row) }
        cellsOfRow = memory
      }
      for field in 0..<count {
        let bytes = reader.bytes(of: field)
        if areWords[field] {
          cellsOfRow[field] = word(bytes, field, reader)
        } else if let number = DecimalText.float(bytes, allowsComma: allowsComma) {
          cellsOfRow[field] = number.bitPattern
          if number.magnitude >= ExactNumbers.least, cells != nil,
            number.magnitude >= ExactNumbers.bound || ExactNumbers.mayHaveFraction(bytes)
          {
            exactNumbers[field].keep(bytes, row: row)
          }
          if allowsComma, !hasDecimalCommas, bytes.contains(UInt8(ascii: ",")) { hasDecimalCommas = true }
        } else if WordKinds.isMissing(bytes) {
          cellsOfRow[field] = Float.nan.bitPattern
          missingCounts[field] += 1
          if firstMissing[field] == nil { firstMissing[field] = missingError(field, reader) }
        } else {
          if numberNames.contains(names[field]) { throw wordError(field, reader) }
          (areWords[field], isRight) = (true, false)
        }
      }
      row += 1
      if row & 0x3FFF == 0 {
        progress(TableProgress(rows: row, bytes: reader.offset, byteCount: reader.byteCount))
      }
    }
    return isRight
  }

  private mutating func word(_ bytes: UnsafeRawBufferPointer, _ field: Int, _ reader: CSVReader) -> UInt32 {
    guard !WordKinds.isMissing(bytes) else {
      if firstMissing[field] == nil { firstMissing[field] = missingError(field, reader) }
      return lists[field].missing()
    }
    if firstWords[field] == nil, DecimalText.float(bytes, allowsComma: allowsComma) == nil {
      firstWords[field] = wordError(field, reader)
    }
    return lists[field].place(of: String(decoding: bytes, as: UTF8.self))
  }

  /// The table of all that was read.
  private func table(of cells: TableCells, _ reader: CSVReader) throws(FileError) -> DataTable {
    guard cells.rowCount > 0 else {
      throw FileError(
        file: path, expected: "rows below the columns' names", found: "none",
        advice:
          "Add rows below the line with the names; if that line is a row itself, put one with the columns' names above it."
      )
    }
    var columns: [DataTable.Column] = []
    for (field, name) in names.enumerated() {
      if areWords[field] {
        let list = lists[field]
        // A few words among many numbers are mistakes more often than words.
        let odd = list.wordCount - list.numberCount
        let isMistake =
          !wordNames.contains(name) && (odd * 50 <= list.wordCount || (odd == 1 && list.wordCount >= 8))
        let kind: DataTable.Kind = list.wordCount == 0 ? .empty : list.areDates ? .dates : .words
        let words = kind == .empty ? nil : list.words
        columns.append(
          DataTable.Column(
            name: name, kind: kind, missingCount: list.missingCount, words: words,
            firstMissing: firstMissing[field], oddWord: isMistake ? firstWords[field] : nil))
      } else {
        let isEmpty = missingCounts[field] == cells.rowCount
        columns.append(
          DataTable.Column(
            name: name, kind: isEmpty ? .empty : .numbers, missingCount: missingCounts[field],
            firstMissing: firstMissing[field],
            exact: exactNumbers[field].isEmpty ? nil : exactNumbers[field]))
      }
    }
    return DataTable(
      source: path, columns: columns, cells: cells, delimiter: CSVDelimiter.name(of: reader.delimiter),
      hasDecimalCommas: hasDecimalCommas)
  }

  private func wordError(_ field: Int, _ reader: CSVReader) -> FileError {
    let kind =
      DecimalText.isTooLarge(reader.bytes(of: field), allowsComma: allowsComma)
      ? "a number of 3.4e38 at most" : "a number"
    return reader.error(
      field: field, expected: "\(kind) in column “\(names[field].prefix(40))”",
      advice: isPrepared
        ? "Correct the cell, or leave it empty where the number isn't known."
        : "Correct the cell, leave it empty where the number isn't known, or leave the column out with --ignore."
    )
  }

  private func missingError(_ field: Int, _ reader: CSVReader) -> FileError {
    reader.error(
      field: field, expected: "a value in column “\(names[field].prefix(40))”",
      advice: isPrepared
        ? "Give the cell a value, or leave its row out."
        : "Give the cell a value, or leave such rows out with --missing drop.")
  }

  private func noMemory(_ row: Int) -> FileError {
    FileError(
      file: path, expected: "memory for the table", found: "too little after \(row) rows",
      advice: "Raise the process's limit of memory (ulimit -v), or give a smaller table.")
  }
}
