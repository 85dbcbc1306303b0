/// A history as a table of comma-separated values, one line for each iteration.
///
/// | column | what it holds |
/// | --- | --- |
/// | `iteration` | the number of the update, from 1 on |
/// | `epoch` | the number of the epoch that the iteration belongs to, from 1 on |
/// | `loss` | the loss of the iteration's mini-batch; in an epoch's first iteration that after its update |
/// | `train_accuracy` | the share of training samples that the model gets right; empty where it wasn't measured |
/// | `test_accuracy` | the same of test samples; empty where it wasn't measured, too |
/// | `train_loss`, `test_loss` | the mean loss over the training and over the test samples |
///
/// There are two such columns for each metric that the training measured. Where there were validation samples, a column
/// for each metric follows, such as `validation_accuracy`. Metrics stand at the first iteration of each
/// epoch and at the last of all. A history without iterations has one line with the iteration at which it starts and no
/// loss.
/// Numbers have as many digits as it takes to read the same bits back; those that aren't finite are `nan`, `inf` and
/// `-inf`. A history whose losses were thinned has lines for the iterations that it kept, for those with metrics and
/// for the last; such a table can't be read back, since it doesn't tell the iterations between. Lines end with a line feed. Times aren't part of it, so that the same training gives the same bytes.
extension TrainingHistory {
  fileprivate static let firstColumns = ["iteration", "epoch", "loss"]

  /// The whole table; see ``writeCSV(to:)`` for long histories.
  public var csv: String {
    var text = ""
    writeCSV { text += $0 }
    return text
  }

  /// Hands the table over in pieces of whole lines, so that it never lies in memory as a whole.
  public func writeCSV<Failure: Error>(to write: (String) throws(Failure) -> Void) throws(Failure) {
    var lines = HistoryLines(metricNames: metricNames, hasValidation: hasValidation)
    var records = epochs[...]
    var position = 0
    var epoch = 0
    // How many iterations lie between two epochs, by which the numbers of thinned ones are told.
    let length =
      epochs.count > 1
      ? (epochs[1].iteration - epochs[0].iteration) / Swift.max(epochs[1].number - epochs[0].number, 1) : 0
    while true {
      let kept = position < losses.count ? iteration(ofLoss: position) : nil
      let measured = lossInterval > 1 ? records.first?.iteration : nil
      guard let next = [kept, measured].compactMap({ $0 }).min(), next <= iterations else { break }
      var record: Epoch?
      while let first = records.first, first.iteration <= next {
        (record, epoch) = (first, first.number)
        records.removeFirst()
      }
      // A history that starts in the middle of an epoch has no record of its beginning.
      if epoch == 0, let final { epoch = final.number - records.count }
      if epochInterval > 1, length > 0, let first = epochs.first {
        epoch = first.number + Swift.max(next - first.iteration, 0) / length
      }
      let loss = kept == next ? losses[position] : record?.loss ?? .nan
      if kept == next { position += 1 }
      lines.add(next, epoch: epoch, loss: loss, next == iterations ? record ?? final : record)
      if let piece = lines.fullPiece() { try write(piece) }
    }
    if lines.lastIteration < iterations, iterations > start {
      lines.add(iterations, epoch: final?.number ?? epoch, loss: lastLoss ?? .nan, final)
    }
    if iterations == start, let final { lines.add(start, epoch: final.number, loss: nil, final) }
    try write(lines.rest())
  }

  /// Reads a table that ``csv`` wrote; times are zero.
  ///
  /// Throws a ``HistoryError`` that names the line when it is something else.
  public init(csv: some StringProtocol) throws(HistoryError) {
    self.init()
    let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
    (metricNames, hasValidation) = try Self.metrics(header: lines.first.map { String($0) } ?? "")
    let columnCount = 3 + metricNames.count * (hasValidation ? 3 : 2)
    var lastEpoch = 0
    let rows = lines.enumerated().dropFirst().filter { !($1.isEmpty && $0 == lines.count - 1) }
    for (position, (index, line)) in rows.enumerated() {
      func failure(_ reason: String) -> HistoryError { HistoryError(line: index + 1, reason) }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == columnCount else {
        throw failure("\(columnCount) cells were expected, but there are \(cells.count)")
      }
      guard let iteration = Int(cells[0]), let epoch = Int(cells[1]) else {
        throw failure("iteration and epoch must be numbers")
      }
      guard (0...RandomStream.iterationLimit).contains(iteration) else {
        throw failure("an iteration can't be \(iteration)")
      }
      var record = Epoch(number: epoch, iteration: iteration, loss: .nan, training: [:])
      if cells[2].isEmpty {
        // Nothing was trained from here on.
        guard rows.count == 1 else { throw failure("the loss must be a number") }
        start = iteration
      } else {
        guard let loss = Double(cells[2]) else { throw failure("the loss must be a number") }
        if position == 0 { start = iteration - 1 }
        guard iteration == iterations + 1, start >= 0 else {
          throw failure("iteration \(Swift.max(iterations, 0) + 1) was expected, but it is \(iteration)")
        }
        self.record(loss: loss)
        record.loss = loss
      }
      // A line with metrics is the first of its epoch or the last of all; a single one in the middle of a training is
      // taken for the last.
      let isLast = position == rows.count - 1
      let isFirstOfEpoch =
        epoch != lastEpoch && !cells[2].isEmpty && (position > 0 || iteration == 1 || !isLast)
      lastEpoch = epoch
      guard try readMetrics(cells, into: &record, line: index + 1) else { continue }
      if isFirstOfEpoch { self.record(record) }
      if isLast { final = record }
    }
  }

  /// The metrics that a first line names, and whether they were measured of validation samples, too.
  private static func metrics(
    header: String
  ) throws(HistoryError) -> (names: [String], hasValidation: Bool) {
    let columns = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let failure = HistoryError(
      line: 1,
      "the first line must be \(firstColumns.joined(separator: ",")) and two columns a metric, such as train_accuracy,test_accuracy, "
        + "with one a metric behind them, such as validation_accuracy, where there is a validation part"
    )
    let validated = columns.firstIndex { $0.hasPrefix("validation_") }
    let end = validated ?? columns.count
    guard Array(columns.prefix(3)) == firstColumns, end % 2 == 1 else { throw failure }
    var names: [String] = []
    for position in stride(from: 3, to: end, by: 2) {
      let name = columns[position].dropFirst("train_".count)
      guard columns[position] == "train_" + name, columns[position + 1] == "test_" + name else {
        throw failure
      }
      names.append(String(name))
    }
    guard validated == nil || Array(columns[end...]) == names.map({ "validation_" + $0 }) else {
      throw failure
    }
    return (names, validated != nil)
  }

  /// Reads the metrics of a line; says whether there are any.
  private func readMetrics(
    _ cells: [some StringProtocol], into record: inout Epoch, line: Int
  ) throws(HistoryError) -> Bool {
    func read(_ column: Int) throws(HistoryError) -> Double? {
      guard !cells[column].isEmpty else { return nil }
      guard let number = Double(cells[column]) else {
        throw HistoryError(line: line, "metrics must be numbers or empty")
      }
      return number
    }
    let firstOfValidation = 3 + 2 * metricNames.count
    for (position, name) in metricNames.enumerated() {
      record.training[name] = try read(3 + 2 * position)
      record.test[name] = try read(4 + 2 * position)
      if hasValidation { record.validation[name] = try read(firstOfValidation + position) }
    }
    return record.isMeasured
  }
}

/// The lines of a history's table, as text that grows.
struct HistoryLines {
  private let metricNames: [String]
  private let hasValidation: Bool
  private var text: String
  private(set) var lastIteration = 0

  /// A table that has its first line.
  init(metricNames: [String], hasValidation: Bool) {
    self.metricNames = metricNames
    self.hasValidation = hasValidation
    var columns = TrainingHistory.firstColumns
    for name in metricNames { columns += ["train_" + name, "test_" + name] }
    if hasValidation { columns += metricNames.map { "validation_" + $0 } }
    text = columns.joined(separator: ",") + "\n"
  }

  mutating func add(_ iteration: Int, epoch: Int, loss: Double?, _ record: TrainingHistory.Epoch?) {
    lastIteration = iteration
    text += "\(iteration),\(epoch),\(loss.map(cell) ?? "")"
    for name in metricNames {
      text += "," + (record?.training[name].map(cell) ?? "") + "," + (record?.test[name].map(cell) ?? "")
    }
    if hasValidation {
      for name in metricNames { text += "," + (record?.validation[name].map(cell) ?? "") }
    }
    text += "\n"
  }

  /// The lines that haven't been handed over yet, as soon as they are long enough for a piece.
  mutating func fullPiece() -> String? { text.utf8.count > 1 << 16 ? rest() : nil }

  /// The lines that haven't been handed over yet.
  mutating func rest() -> String {
    defer { text = "" }
    return text
  }

  private func cell(_ number: Double) -> String { number.isNaN ? "nan" : number.description }
}

/// The table of a training that is still going on, with a line for each iteration however many there are: what
/// ``TrainingHistory`` thins in memory stands in the file.
package struct HistoryTable {
  private var lines: HistoryLines
  private let iterationsPerEpoch: Int
  /// The newest iteration; it is written when it is known whether metrics belong to it.
  private var pending: (iteration: Int, loss: Double, record: TrainingHistory.Epoch?)?

  package init(metricNames: [String], iterationsPerEpoch: Int, hasValidation: Bool = false) {
    lines = HistoryLines(metricNames: metricNames, hasValidation: hasValidation)
    self.iterationsPerEpoch = Swift.max(iterationsPerEpoch, 1)
  }

  /// Takes in what a trainer tells; returns lines as soon as there are enough for a piece.
  package mutating func add(_ event: TrainingEvent) -> String? {
    switch event {
    case .iteration(let iteration, let loss):
      writePending()
      pending = (iteration, loss, nil)
    case .epoch(let record): pending?.record = record
    case .finding: break
    }
    return lines.fullPiece()
  }

  /// The last lines, with the metrics after the last update.
  package mutating func finish(_ history: TrainingHistory) -> String {
    // An update that was looked through for NaN may have ended the training before it was told.
    if history.iterations > (pending?.iteration ?? history.start), let loss = history.lastLoss {
      writePending()
      pending = (history.iterations, loss, nil)
    }
    if pending?.record == nil { pending?.record = history.final }
    writePending()
    if history.iterations == history.start, let final = history.final {
      lines.add(history.start, epoch: final.number, loss: nil, final)
    }
    return lines.rest()
  }

  private mutating func writePending() {
    guard let (iteration, loss, record) = pending else { return }
    lines.add(iteration, epoch: (iteration - 1) / iterationsPerEpoch + 1, loss: loss, record)
    pending = nil
  }
}

/// A table that isn't a training history, with the line and the reason.
public struct HistoryError: Error, Sendable, CustomStringConvertible {
  /// The number of the line, from 1 on.
  public let line: Int
  /// A sentence that says what is wrong and where.
  public let description: String

  init(line: Int, _ reason: String) {
    self.line = line
    description = "line \(line) of the history: \(reason)"
  }
}
