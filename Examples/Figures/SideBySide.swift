import BackpropDrawing

/// Several drawings in one picture, from left to right.
struct SideBySide {
  private let drawings: [GraphDrawing]
  /// The distance between two drawings beyond their margins.
  private let gap = 20.0

  init(_ drawings: [GraphDrawing]) { self.drawings = drawings }

  func svg(options: DrawingOptions) -> String {
    var all = GraphLayout(width: 0, height: 0)
    for (index, drawing) in drawings.enumerated() {
      var diagram = drawing.diagram
      // Ids of parts of one picture differ.
      for node in diagram.nodes.indices { diagram.nodes[node].id += index * 100 }
      var layout = GraphDrawing(diagram, options: drawing.options).layout
      layout.move(by: GraphLayout.Point(x: all.width + (index > 0 ? gap : 0), y: 0))
      all.append(layout)
      all.width += layout.width + (index > 0 ? gap : 0)
      all.height = max(all.height, layout.height)
    }
    return SVGWriter(layout: all, options: options).text
  }
}
