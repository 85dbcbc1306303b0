/// A diagram drawn in lines of characters: values above the lines, derivatives below.
///
/// A dot stands where a value goes several ways. Where several values come together at an operation their lines just
/// meet, before its arrow.
package struct LineDrawing {
  /// Larger graphs are better read as lists.
  static let nodeLimit = 80

  private let diagram: Diagram
  private let graph: LayeredGraph
  private var rows: [Int] = []
  /// The first column of each layer, and the first one behind it.
  private var columns: [(left: Int, right: Int)] = []
  /// For each gap between layers the column of the vertical line to each vertex.
  private var tracks: [[Int: Int]] = []
  private var canvas: CharacterCanvas
  private let signs: TerminalSigns

  /// The lines of the drawing.
  package var lines: [String] { canvas.lines }

  /// The drawing, or `nil` where it doesn't fit, or lines would lie on each other.
  package init?(
    _ diagram: Diagram, columns limit: Int, rows rowLimit: Int, signs: TerminalSigns = .unicode
  ) {
    guard (1...LineDrawing.nodeLimit).contains(diagram.nodes.count) else { return nil }
    var plain = diagram.withVisibleTexts.mappingTexts(signs.shown)
    plain.groups = []
    self.signs = signs
    self.diagram = plain
    let room = LineDrawing.room(of: plain)
    let ordered = Ordering.ordered(LayeredGraph(plain, room: room))
    graph = Alignment.aligned(ordered, gap: 2)
    canvas = CharacterCanvas(columns: 0, rows: 0, signs: signs)
    rows = graph.vertices.map { Int(($0.y + 0.5).rounded(.down)) }
    let height = graph.vertices.indices.reduce(0) { max($0, rows[$1] + Int(graph.vertices[$1].below) + 1) }
    guard height <= rowLimit, placeColumns(), let width = columns.last?.right, width <= limit else {
      return nil
    }
    canvas = CharacterCanvas(columns: width, rows: height, signs: signs)
    drawLines()
    drawNodes()
  }

  private static func room(of diagram: Diagram) -> LayeredGraph.Room {
    LayeredGraph.Room(
      node: { index in
        let node = diagram.nodes[index]
        return Extents(above: Double(node.forward.count), below: Double(node.backward.count))
      },
      end: { _ in Extents(above: 0, below: 0) },
      contribution: { Extents(above: 0, below: Double(diagram.edges[$0].contribution.count)) },
      bend: Extents(above: 0, below: 0), groupTop: Extents(above: 0, below: 0),
      groupBottom: Extents(above: 0, below: 0))
  }

  private func symbol(_ node: Diagram.Node) -> String { "(\(node.title))" }

  private func labelWidth(_ lines: [String]) -> Int { lines.reduce(0) { max($0, $1.displayWidth) } }

  /// The width of the part before a node's run, and of the run.
  private func widths(_ node: Diagram.Node) -> (head: Int, run: Int) {
    let head =
      node.isInput ? (node.title.isEmpty ? 0 : node.title.displayWidth + 1) : symbol(node).displayWidth
    return (head, max(3, labelWidth(node.forward + node.backward) + 2))
  }

  // MARK: Columns

  /// Places the columns and the vertical lines between them; `false` where lines would lie on each other.
  private mutating func placeColumns() -> Bool {
    var x = 0
    for (layer, vertices) in graph.layers.enumerated() {
      if layer > 0 {
        guard let order = trackOrder(before: layer) else { return false }
        var columnOfTarget: [Int: Int] = [:]
        for (position, target) in order.enumerated() { columnOfTarget[target] = x + position }
        tracks.append(columnOfTarget)
        // An arrow's head needs a piece of line before it.
        x += max(order.count, 0) + 2
      }
      let width = vertices.reduce(0) { width, vertex in
        let source = graph.vertices[vertex].source
        switch graph.vertices[vertex].kind {
        case .operation, .input:
          let (head, run) = widths(diagram.nodes[source])
          return max(width, head + run)
        case .label: return max(width, labelWidth(diagram.edges[source].contribution) + 2)
        case .end: return max(width, diagram.nodes[source].resultTitle.displayWidth + 1)
        case .bend, .top, .bottom: return max(width, 1)
        }
      }
      columns.append((x, x + width))
      x += width
    }
    return true
  }

  /// The vertices that lines between two layers bend towards, ordered so that no line lies on another.
  private func trackOrder(before layer: Int) -> [Int]? {
    // What goes furthest turns off first, so that the others' lines needn't cross it.
    func reach(_ target: Int) -> Int {
      graph.vertices[target].left.reduce(0) { max($0, abs(rows[$1] - rows[target])) }
    }
    let targets = graph.layers[layer].filter { reach($0) > 0 }.enumerated()
      .sorted { (-reach($0.element), $0.offset) < (-reach($1.element), $1.offset) }.map(\.element)
    // A line on its way to one target must not reach the row on which a line arrives at another.
    var mustPrecede: [Int: Set<Int>] = [:]
    for target in targets {
      for source in graph.vertices[target].left where rows[source] != rows[target] {
        for other in graph.layers[layer] where other != target && rows[other] == rows[source] {
          let sources = graph.vertices[other].left
          if sources.isEmpty || sources.contains(source) { continue }
          if !targets.contains(other) { return nil }
          mustPrecede[other, default: []].insert(target)
        }
      }
    }
    var order: [Int] = []
    while order.count < targets.count {
      guard
        let next = targets.first(where: { target in
          !order.contains(target) && (mustPrecede[target] ?? []).isSubset(of: order)
        })
      else { return nil }
      order.append(next)
    }
    return order
  }

  // MARK: Drawing

  private mutating func drawLines() {
    for (vertex, content) in graph.vertices.enumerated() {
      for target in content.right {
        let end = columns[content.layer + 1].left
        guard let track = tracks[content.layer][target], rows[vertex] != rows[target] else {
          canvas.drawAcross(row: rows[vertex], from: columns[content.layer].right - 1, to: end)
          continue
        }
        canvas.drawAcross(row: rows[vertex], from: columns[content.layer].right - 1, to: track)
        canvas.drawDown(column: track, from: rows[vertex], to: rows[target])
        canvas.drawAcross(row: rows[target], from: track, to: end)
      }
    }
    bridge()
    fork()
    for vertex in graph.vertices.indices {
      let content = graph.vertices[vertex]
      let column = columns[content.layer]
      if content.isOnLine { canvas.drawAcross(row: rows[vertex], from: column.left, to: column.right) }
      if content.kind == .operation || content.kind == .end {
        canvas.write(signs == .ascii ? ">" : "▶", row: rows[vertex], column: column.left - 1)
      }
    }
  }

  /// Marks the places where a line passes over another that has nothing to do with it.
  private mutating func bridge() {
    for (gap, columnOfTarget) in tracks.enumerated() {
      for (target, track) in columnOfTarget {
        let sources = graph.vertices[target].left
        let reached = (sources + [target]).map { rows[$0] }
        guard let top = reached.min(), let bottom = reached.max() else { continue }
        for source in graph.layers[gap]
        where rows[source] > top && rows[source] < bottom && !sources.contains(source) {
          let furthest =
            graph.vertices[source].right.map { other in
              rows[other] == rows[source] ? Int.max : columnOfTarget[other] ?? Int.max
            }.max() ?? -1
          if furthest > track { canvas.bridge(row: rows[source], column: track) }
        }
        for other in graph.layers[gap + 1]
        where other != target && rows[other] > top && rows[other] < bottom && !reached.contains(rows[other]) {
          if let start = columnOfTarget[other], start < track {
            canvas.bridge(row: rows[other], column: track)
          }
        }
      }
    }
  }

  /// Marks the places where a value's line goes up or down and on, or up and down.
  private mutating func fork() {
    for (vertex, content) in graph.vertices.enumerated() where content.right.count > 1 {
      let row = rows[vertex]
      let turns = Set(
        content.right.compactMap { rows[$0] == row ? nil : tracks[content.layer][$0] })
      let goesOn = content.right.contains { rows[$0] == row || tracks[content.layer][$0] == nil }
      // At the last turn the line ends, unless it goes on to the same row.
      for column in turns where goesOn || column != turns.max() { canvas.fork(row: row, column: column) }
    }
  }

  private mutating func drawNodes() {
    for (index, node) in diagram.nodes.enumerated() {
      let (column, row) = (columns[graph.vertices[index].layer], rows[index])
      let (head, run) = widths(node)
      let start = node.isInput ? column.right - run : column.left + head
      canvas.drawAcross(row: row, from: start, to: column.right)
      canvas.write(
        node.isInput ? node.title : symbol(node), row: row, column: node.isInput ? start - head : column.left)
      write(node.forward, above: row, start, column.right)
      write(node.backward, below: row, start, column.right)
    }
    for vertex in graph.vertices where vertex.kind == .label {
      let row = rows[graph.layers[vertex.layer][vertex.order]]
      let column = columns[vertex.layer]
      write(diagram.edges[vertex.source].contribution, below: row, column.left, column.right)
    }
    for vertex in graph.vertices where vertex.kind == .end {
      let row = rows[graph.layers[vertex.layer][vertex.order]]
      canvas.write(diagram.nodes[vertex.source].resultTitle, row: row, column: columns[vertex.layer].left + 1)
    }
  }

  private mutating func write(_ lines: [String], above row: Int, _ left: Int, _ right: Int) {
    for (position, line) in lines.enumerated() {
      let column = left + (right - left - line.displayWidth) / 2
      canvas.write(line, row: row - lines.count + position, column: column)
    }
  }

  private mutating func write(_ lines: [String], below row: Int, _ left: Int, _ right: Int) {
    for (position, line) in lines.enumerated() {
      canvas.write(line, row: row + 1 + position, column: left + (right - left - line.displayWidth) / 2)
    }
  }
}
