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
/// epoch and at the last of all. A history without iterations has one line with the iteration at which it starts.
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
      piece += "\(start),\(final.number),\(text(final.loss))\(metrics(final))\n"
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
    var isFirst = true
    for (index, line) in lines.enumerated().dropFirst() where !(line.isEmpty && index == lines.count - 1) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 3 + 2 * metricNames.count else {
        throw HistoryError(
          line: index + 1,
          "\(3 + 2 * metricNames.count) cells were expected, but there are \(cells.count)")
      }
      guard let iteration = Int(cells[0]), let epoch = Int(cells[1]), let loss = Double(cells[2]) else {
        throw HistoryError(line: index + 1, "iteration, epoch and loss must be numbers")
      }
      if isFirst {
        guard iteration >= 0 else {
          throw HistoryError(line: index + 1, "an iteration can't be \(iteration)")
        }
        start = Swift.max(iteration - 1, 0)
      }
      let isEmpty = isFirst && iteration == 0
      isFirst = false
      guard isEmpty || (iteration == start + losses.count + 1 && final?.iteration != 0) else {
        throw HistoryError(
          line: index + 1, "iteration \(iterations + 1) was expected, but it is \(iteration)")
      }
      if iteration > 0 { losses.append(loss) }
      let isFirstOfEpoch = epoch != lastEpoch && iteration > 0
      lastEpoch = epoch
      final = nil
      let record = try record(
        cells, line: index + 1, Epoch(number: epoch, iteration: iteration, loss: loss, training: [:]))
      guard let record else { continue }
      if isFirstOfEpoch { epochs.append(record) }
      final = record
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

  /// A record with the metrics of a line; `nil` where the line has none.
  private func record(
    _ cells: [some StringProtocol], line: Int, _ bare: Epoch
  ) throws(HistoryError) -> Epoch? {
    var record = bare
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
    return record.training.isEmpty && record.test.isEmpty ? nil : record
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
