import Backprop
import BackpropArguments
import BackpropFiles

/// The files that a training was asked for: a table that grows with it, and a report and the model, which are written in the
/// end.
///
/// A file that can't be written is told and keeps none of the others from being written.
final class TrainingFiles {
  private let report: String?
  private let model: String?
  private var table: (file: OutputFile, lines: HistoryTable)?
  private let historyFile: OutputFile?
  /// The status that the first file which couldn't be written stands for.
  private(set) var failure: Int32?

  /// Whether any file is still to be written.
  var areWanted: Bool { table != nil || report != nil || model != nil }

  /// Tries the files out, so that a long training isn't lost at its end, and opens the table.
  ///
  /// - Parameter inputs: what the training reads, which neither may be.
  init(history: String?, report: String?, model: String?, inputs: [OutputPaths.Input]) throws {
    try OutputPaths.check(
      [("--history", history), ("--report", report), ("--save", model)], inputs: inputs)
    for path in [history, report, model].compactMap({ $0 }) { try OutputFile.tryOut(path) }
    (self.report, self.model) = (report, model)
    historyFile = try history.map { try OutputFile($0) }
  }

  /// Begins the table, as soon as it is known what a training measures.
  func begin(_ trainer: Trainer<Float>) {
    guard let historyFile else { return }
    let lines = HistoryTable(
      metricNames: trainer.metricNames, iterationsPerEpoch: trainer.iterationsPerEpoch,
      hasValidation: trainer.validationSamples != nil)
    table = (historyFile, lines)
  }

  /// Writes what a trainer tells into the table.
  func record(_ event: TrainingEvent) {
    guard let piece = table?.lines.add(event) else { return }
    telling {
      try table?.file.write(piece)
    } otherwise: {
      table = nil
    }
  }

  /// Writes the model, completes the table and writes the report.
  ///
  /// The model comes first: it is what a training is for, and who sent a signal may not wait for the rest.
  func finish(
    _ history: TrainingHistory, model save: (_ path: String) throws -> Void,
    report makeReport: () throws -> String
  ) {
    if let model { telling { try save(model) } }
    if let file = table?.file {
      telling {
        if let rest = table?.lines.finish(history) { try file.write(rest) }
        try file.commit()
      }
      table = nil
    }
    guard let report else { return }
    telling {
      let file = try OutputFile(report)
      try file.write(try makeReport())
      try file.commit()
    }
  }

  private func telling(_ write: () throws -> Void, otherwise: () -> Void = {}) {
    do {
      try write()
    } catch let error as FileError {
      let status = error.tell()
      failure = failure ?? status
      otherwise()
    } catch {
      Console.printError("Error: \(error)")
      failure = failure ?? ExitStatus.inputOutput
      otherwise()
    }
  }
}
