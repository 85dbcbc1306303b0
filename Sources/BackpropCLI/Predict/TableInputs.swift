import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles
import BackpropFormats

/// The rows of a table as samples.
struct TableInputs {
  let path: String
  let delimiter: CSVDelimiter
  let model: SavedModel

  /// Calls a function with each row as the network sees it; rows that can't be told anything of are left out, and counted on
  /// standard error.
  func forEach(_ body: (PredictionInput) throws -> Void) throws {
    guard case .table(let preparation) = model.preparation else {
      throw ValidationError("--csv needs a model that was trained on a table, and this one wasn't.")
    }
    let prepared = try Self.prepared(path, delimiter, preparation)
    for remark in prepared.remarks { Console.printError("Note: \(remark)") }
    let width = preparation.inputCount
    for start in stride(from: 0, to: prepared.rows.count, by: 256) {
      let range = start..<min(start + 256, prepared.rows.count)
      let numbers = prepared.samples(range).scalars
      for place in range {
        let first = (place - start) * width
        try body(
          PredictionInput(
            file: path, position: prepared.rows[place], sample: Array(numbers[first..<first + width])))
      }
    }
  }

  /// A file's rows, prepared as those that a model learnt from.
  static func prepared(
    _ path: String, _ delimiter: CSVDelimiter, _ preparation: TablePreparation
  ) throws(FileError) -> PreparedTable {
    let file = TableFile(path: path, delimiter: delimiter, isQuiet: false)
    return try PreparedTable(try file.read(for: preparation), preparation)
  }
}
