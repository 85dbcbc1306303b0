import BackpropFiles

/// A table's columns in a Swift function: how they become the network's input, and its output the target.
struct SwiftColumns {
  private let table: TablePreparation

  init(_ table: TablePreparation) { self.table = table }

  /// How many numbers the function takes: one for each column.
  var count: Int { table.inputs.count }

  /// The summary of the function's comment.
  func summary(scores: Int) -> String {
    switch table.target {
    case .classes:
      "/// The \(Wording.counted(scores, "score")) of the classes of \(Self.quoted(table.targetName)) for one row of a table."
    case .number: "/// The \(Self.quoted(table.targetName)) of one row of a table, in the unit of its column."
    }
  }

  /// What the function's comment says of its numbers.
  var comment: [String] {
    var lines = ["///", "/// It takes a number for each column, in this order:"]
    for (place, input) in table.inputs.enumerated() {
      switch input.form {
      case .number: lines.append("/// \(place + 1). \(Self.quoted(input.name))")
      case .words(let words):
        lines.append(
          "/// \(place + 1). the place, from 0 on, of \(Self.quoted(input.name)) among \(Self.list(words)); -1 for another word"
        )
      }
    }
    if table.missing == .mean { lines.append("///") }
    if table.missing == .mean {
      lines.append("/// NaN stands for a number that is missing: it becomes the mean.")
    }
    if case .classes(let names, _) = table.target {
      lines += ["///", "/// The classes are, in the order of the scores: \(Self.list(names))."]
    }
    return lines
  }

  /// What makes the network's input `x` of the function's `input`.
  var before: [String] {
    var lines = ["var x: [Float] = []"]
    for (place, input) in table.inputs.enumerated() {
      switch input.form {
      case .number(let scale):
        let standardised = "(input[\(place)] - (\(Float(scale.mean)))) / \(Float(scale.deviation))"
        lines.append(
          table.missing == .mean
            ? "x.append(input[\(place)].isNaN ? 0 : \(standardised))" : "x.append(\(standardised))")
      case .words(let words):
        lines.append("for word in 0..<\(words.count) { x.append(input[\(place)] == Float(word) ? 1 : 0) }")
      }
    }
    return lines
  }

  /// What makes the function's answer of the network's output `x`.
  var after: [String] {
    guard case .number(let scale) = table.target else { return [] }
    return ["x = x.map { $0 * \(Float(scale.deviation)) + (\(Float(scale.mean))) }"]
  }

  private static func list(_ words: [String]) -> String { words.map(quoted).joined(separator: ", ") }

  /// A name on one line of a comment, whatever characters it has.
  private static func quoted(_ name: String) -> String { "“\(name.escapingControlCharacters())”" }
}
