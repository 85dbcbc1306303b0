import Backprop
import BackpropDrawing
import BackpropFiles

/// The graph as one JSON object on one line.
struct GraphJSON {
  let evaluation: Evaluation
  /// Whether the object tells of the first value or derivative that isn't finite.
  var tellsNonFinite = false

  /// Passes the object on in pieces, so that the text of a large graph needn't be held as a whole.
  func write(_ output: (String) throws -> Void) rethrows {
    let result = evaluation.nodes[evaluation.result].value
    try output("{\"value\":\(GraphJSON.json(result)),\"gradients\":{")
    for (position, entry) in evaluation.names.enumerated() {
      let gradient = evaluation.gradient(of: entry.node).map(GraphJSON.json) ?? .null
      try output((position > 0 ? "," : "") + "\(JSONValue.string(entry.name)):\(gradient)")
    }
    try output("},\"nodes\":[")
    // Small nodes are passed on together, since every piece costs a system call.
    var piece = ""
    for node in evaluation.nodes {
      if node.id > 0 { piece += "," }
      json(node).write(to: &piece)
      if piece.utf8.count > 1 << 16 {
        try output(piece)
        piece = ""
      }
    }
    piece += "]"
    if tellsNonFinite {
      let finding = evaluation.nonFinite.map { JSONValue.object($0.members) } ?? .null
      piece += ",\"non_finite\":\(finding)"
    }
    try output(piece + "}")
  }

  private func json(_ node: GraphSnapshot<Double>.Node) -> JSONValue {
    .object([
      ("id", .integer(node.id)),
      ("name", node.name.map { .string($0) } ?? .null),
      ("operation", node.operation.map { .string($0) } ?? .null),
      ("inputs", .array(node.inputs.map { .integer($0) })),
      ("shape", .array(node.value.shape.map { .integer($0) })),
      ("value", GraphJSON.json(node.value)),
      ("gradient", evaluation.gradient(of: node.id).map(GraphJSON.json) ?? .null),
    ])
  }

  /// A tensor as nested arrays, or as a number if it has no axes.
  private static func json(_ tensor: Tensor<Double>) -> JSONValue {
    tensor.withUnsafeElements { elements in
      var next = 0
      // As deep as the tensor has axes, which are limited.
      func value(_ axis: Int) -> JSONValue {
        guard axis < tensor.rank else {
          next += 1
          return .number(elements[next - 1])
        }
        return .array((0..<tensor.shape[axis]).map { _ in value(axis + 1) })
      }
      return value(0)
    }
  }
}
