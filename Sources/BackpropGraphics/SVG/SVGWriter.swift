/// Writes a layout as SVG.
package struct SVGWriter {
  typealias Point = GraphLayout.Point
  let layout: GraphLayout
  let options: DrawingOptions
  /// Whether the drawing brings its style along; a page has it in its own.
  package var hasStyle = true
  /// The size of the texts beside lines, in pixels. The layout leaves room for the widest of the usual fonts, so in most
  /// of them one pixel more fits.
  package var textSize = DrawingStyle.fontSize

  /// The part of the drawing that is shown, and its size on paper; the whole at its own size where there is none.
  package var sheet: PrintedSheet?

  package init(layout: GraphLayout, options: DrawingOptions) {
    self.layout = layout
    self.options = options
  }

  /// The whole file.
  package var text: String {
    let size =
      sheet?.attributes
      ?? "viewBox=\"0 0 \(SVGText.number(layout.width)) \(SVGText.number(layout.height))\""
      + " width=\"\(SVGText.number(layout.width))\" height=\"\(SVGText.number(layout.height))\""
    let rows = layout.rows.map(SVGText.number).joined(separator: " ")
    let titleID = options.idPrefix + "title"
    let descriptionID = options.idPrefix + "description"
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" class="graph" \(size) data-rows="\(rows)" role="img" aria-labelledby="\(identifier(titleID)) \(identifier(descriptionID))">
      <title id="\(identifier(titleID))">\(SVGText.escaped(options.title))</title>
      <desc id="\(identifier(descriptionID))">\(SVGText.escaped(description))</desc>
      \(hasStyle ? "<style>\n\(style)\n</style>\n" : "")\
      <rect class="paper" width="100%" height="100%"/>

      """
    if let sheet { svg += "<svg \(sheet.window)>\n" }
    for (index, group) in layout.groups.enumerated() { svg += self.group(group, index) }
    // The dot stands on the lines that leave it, and so with the last of them.
    var lastEdges: [Int: Int] = [:]
    for (index, edge) in layout.edges.enumerated() { lastEdges[edge.from] = index }
    let forks = Dictionary(grouping: layout.forks, by: \.node)
    for (index, edge) in layout.edges.enumerated() {
      svg += self.edge(edge, lastEdges[edge.from] == index ? forks[edge.from] ?? [] : [])
    }
    for node in layout.nodes { svg += self.node(node) }
    let summaries = Dictionary(
      layout.nodes.map { ($0.id, $0.summary) }, uniquingKeysWith: { first, _ in first })
    for label in layout.labels { svg += self.label(label, summaries[label.node] ?? "") }
    return svg + (sheet == nil ? "" : "</svg>\n") + "</svg>\n"
  }

  private var style: String {
    let size = SVGText.number(textSize)
    return EmbeddedText.graphStyle
      + (textSize == DrawingStyle.fontSize ? "" : "\n.graph text{font-size:\(size)px}")
  }

  /// The graph in words.
  private var description: String {
    let limit = 60
    let words = layout.nodes.prefix(limit).map(\.summary).joined(separator: ". ")
    return layout.nodes.count > limit
      ? words + ". And \(layout.nodes.count - limit) more nodes." : words + "."
  }

  private func group(_ group: GraphLayout.Group, _ index: Int) -> String {
    let frame = group.frame
    return """
      <g id="\(id("group-\(index)"))" class="group"><rect \(attributes(frame)) rx="10"/>\
      <text x="\(SVGText.number(frame.x + 10))" y="\(SVGText.number(frame.y + 17))">\
      \(SVGText.escaped(group.title))</text></g>

      """
  }

  private func edge(_ edge: GraphLayout.Edge, _ forks: [GraphLayout.Fork]) -> String {
    let end = edge.to.map { " data-to=\"\($0)\"" } ?? ""
    let name = edge.to.map { "edge-\(edge.from)-\($0)-\(edge.operand)" } ?? "edge-\(edge.from)-end"
    let forward = ArrowHead(at: edge.forward, length: 8, width: 7)
    var svg =
      "<g id=\"\(id(name))\" class=\"edge\(mark(edge.mark))\" data-from=\"\(edge.from)\"\(end)"
      + " data-operand=\"\(edge.operand)\">"
      + gaps(edge) + "<path class=\"forward\" d=\"\(path(forward.line))\"/>"
    if !edge.backward.isEmpty {
      let backward = ArrowHead(at: edge.backward, length: 10, width: 9)
      svg += "<path class=\"backward\" d=\"\(path(backward.line))\"/>"
      svg += "<path class=\"backward-head\" d=\"\(path(backward.head))Z\"/>"
    }
    svg += "<path class=\"forward-head\" d=\"\(path(forward.head))Z\"/>"
    for fork in forks {
      svg +=
        "<circle class=\"fork\" cx=\"\(SVGText.number(fork.point.x))\" cy=\"\(SVGText.number(fork.point.y))\""
        + " r=\"\(SVGText.number(DrawingStyle.forkRadius))\"/>"
    }
    return svg + "</g>\n"
  }

  /// Gaps in the lines that a line crosses.
  private func gaps(_ edge: GraphLayout.Edge) -> String {
    var result = ""
    for isInGroup in [false, true] {
      let own = edge.crossings.filter { $0.isInGroup == isInGroup }
      guard !own.isEmpty else { continue }
      let ways = own.map { path([$0.from, $0.to]) }.joined()
      result += "<path class=\"gap\(isInGroup ? " inside" : "")\" d=\"\(ways)\"/>"
    }
    return result
  }

  private func node(_ node: GraphLayout.Node) -> String {
    let center = node.center
    let use = node.use.map { "-use-\($0.node)-\($0.position)" } ?? ""
    var svg =
      "<g id=\"\(id("node-\(node.id)\(use)"))\" class=\"node \(node.kind.rawValue)\(mark(node.mark))\" data-node=\"\(node.id)\">"
      + "<title>\(SVGText.escaped(node.summary))</title>"
    switch node.kind {
    case .variable, .constant:
      if !node.title.isEmpty {
        svg +=
          "<text class=\"name\" x=\"\(SVGText.number(node.frame.x + node.frame.width))\" y=\"\(SVGText.number(center.y + 4.5))\">"
          + "\(SVGText.escaped(node.title))</text>"
      }
    case .operation, .folded:
      if node.frame.width == node.frame.height {
        svg +=
          "<circle cx=\"\(SVGText.number(center.x))\" cy=\"\(SVGText.number(center.y))\""
          + " r=\"\(SVGText.number(node.frame.width / 2))\"/>"
      } else {
        svg += "<rect \(attributes(node.frame)) rx=\"\(SVGText.number(node.frame.height / 2))\"/>"
      }
      svg +=
        "<text class=\"symbol\" x=\"\(SVGText.number(center.x))\" y=\"\(SVGText.number(center.y + 5))\">"
        + "\(SVGText.escaped(node.title))</text>"
    }
    return svg + "</g>\n"
  }

  private func label(_ label: GraphLayout.Label, _ summary: String) -> String {
    let place = label.to.map { " data-to=\"\($0)\" data-operand=\"\(label.operand ?? 0)\"" } ?? ""
    let x = label.role == .result ? label.frame.x : label.frame.x + label.frame.width / 2
    let matrix = MatrixRows(label.lines, size: DrawingStyle.fontSize)
    var svg = "<g class=\"label \(label.role.rawValue)\" data-node=\"\(label.node)\"\(place)>"
    // What was shortened is told in whole; a page has words of its own.
    if hasStyle, label.lines.contains(where: { $0.contains("…") && !$0.contains(" … ") }) {
      svg += "<title>\(SVGText.escaped(summary))</title>"
    }
    for (index, line) in label.lines.enumerated() {
      let y = label.frame.y + TextMeasure.lineHeight(size: DrawingStyle.fontSize) * (Double(index) + 0.8)
      if let matrix, index >= matrix.start {
        svg += row(matrix.rows[index - matrix.start], of: matrix, from: x - matrix.width / 2, y: y)
      } else {
        svg += "<text x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\">\(SVGText.escaped(line))</text>"
      }
    }
    if let map = label.map { svg += picture(map, x, label.frame.y + label.frame.height - map.height) }
    return svg + "</g>\n"
  }

  /// A matrix's row, each number ending where its column does. Its text is that of the line.
  private func row(_ row: MatrixRows.Row, of matrix: MatrixRows, from left: Double, y: Double) -> String {
    func part(_ text: String, _ x: Double, _ anchor: String) -> String {
      "<tspan x=\"\(SVGText.number(left + x))\" text-anchor=\"\(anchor)\">\(SVGText.escaped(text))</tspan>"
    }
    let comma = TextMeasure.width(",", size: DrawingStyle.fontSize)
    var svg = part(row.opening, matrix.indent, "end")
    let last = row.cells.count - 1
    for (column, cell) in row.cells.enumerated() {
      let text = (column > 0 ? " " : "") + cell + (column < last ? "," : "")
      svg += part(text, matrix.columnEnds[column] + (column < last ? comma : 0), "end")
    }
    svg += part(row.closing, matrix.columnEnds[last], "start")
    return "<text class=\"row\" y=\"\(SVGText.number(y))\">\(svg)</text>"
  }

  private func picture(_ map: HeatMap, _ middle: Double, _ top: Double) -> String {
    let (x, y) = (SVGText.number(middle - map.width / 2), SVGText.number(top))
    var svg =
      "<g class=\"map\" transform=\"translate(\(x) \(y))\" data-rows=\"\(map.rows)\" data-columns=\"\(map.columns)\">"
      + "<rect width=\"\(SVGText.number(map.width))\" height=\"\(SVGText.number(map.height))\"/>"
    for (level, path) in map.paths() {
      let name = level.map { $0 > 0 ? "above" : "below" } ?? "missing"
      let opacity = level.map { Double($0.magnitude) / Double(HeatMap.steps) } ?? 1
      svg += "<path class=\"\(name)\" fill-opacity=\"\(SVGText.number(opacity))\" d=\"\(path)\"/>"
    }
    return svg + "</g>"
  }

  private func mark(_ mark: Diagram.Mark?) -> String { mark.map { " " + $0.rawValue } ?? "" }

  private func id(_ name: String) -> String { identifier(options.idPrefix + name) }

  private func identifier(_ name: String) -> String { SVGText.escaped(name) }

  private func attributes(_ frame: GraphLayout.Frame) -> String {
    "x=\"\(SVGText.number(frame.x))\" y=\"\(SVGText.number(frame.y))\""
      + " width=\"\(SVGText.number(frame.width))\" height=\"\(SVGText.number(frame.height))\""
  }

  private func path(_ points: [Point]) -> String {
    points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(SVGText.number(point.x)) \(SVGText.number(point.y))"
    }.joined()
  }
}

/// The head at the end of a line, and the line up to it.
private struct ArrowHead {
  var line: [GraphLayout.Point]
  var head: [GraphLayout.Point] = []

  init(at points: [GraphLayout.Point], length: Double, width: Double) {
    line = points
    guard points.count > 1 else { return }
    let (a, b) = (points[points.count - 2], points[points.count - 1])
    let distance = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
    guard distance > 0 else { return }
    let (dx, dy) = ((b.x - a.x) / distance, (b.y - a.y) / distance)
    let base = GraphLayout.Point(x: b.x - dx * length, y: b.y - dy * length)
    if distance > length { line[line.count - 1] = base }
    head = [
      GraphLayout.Point(x: base.x - dy * width / 2, y: base.y + dx * width / 2), b,
      GraphLayout.Point(x: base.x + dy * width / 2, y: base.y - dx * width / 2),
    ]
  }
}
