import Backprop
import BackpropDrawing

/// The graph as people read it: a line for each node, then the result and its derivatives by name.
struct GraphListing {
  let evaluation: Evaluation

  /// The listing's lines.
  var lines: [String] {
    var lines = table
    let resultLines = TensorText.block(evaluation.nodes[evaluation.result].value)
    lines += ["", "result"] + resultLines.map { "  " + $0 }
    guard !evaluation.names.isEmpty else { return lines }
    lines += ["", title]
    let width = evaluation.names.map(\.name.displayWidth).max() ?? 0
    for (name, node) in evaluation.names {
      guard let gradient = evaluation.gradient(of: node) else { continue }
      for (position, line) in TensorText.block(gradient).enumerated() {
        lines.append("  " + (position == 0 ? name : "").padded(to: width) + "  " + line)
      }
    }
    return lines
  }

  /// What the derivatives are.
  private var title: String {
    if let upstream = evaluation.upstream {
      return "derivatives, with the upstream value \(TensorText.line(upstream)) at the result"
    }
    return evaluation.nodes[evaluation.result].value.rank == 0
      ? "derivatives of the result" : "derivatives of the sum of the result's elements"
  }

  /// One line for each node, in aligned columns.
  private var table: [String] {
    let idWidth = "#\(max(evaluation.nodes.count - 1, 0))".count
    var rows = [[String(repeating: " ", count: idWidth) + "   node", "shape", "value", "derivative"]]
    for node in evaluation.nodes {
      let id = "#\(node.id)".rightAligned(to: idWidth)
      let value = TensorText.line(node.value)
      let gradient = evaluation.gradient(of: node.id).map(TensorText.line) ?? "–"
      rows.append(["\(id) = \(label(of: node, value: value))", node.value.shape.description, value, gradient])
    }
    let widths = (0..<3).map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { cell, width in cell.padded(to: width) }.joined(separator: "   ") + "   " + row[3]
    }
  }

  private func label(of node: GraphSnapshot<Double>.Node, value: String) -> String {
    if let function = evaluation.functions[node.id] { return function.label(node.inputs.map { "#\($0)" }) }
    return node.name ?? (node.value.rank == 0 ? value : "list")
  }
}
