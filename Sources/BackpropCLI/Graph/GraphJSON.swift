import Backprop
import BackpropDrawing
import BackpropFiles

/// The graph as one JSON object on one line.
struct GraphJSON {
  let evaluation: Evaluation
  /// Whether the object tells of the first value or derivative that isn't finite.
  var tellsNonFinite = false

  /// Passes the object on in pieces, so that the text of a large graph needn't be held as a whole.
  func write(_ output: (String) throws -> Void) throws {
    var pieces = JSONPieces()
    pieces.append("{\"value\":")
    try write(evaluation.nodes[evaluation.result].value, to: &pieces, output)
    if let upstream = evaluation.upstream {
      pieces.append(",\"upstream\":")
      try write(upstream, to: &pieces, output)
    }
    pieces.append(",\"gradients\":{")
    for (position, entry) in evaluation.names.enumerated() {
      pieces.append((position > 0 ? "," : "") + "\(JSONValue.string(entry.name)):")
      try write(evaluation.gradient(of: entry.node), to: &pieces, output)
    }
    pieces.append("},\"nodes\":[")
    for node in evaluation.nodes {
      pieces.append((node.id > 0 ? "," : "") + head(of: node) + ",\"value\":")
      try write(node.value, to: &pieces, output)
      pieces.append(",\"gradient\":")
      try write(evaluation.gradient(of: node.id), to: &pieces, output)
      pieces.append("}")
    }
    pieces.append("]")
    if tellsNonFinite {
      let finding = evaluation.nonFinite.map { JSONValue.object($0.members) } ?? .null
      pieces.append(",\"non_finite\":\(finding)")
    }
    pieces.append("}")
    try pieces.pass(to: output)
  }

  /// A node's object up to its numbers, without the bracket that closes it.
  private func head(of node: GraphSnapshot<Double>.Node) -> String {
    let head = JSONValue.object([
      ("id", .integer(node.id)),
      ("name", node.name.map { .string($0) } ?? .null),
      ("operation", node.operation.map { .string($0) } ?? .null),
      ("inputs", .array(node.inputs.map { .integer($0) })),
      ("shape", .array(node.value.shape.map { .integer($0) })),
    ])
    return String(head.description.dropLast())
  }

  /// Writes a tensor as nested arrays, or as a number if it has no axes; `null` where there is none.
  private func write(
    _ tensor: Tensor<Double>?, to pieces: inout JSONPieces, _ output: (String) throws -> Void
  ) throws {
    guard let tensor else { return pieces.append("null") }
    try tensor.withUnsafeElements { elements in
      var next = 0
      // As deep as the tensor has axes, which are limited.
      func write(_ axis: Int) throws {
        guard axis < tensor.rank else {
          pieces.append(elements[next])
          next += 1
          return
        }
        pieces.append("[")
        for position in 0..<tensor.shape[axis] {
          if position > 0 { pieces.append(",") }
          try write(axis + 1)
          if pieces.isFull { try pieces.pass(to: output) }
        }
        pieces.append("]")
      }
      try write(0)
    }
  }
}

/// The text of JSON that isn't passed on yet.
private struct JSONPieces {
  /// Small pieces are passed on together, since every one costs a system call.
  private static let size = 1 << 16

  private var bytes: [UInt8] = []

  /// Whether it is time to pass the text on.
  var isFull: Bool { bytes.count >= JSONPieces.size }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ number: Double) { JSONValue.write(number, to: &bytes) }

  /// Passes the text on.
  mutating func pass(to output: (String) throws -> Void) throws {
    try output(String(decoding: bytes, as: UTF8.self))
    bytes.removeAll(keepingCapacity: true)
  }
}
