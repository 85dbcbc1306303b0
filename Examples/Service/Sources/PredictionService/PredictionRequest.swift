import Foundation

/// The JSON of a request: rows of a table, or samples.
///
/// ```json
/// {"rows": [{"bill_length_mm": 39.1, "island": "Torgersen"}]}
/// {"samples": [[0, 0.5, 1, …]]}
/// ```
struct PredictionRequest: Decodable {
  var rows: [[String: Cell]]?
  var samples: [[Float]]?

  /// A cell of a table.
  enum Cell: Decodable, Hashable {
    case number(Double)
    case word(String)
    case missing

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .missing
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .word(try container.decode(String.self))
      }
    }
  }

  /// Reads a body.
  ///
  /// - Throws: ``RequestProblem`` where it isn't such JSON.
  init(json: Data) throws(RequestProblem) {
    do {
      self = try JSONDecoder().decode(Self.self, from: json)
    } catch let error as DecodingError {
      throw RequestProblem(Self.sentence(error))
    } catch {
      throw RequestProblem("The body isn't JSON.")
    }
    guard (rows == nil) != (samples == nil) else {
      throw RequestProblem(
        "Send {\"rows\": [{\"column\": value, …}, …]} for a model of a table, {\"samples\": [[numbers], …]} for others, or a picture."
      )
    }
  }

  private static func sentence(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      return path.isEmpty ? "The body" : "The body's \(path.hasPrefix(".") ? String(path.dropFirst()) : path)"
    }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return
        "\(place(context)) isn't what it should be: rows are objects of numbers, texts and null, samples are arrays of numbers."
    case .keyNotFound(_, let context): return "\(place(context)) lacks a part."
    case .dataCorrupted(let context): return "\(place(context)) isn't JSON that can be read."
    @unknown default: return "The body isn't JSON that can be read."
    }
  }
}

/// What is wrong with a request, in a sentence for who sent it.
struct RequestProblem: Error {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
