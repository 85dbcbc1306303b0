import Backprop
import BackpropGraphics

/// The drawing in a page, with room for any number beside its lines, since numbers change there.
enum PageDrawing {
  /// As wide as a number in a drawing can be.
  private static let widestNumber = "−8.888e−308"

  /// The SVG of a snapshot, without a style of its own.
  static func svg<Scalar>(_ snapshot: GraphSnapshot<Scalar>, options: DrawingOptions) -> String {
    let diagram = Diagram(snapshot, options: options).folded(limit: options.foldLimit)
    var roomy = diagram
    for position in roomy.nodes.indices {
      roomy.nodes[position].forward = widened(roomy.nodes[position].forward)
      roomy.nodes[position].backward = widened(roomy.nodes[position].backward)
    }
    for position in roomy.edges.indices {
      roomy.edges[position].contribution = widened(roomy.edges[position].contribution)
    }
    var layout = GraphDrawing(roomy, options: options).layout
    restoreTexts(of: &layout, from: diagram)
    var writer = SVGWriter(layout: layout, options: options)
    writer.hasStyle = false
    return writer.text
  }

  /// A single number gets the width of the widest one. Rows of numbers keep theirs: all of them at their widest would
  /// tear the drawing apart.
  private static func widened(_ lines: [String]) -> [String] {
    guard lines.count == 1 else { return lines }
    let columns = max(lines[0].count, widestNumber.count)
    return [String(repeating: "8", count: columns)]
  }

  private static func restoreTexts(of layout: inout GraphLayout, from diagram: Diagram) {
    let nodes = Dictionary(diagram.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var contributions: [DrawingLabels.Operand: [String]] = [:]
    for edge in diagram.edges {
      contributions[.init(node: diagram.nodes[edge.to].id, position: edge.operand)] = edge.contribution
    }
    for position in layout.labels.indices {
      let label = layout.labels[position]
      let lines: [String]? =
        switch label.role {
        case .value: nodes[label.node]?.forward
        case .derivative: nodes[label.node]?.backward
        case .contribution:
          label.to.flatMap { contributions[.init(node: $0, position: label.operand ?? 0)] }
        case .result: label.lines
        }
      if let lines, lines.count == label.lines.count { layout.labels[position].lines = lines }
    }
  }
}
