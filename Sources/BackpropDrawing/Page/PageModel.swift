import Backprop
import BackpropFiles
import BackpropGraphics

/// A graph as JSON for a page's script: nodes in forward order, with all numbers in full.
struct PageModel {
  /// Values with more numbers than this are left out; the page then shows their shapes only.
  static let largestValue = 10_000
  /// The same where a page would have more than ``mostNumbers`` otherwise.
  static let largestOfMany = 1000
  static let mostNumbers = 200_000
  /// Names are shortened to this number of columns.
  static let nameColumns = 80

  /// The JSON text, without anything that HTML would take for its own.
  let json: String

  init<Scalar>(_ snapshot: GraphSnapshot<Scalar>, result: Int?, options: DrawingOptions = DrawingOptions()) {
    let last = snapshot.nodes.count - 1
    let position = min(max(result ?? last, 0), max(last, 0))
    let all = snapshot.nodes.reduce(0) { sum, node in
      let count = node.value.count <= Self.largestValue ? node.value.count : 0
      return sum + count * (node.gradient == nil ? 1 : 2)
    }
    let limit = all <= Self.mostNumbers ? Self.largestValue : Self.largestOfMany
    let name = snapshot.nodes.isEmpty ? nil : snapshot.nodes[position].name
    var members: [(String, JSONValue)] = [
      ("result", .integer(position)),
      ("resultName", .string(Self.shown(name ?? options.resultName))),
      ("isDouble", .bool(Scalar.self == Double.self)),
      ("isOfShapesOnly", .bool(options.isOfShapesOnly)),
      ("largestValue", .integer(limit)),
      ("nodes", .array(snapshot.nodes.map { Self.node($0, options, limit) })),
    ]
    // Ones arrive where nothing else is said, and the page has other words for what was given.
    let isGiven = last >= 0 && snapshot.nodes[position].gradient?.scalars.contains { $0 != 1 } ?? false
    if isGiven, !options.isOfShapesOnly { members.insert(("isUpstreamGiven", .bool(true)), at: 2) }
    json = Self.inert(JSONValue.object(members).description)
  }

  private static func node<Scalar>(
    _ node: GraphSnapshot<Scalar>.Node, _ options: DrawingOptions, _ limit: Int
  ) -> JSONValue {
    // Only where nothing is computed of it a size may be a letter.
    let shape: [JSONValue] =
      options.isOfShapesOnly
      ? zip(node.value.shape, options.sizes(of: node.value.shape)).map {
        $1 == "N" ? .string($1) : .integer($0)
      }
      : node.value.shape.map { .integer($0) }
    var members: [(String, JSONValue)] = [("shape", .array(shape))]
    if let name = node.name { members.append(("name", .string(shown(name)))) }
    if let operation = node.operation {
      members.append(("operation", .string(operation)))
      members.append(("symbol", .string(shown(node.symbol ?? operation))))
      members.append(("inputs", .array(node.inputs.map { .integer($0) })))
    }
    if node.isConstant { members.append(("isConstant", .bool(true))) }
    if !node.settings.isEmpty {
      let sorted = node.settings.sorted { $0.key < $1.key }
      members.append(("settings", .object(sorted.map { ($0.key, json($0.value)) })))
    }
    guard !options.isOfShapesOnly else {
      members += [("value", .null), ("hasDerivative", .bool(node.gradient != nil))]
      return .object(members)
    }
    func numbers(_ tensor: Tensor<Scalar>) -> JSONValue { Self.numbers(tensor, limit) }
    members.append(("value", numbers(node.value)))
    if let gradient = node.gradient { members.append(("gradient", numbers(gradient))) }
    if node.contributions.contains(where: { $0 != nil }) {
      members.append(("parts", .array(node.contributions.map { $0.map(numbers) ?? .null })))
    }
    return .object(members)
  }

  /// A setting: a number, or a word in an object of its own, so that the word `inf` isn't taken for a number.
  private static func json(_ setting: Setting) -> JSONValue {
    switch setting {
    case .number(let number): .number(number)
    case .word(let word): .object([("word", .string(shown(word)))])
    }
  }

  /// The elements in row-major order.
  private static func numbers<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>, _ limit: Int) -> JSONValue {
    guard tensor.count <= limit else { return .null }
    return .array(tensor.scalars.map { .number(Double($0)) })
  }

  /// A name that can't rearrange the words beside it, and that isn't longer than a line.
  private static func shown(_ name: String) -> String {
    TextMeasure.shortened(SVGText.visible(name), columns: nameColumns)
  }

  /// The same JSON without characters that could end the element it stands in; they occur in strings only.
  static func inert(_ json: String) -> String {
    var text = ""
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
