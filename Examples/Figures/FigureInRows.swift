import BackpropDrawing

/// A figure that would be too wide for a page as one row, and that stands in two: the second one begins with values that
/// the first one ends with.
enum FigureInRows {
  /// The SVG of a diagram that is cut behind some of its values.
  ///
  /// - Parameters:
  ///   - values: positions of the nodes whose values end the first row and begin the second one.
  ///   - last: the last position of the first row.
  static func svg(of diagram: Diagram, cutBehind values: [Int], last: Int, options: DrawingOptions) -> String
  {
    let first = diagram.part { $0 <= last }
    var second = diagram.part { $0 > last || values.contains($0) }
    for position in second.nodes.indices where second.nodes[position].kind == .operation {
      let node = second.nodes[position]
      guard values.contains(where: { diagram.nodes[$0].id == node.id }) else { continue }
      second.nodes[position].kind = .variable
      second.nodes[position].title = node.forward.joined()
      second.nodes[position].forward = []
      // Ids of parts of the SVG differ.
      second.nodes[position].id = node.id + diagram.nodes.count
      second.edges.removeAll { $0.to == position }
    }
    var layout = GraphDrawing(first, options: options).layout
    var lower = GraphDrawing(second, options: options).layout
    // The second row ends where the first one does.
    let width = max(layout.width, lower.width)
    lower.move(by: GraphLayout.Point(x: width - lower.width, y: layout.height))
    layout.nodes += lower.nodes
    layout.edges += lower.edges
    layout.labels += lower.labels
    layout.groups += lower.groups
    (layout.width, layout.height) = (width, layout.height + lower.height)
    var writer = SVGWriter(layout: layout, options: options)
    // Ten pixels where the figure is shown 800 pixels wide.
    writer.textSize = 14
    return writer.text
  }
}

extension Diagram {
  /// The nodes at some positions, and what lies between them alone.
  fileprivate func part(_ contains: (Int) -> Bool) -> Diagram {
    let kept = nodes.indices.filter(contains)
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    var part = self
    part.nodes = kept.map { nodes[$0] }
    part.edges = edges.compactMap { edge in
      guard let from = places[edge.from], let to = places[edge.to] else { return nil }
      var moved = edge
      (moved.from, moved.to) = (from, to)
      return moved
    }
    part.groups = groups.compactMap { group in
      let members = group.members.compactMap { places[$0] }
      guard members.count == group.members.count, let first = members.first else { return nil }
      var moved = group
      moved.members = first..<first + members.count
      return moved
    }
    return part
  }
}
