import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import Foundation

/// Turns what a request holds into what a model takes, and its answers into what is sent back.
///
/// It has no state: any number of requests are answered at once.
struct ModelAnswers: Sendable {
  let predictor: SavedPredictor
  let limits: ServiceLimits

  var details: ModelDetails { predictor.details }

  /// Answers a body of JSON.
  func answer(json: Data) throws -> PredictionReply {
    let request = try PredictionRequest(json: json)
    if let rows = request.rows { return try answer(rows: rows) }
    return try answer(samples: request.samples ?? [])
  }

  /// Answers a picture's file.
  func answer(picture bytes: [UInt8]) throws -> PredictionReply {
    let picture = try Raster(encoded: bytes, name: predictor.name, pixelLimit: limits.pixelCount)
    let answer = try predictor.answer(to: picture)
    return PredictionReply(predictions: [try PredictionReply.Item(answer, details: details)])
  }

  private func answer(samples: [[Float]]) throws -> PredictionReply {
    if case .table = details.preparation {
      throw RequestProblem("The model learnt from a table; send {\"rows\": [{\"column\": value, …}, …]}.")
    }
    try check(samples.count)
    let size = details.sampleShape.elementCount
    for (place, sample) in samples.enumerated() where sample.count != size {
      throw RequestProblem("The model takes \(size) numbers a sample; samples[\(place)] has \(sample.count).")
    }
    let tensor = Tensor<Float>(shape: [samples.count, size], samples.flatMap { $0 })
    return try reply(try predictor.answers(to: tensor))
  }

  private func answer(rows: [[String: PredictionRequest.Cell]]) throws -> PredictionReply {
    guard case .table(let preparation) = details.preparation else {
      throw RequestProblem(
        "The model didn't learn from a table; send {\"samples\": [[numbers], …]} or a picture.")
    }
    try check(rows.count)
    let columns = try preparation.inputs.map { (name: $0.name, values: try Self.values(of: $0, in: rows)) }
    let table = try PreparedTable(try DataTable(columns, source: predictor.name), preparation)
    // A model that was trained without rows that lack something can't tell anything of one.
    guard table.rows.count == rows.count else {
      let told = Set(table.rows)
      let place = rows.indices.first { !told.contains($0) } ?? 0
      let missing = columns.first { Self.isMissing($0.values, place) }
      throw RequestProblem(
        "rows[\(place)] has no value in “\(missing?.name ?? "")”, and the model was trained without such rows."
      )
    }
    return try reply(try predictor.answers(to: table), remarks: table.remarks)
  }

  private func check(_ count: Int) throws {
    guard (1...limits.sampleCount).contains(count) else {
      throw RequestProblem("Send 1 to \(limits.sampleCount) samples in a request, not \(count).")
    }
  }

  private func reply(_ answers: [ModelAnswer], remarks: [String] = []) throws -> PredictionReply {
    let items = try answers.map { try PredictionReply.Item($0, details: details) }
    return PredictionReply(predictions: items, remarks: remarks.isEmpty ? nil : remarks)
  }

  /// A column of the rows.
  private static func values(
    of input: TablePreparation.Input, in rows: [[String: PredictionRequest.Cell]]
  ) throws -> DataTable.Values {
    switch input.form {
    case .number:
      var numbers: [Float] = []
      for (place, row) in rows.enumerated() {
        switch row[input.name] {
        case .number(let number):
          guard Float(number).isFinite else {
            throw RequestProblem(
              "rows[\(place)] has \(number) in “\(input.name)”, which single precision can't hold.")
          }
          numbers.append(Float(number))
        case .missing: numbers.append(.nan)
        case .word(let word):
          throw RequestProblem(
            "rows[\(place)] has “\(word.prefix(40))” in “\(input.name)”, a column of numbers.")
        case nil: throw absent(input.name, place)
        }
      }
      return .numbers(numbers)
    case .words:
      var words: [String?] = []
      for (place, row) in rows.enumerated() {
        switch row[input.name] {
        case .word(let word): words.append(word)
        case .missing: words.append(nil)
        case .number(let number):
          words.append(number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)")
        case nil: throw absent(input.name, place)
        }
      }
      return .words(words)
    }
  }

  private static func absent(_ name: String, _ place: Int) -> RequestProblem {
    RequestProblem(
      "rows[\(place)] lacks the column “\(name)”; give null where its value isn't known, and see /model for all columns."
    )
  }

  private static func isMissing(_ values: DataTable.Values, _ place: Int) -> Bool {
    switch values {
    case .numbers(let numbers): !numbers[place].isFinite
    case .words(let words): words[place] == nil
    }
  }
}
