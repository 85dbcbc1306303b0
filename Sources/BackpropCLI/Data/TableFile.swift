import BackpropArguments
import BackpropData
import BackpropFiles
import BackpropFormats

/// Reads tables for the commands.
struct TableFile {
  let path: String
  let delimiter: CSVDelimiter
  let isQuiet: Bool

  /// The table; tells on standard error how far a long reading has come.
  func read(for preparation: TablePreparation? = nil) throws(FileError) -> DataTable {
    let meter = ReadingMeter(path: path, isShown: !isQuiet)
    defer { meter.finish() }
    guard let preparation else {
      return try DataTable(learningFrom: path, delimiter: delimiter) { meter.show($0) }
    }
    return try DataTable(csv: path, delimiter: delimiter, for: preparation) { meter.show($0) }
  }

  /// Reads the table into its cache.
  func make(_ cache: TableCache) throws(FileError) {
    let meter = ReadingMeter(path: path, isShown: !isQuiet)
    defer { meter.finish() }
    try cache.make { meter.show($0) }
  }

  /// A table that is to be like another, for a task.
  func read(like table: DataTable, _ task: TableTask) throws(FileError) -> DataTable {
    let meter = ReadingMeter(path: path, isShown: !isQuiet)
    defer { meter.finish() }
    return try DataTable(csv: path, delimiter: delimiter, like: table, task) { meter.show($0) }
  }

  /// The columns' names, as errors list them.
  func columnList() throws(FileError) -> String {
    let reader = try CSVReader(path, delimiter: delimiter)
    guard try reader.advance() else { return "none" }
    let names = (0..<min(reader.fieldCount, 20)).map { reader.text(of: $0) }
    return names.joined(separator: ", ") + (reader.fieldCount > 20 ? ", …" : "")
  }
}

/// Tells on standard error how the reading of a table gets on, where it takes longer than a moment: on one line of a terminal,
/// elsewhere with a line every few seconds.
private final class ReadingMeter {
  private let path: String
  private let isShown: Bool
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant
  private var hasOpenLine = false

  init(path: String, isShown: Bool) {
    self.path = path.escapingControlCharacters()
    self.isShown = isShown
    next = clock.now + .milliseconds(300)
  }

  func show(_ progress: TableProgress) {
    guard isShown, clock.now >= next else { return }
    let share = progress.byteCount.map { " (\(progress.bytes * 100 / max($0, 1)) %)" } ?? ""
    let text = "Reading \(path): \(progress.rows.grouped) rows\(share)"
    if Console.errorIsTerminal {
      let columns = max((Console.errorColumns ?? 80) - 1, 20)
      Console.writeError("\r\u{1B}[K" + text.suffix(columns))
      hasOpenLine = true
      next = clock.now + .milliseconds(100)
    } else {
      Console.printError(text)
      next = clock.now + .seconds(2)
    }
  }

  func finish() {
    if hasOpenLine { Console.writeError("\r\u{1B}[K") }
  }
}
