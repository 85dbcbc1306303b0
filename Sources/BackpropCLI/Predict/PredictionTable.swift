import Backprop
import BackpropData
import BackpropFiles

/// Predictions for programs: JSON with an object a line, and CSV.
struct PredictionTable {
  let details: ModelDetails

  private var isClassifier: Bool { if case .classes = details.targets { true } else { false } }

  /// The object of a prediction.
  func json(_ prediction: Prediction) -> JSONValue {
    var members: [(String, JSONValue)] = [("input", .string(prediction.input.file))]
    if let position = prediction.input.position { members.append(("index", .integer(position))) }
    if let label = prediction.label, let probabilities = prediction.probabilities {
      members.append(("class", .string(details.name(ofClass: label))))
      members.append(("label", .integer(label)))
      members.append(
        ("probability", probabilities.indices.contains(label) ? .number(probabilities[label]) : .null))
      members.append(("probabilities", .array(probabilities.map { .number($0) })))
    }
    members.append(("scores", .array(prediction.scores.map { .number(Double($0)) })))
    if !prediction.input.notes.isEmpty {
      members.append(("notes", .array(prediction.input.notes.map { .string($0) })))
    }
    return .object(members)
  }

  /// The names of the columns, for so many numbers of a prediction.
  func header(width: Int) -> String {
    guard isClassifier else {
      return (["input", "index"] + (0..<width).map { width == 1 ? "value" : "value_\($0)" }).joined(
        separator: ",")
    }
    let names = (0..<width).map { Self.field("p_" + details.name(ofClass: $0)) }
    return (["input", "index", "class", "probability"] + names).joined(separator: ",")
  }

  /// The line of a prediction.
  func line(_ prediction: Prediction) -> String {
    var fields = [Self.field(prediction.input.file), prediction.input.position.map { "\($0)" } ?? ""]
    if let label = prediction.label, let probabilities = prediction.probabilities {
      fields.append(Self.field(details.name(ofClass: label)))
      fields.append(probabilities.indices.contains(label) ? NumberText.exact(probabilities[label]) : "")
      fields += probabilities.map { NumberText.exact($0) }
    } else {
      fields += prediction.scores.map { NumberText.exact(Double($0)) }
    }
    return fields.joined(separator: ",")
  }

  /// A field as RFC 4180 has it.
  private static func field(_ text: String) -> String {
    let needsQuotes = text.contains { "\",\r\n".contains($0) || $0.isNewline }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
