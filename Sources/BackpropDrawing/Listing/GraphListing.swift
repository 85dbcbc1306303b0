import Backprop
import BackpropFiles
import BackpropGraphics

/// A graph as people read it: a line for each node, then the result and its derivatives by name.
///
/// ```swift
/// print(GraphListing(graph.snapshot(gradients: price.backward())))
/// ```
public struct GraphListing<Scalar: TensorScalar>: Sendable {
  /// A value whose derivative stands below the table.
  public struct Name: Sendable, Equatable {
    /// What it is called.
    public var text: String
    /// Its node.
    public var node: Int

    /// A name of a node.
    public init(_ text: String, node: Int) { (self.text, self.node) = (text, node) }
  }

  /// The nodes with their values and derivatives.
  public let snapshot: GraphSnapshot<Scalar>
  /// The node of the result.
  public let result: Int
  /// What stands for nodes in the table, by node; others have their operation with its operands, their name or value.
  public var labels: [Int: String] = [:]
  /// The values whose derivatives stand below the table, in their order.
  public var names: [Name]
  /// What arrived at the result in the backward pass, where it wasn't 1.
  public var upstream: Tensor<Scalar>?
  /// What follows the summary of a value that is too large to be shown.
  package var hint = ""

  /// The listing of a graph's nodes, with the derivatives by all named variables.
  ///
  /// - Parameter result: the node of the result; the last one if not given.
  public init(_ snapshot: GraphSnapshot<Scalar>, result: Int? = nil) {
    self.snapshot = snapshot
    self.result = result ?? snapshot.nodes.count - 1
    names = snapshot.nodes.compactMap { node in
      node.operation == nil && !node.isConstant ? node.name.map { Name($0, node: node.id) } : nil
    }
  }

  /// The listing's lines.
  public var lines: [String] {
    guard snapshot.nodes.indices.contains(result) else { return table }
    let value = snapshot.nodes[result].value
    var lines = table + ["", "result"] + block(value)
    let derivatives = names.compactMap { name in gradient(of: name.node).map { (name.text, $0) } }
    guard !derivatives.isEmpty else { return lines }
    lines += ["", title]
    let width = derivatives.map(\.0.displayWidth).max() ?? 0
    for (name, gradient) in derivatives {
      for (position, line) in block(gradient).enumerated() {
        lines.append("  " + (position == 0 ? name : "").padded(to: width) + line)
      }
    }
    return lines
  }

  private func block(_ tensor: Tensor<Scalar>) -> [String] {
    TensorText.block(tensor, hint: hint).map { "  " + $0 }
  }

  /// What the derivatives are.
  private var title: String {
    if let upstream {
      return "derivatives, with the upstream value \(TensorText.line(upstream)) at the result"
    }
    return snapshot.nodes[result].value.rank == 0
      ? "derivatives of the result" : "derivatives of the sum of the result's elements"
  }

  /// The derivative by a node: none by constants or where none was computed, zeros where the result doesn't depend on it.
  private func gradient(of node: Int) -> Tensor<Scalar>? {
    guard snapshot.nodes.indices.contains(node), snapshot.nodes.contains(where: { $0.gradient != nil }) else {
      return nil
    }
    let node = snapshot.nodes[node]
    return node.isConstant ? nil : node.gradient ?? .zeros(node.value.shape)
  }

  /// One line for each node, in aligned columns.
  private var table: [String] {
    let hasGradients = snapshot.nodes.contains { $0.gradient != nil }
    let idWidth = "#\(max(snapshot.nodes.count - 1, 0))".count
    var rows = [[String(repeating: " ", count: idWidth) + "   node", "shape", "value", "derivative"]]
    for node in snapshot.nodes {
      let id = "#\(node.id)".rightAligned(to: idWidth)
      let value = TensorText.line(node.value)
      let gradient =
        hasGradients && !node.isConstant
        ? TensorText.line(node.gradient ?? .zeros(node.value.shape)) : "–"
      rows.append(["\(id) = \(label(of: node, value: value))", node.value.shape.description, value, gradient])
    }
    let widths = (0..<3).map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { cell, width in cell.padded(to: width) }.joined(separator: "   ") + "   " + row[3]
    }
  }

  private func label(of node: GraphSnapshot<Scalar>.Node, value: String) -> String {
    if let label = labels[node.id] { return label }
    if let operation = node.operation {
      let application = "\(operation)(\(node.inputs.map { "#\($0)" }.joined(separator: ", ")))"
      return node.name.map { "\($0) = \(application)" } ?? application
    }
    return node.name ?? (node.value.rank == 0 ? value : "list")
  }
}

extension GraphListing: CustomStringConvertible {
  /// The lines, one below the other.
  public var description: String { lines.joined(separator: "\n") }
}
