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
  public var lines: [String] { lines(columns: .max) }

  /// The listing's lines, none of them wider than so many columns where that can be done without breaking a word.
  ///
  /// Where room is short numbers get fewer digits, then tensors their bounds instead of their elements, and at last each
  /// node several lines.
  public func lines(columns limit: Int) -> [String] {
    let table = ListingTable(self).lines(columns: limit)
    guard snapshot.nodes.indices.contains(result) else { return table }
    let value = snapshot.nodes[result].value
    var lines = table + ["", "result"] + block(value, limit, margin: "  ")
    let derivatives = names.compactMap { name in gradient(of: name.node).map { (name.text, $0) } }
    guard !derivatives.isEmpty else { return lines }
    lines.append("")
    lines += ListingText.broken(title(limit), columns: limit)
    let longest = limit == .max ? Int.max : Swift.max(limit / 3, 8)
    let shown = derivatives.map { TextMeasure.shortened($0.0, columns: longest) }
    let width = shown.map(\.displayWidth).max() ?? 0
    for (name, (_, gradient)) in zip(shown, derivatives) {
      let margin = String(repeating: " ", count: width + 4)
      for (position, line) in block(gradient, limit, margin: margin).enumerated() {
        lines.append(position == 0 ? "  " + name.padded(to: width) + "  " + line.dropFirst(width + 4) : line)
      }
    }
    return lines
  }

  private func block(_ tensor: Tensor<Scalar>, _ limit: Int, margin: String) -> [String] {
    let room = limit == .max ? limit : Swift.max(limit - margin.count, 1)
    return TensorText.block(tensor, hint: hint, columns: room).map { margin + $0 }
  }

  /// What the derivatives are.
  private func title(_ limit: Int) -> String {
    if let upstream {
      let line = TensorText.line(upstream)
      let text = line.displayWidth > limit / 2 ? TensorDigest(upstream).brief(digits: 4) : line
      return "derivatives, with the upstream value \(text) at the result"
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

  /// What a node's line says of how it came about.
  func label(of node: GraphSnapshot<Scalar>.Node, value: String) -> String {
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
