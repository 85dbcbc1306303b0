/// A history as a table of comma-separated values, one line for each iteration.
///
/// | column | what it holds |
/// | --- | --- |
/// | `iteration` | the number of the update, from 1 on |
/// | `epoch` | the number of the epoch that the iteration belongs to, from 1 on |
/// | `loss` | the loss of the iteration's mini-batch; in an epoch's first iteration that after its update |
/// | `train_accuracy` | the share of training samples that the network gets right; empty where it wasn't measured |
/// | `test_accuracy` | the same of test samples; empty where it wasn't measured, too |
///
/// Accuracies stand at the first iteration of each epoch and at the last of all. A history without iterations has one
/// line with the iteration 0. Numbers have as many digits as it takes to read the same bits back; those that aren't
/// finite are `nan`, `inf` and `-inf`. Lines end with a line feed. Times aren't part of it, so that the same training
/// gives the same bytes.
extension TrainingHistory {
  /// The first line.
  static let csvHeader = "iteration,epoch,loss,train_accuracy,test_accuracy"

  /// The whole table; see ``writeCSV(to:)`` for long histories.
  public var csv: String {
    var text = ""
    writeCSV { text += $0 }
    return text
  }

  /// Hands the table over in pieces of whole lines, so that it never lies in memory as a whole.
  public func writeCSV<Failure: Error>(to write: (String) throws(Failure) -> Void) throws(Failure) {
    var piece = TrainingHistory.csvHeader + "\n"
    var records = epochs[...]
    var epoch = 0
    for (position, loss) in losses.enumerated() {
      var record: Epoch?
      while let next = records.first, next.iteration <= position + 1 {
        (record, epoch) = (next, next.number)
        records.removeFirst()
      }
      if position == losses.count - 1, record == nil { record = final }
      piece += "\(position + 1),\(epoch),\(text(loss)),\(accuracies(record))\n"
      if piece.utf8.count > 1 << 16 {
        try write(piece)
        piece = ""
      }
    }
    if losses.isEmpty, let final { piece += "0,\(final.number),\(text(final.loss)),\(accuracies(final))\n" }
    if !piece.isEmpty { try write(piece) }
  }

  private func accuracies(_ record: Epoch?) -> String {
    record.map { "\(text($0.trainAccuracy)),\($0.testAccuracy.map(text) ?? "")" } ?? ","
  }

  private func text(_ number: Double) -> String { number.isNaN ? "nan" : number.description }

  /// Reads a table that ``csv`` wrote; times are zero.
  ///
  /// Throws a ``HistoryError`` that names the line when it is something else.
  public init(csv: some StringProtocol) throws(HistoryError) {
    let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard let first = lines.first, first == TrainingHistory.csvHeader else {
      throw HistoryError(line: 1, "the first line must be \(TrainingHistory.csvHeader)")
    }
    var lastEpoch = 0
    for (index, line) in lines.enumerated().dropFirst() where !(line.isEmpty && index == lines.count - 1) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 5 else {
        throw HistoryError(line: index + 1, "5 cells were expected, but there are \(cells.count)")
      }
      guard let iteration = Int(cells[0]), let epoch = Int(cells[1]), let loss = Double(cells[2]) else {
        throw HistoryError(line: index + 1, "iteration, epoch and loss must be numbers")
      }
      guard iteration == losses.count + 1 || (iteration == 0 && losses.isEmpty && final == nil) else {
        throw HistoryError(
          line: index + 1, "iteration \(losses.count + 1) was expected, but it is \(iteration)")
      }
      if iteration > 0 { losses.append(loss) }
      let isFirstOfEpoch = epoch != lastEpoch && iteration > 0
      lastEpoch = epoch
      final = nil
      guard !cells[3].isEmpty else { continue }
      guard let train = Double(cells[3]),
        let test = cells[4].isEmpty ? .some(nil) : Double(cells[4]).map(Optional.some)
      else { throw HistoryError(line: index + 1, "accuracies must be numbers or empty") }
      let record = Epoch(
        number: epoch, iteration: iteration, loss: loss, trainAccuracy: train, testAccuracy: test)
      if isFirstOfEpoch { epochs.append(record) }
      final = record
    }
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
