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
/// There are two such columns for each metric that the training measured. Metrics stand at the first iteration of each
/// epoch and at the last of all. A history without iterations has one line with the iteration at which it starts and no
/// loss.
/// Numbers have as many digits as it takes to read the same bits back; those that aren't finite are `nan`, `inf` and
/// `-inf`. Lines end with a line feed. Times aren't part of it, so that the same training gives the same bytes.
extension TrainingHistory {
  private static let firstColumns = ["iteration", "epoch", "loss"]

  private var header: String {
    (TrainingHistory.firstColumns + metricNames.flatMap { ["train_" + $0, "test_" + $0] })
      .joined(separator: ",")
  }

  /// The whole table; see ``writeCSV(to:)`` for long histories.
  public var csv: String {
    var text = ""
    writeCSV { text += $0 }
    return text
  }

  /// Hands the table over in pieces of whole lines, so that it never lies in memory as a whole.
  public func writeCSV<Failure: Error>(to write: (String) throws(Failure) -> Void) throws(Failure) {
    var piece = header + "\n"
    var records = epochs[...]
    var epoch = 0
    for (position, loss) in losses.enumerated() {
      let iteration = start + position + 1
      var record: Epoch?
      while let next = records.first, next.iteration <= iteration {
        (record, epoch) = (next, next.number)
        records.removeFirst()
      }
      if position == losses.count - 1, record == nil { record = final }
      // A history that starts in the middle of an epoch has no record of its beginning.
      if epoch == 0, let final { epoch = final.number - records.count }
      piece += "\(iteration),\(epoch),\(text(loss))\(metrics(record))\n"
      if piece.utf8.count > 1 << 16 {
        try write(piece)
        piece = ""
      }
    }
    if losses.isEmpty, let final {
      piece += "\(start),\(final.number),\(metrics(final))\n"
    }
    if !piece.isEmpty { try write(piece) }
  }

  private func metrics(_ record: Epoch?) -> String {
    metricNames.map { name in
      "," + (record?.training[name].map(text) ?? "") + "," + (record?.test[name].map(text) ?? "")
    }.joined()
  }

  private func text(_ number: Double) -> String { number.isNaN ? "nan" : number.description }

  /// Reads a table that ``csv`` wrote; times are zero.
  ///
  /// Throws a ``HistoryError`` that names the line when it is something else.
  public init(csv: some StringProtocol) throws(HistoryError) {
    self.init()
    let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
    metricNames = try Self.metricNames(header: lines.first.map { String($0) } ?? "")
    var lastEpoch = 0
    let rows = lines.enumerated().dropFirst().filter { !($1.isEmpty && $0 == lines.count - 1) }
    for (position, (index, line)) in rows.enumerated() {
      func failure(_ reason: String) -> HistoryError { HistoryError(line: index + 1, reason) }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 3 + 2 * metricNames.count else {
        throw failure("\(3 + 2 * metricNames.count) cells were expected, but there are \(cells.count)")
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
        losses.append(loss)
        record.loss = loss
      }
      // A line with metrics is the first of its epoch or the last of all; a single one in the middle of a training is
      // taken for the last.
      let isLast = position == rows.count - 1
      let isFirstOfEpoch =
        epoch != lastEpoch && !cells[2].isEmpty && (position > 0 || iteration == 1 || !isLast)
      lastEpoch = epoch
      guard try readMetrics(cells, into: &record, line: index + 1) else { continue }
      if isFirstOfEpoch { epochs.append(record) }
      if isLast { final = record }
    }
  }

  /// The metrics that a first line names.
  private static func metricNames(header: String) throws(HistoryError) -> [String] {
    let columns = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let failure = HistoryError(
      line: 1,
      "the first line must be \(firstColumns.joined(separator: ",")) and two columns a metric, such as train_accuracy,test_accuracy"
    )
    guard Array(columns.prefix(3)) == firstColumns, columns.count % 2 == 1 else { throw failure }
    var names: [String] = []
    for position in stride(from: 3, to: columns.count, by: 2) {
      let name = columns[position].dropFirst("train_".count)
      guard columns[position] == "train_" + name, columns[position + 1] == "test_" + name else {
        throw failure
      }
      names.append(String(name))
    }
    return names
  }

  /// Reads the metrics of a line; says whether there are any.
  private func readMetrics(
    _ cells: [some StringProtocol], into record: inout Epoch, line: Int
  ) throws(HistoryError) -> Bool {
    for (position, name) in metricNames.enumerated() {
      for (cell, path) in [
        (cells[3 + 2 * position], \Epoch.training), (cells[4 + 2 * position], \Epoch.test),
      ]
      where !cell.isEmpty {
        guard let number = Double(cell) else {
          throw HistoryError(line: line, "metrics must be numbers or empty")
        }
        record[keyPath: path][name] = number
      }
    }
    return !record.training.isEmpty || !record.test.isEmpty
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
