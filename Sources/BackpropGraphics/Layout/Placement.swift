/// Turns an ordered graph into geometry: columns from left to right, in rows where it is long, circles, lines and labels.
package struct Placement {
  typealias Style = DrawingStyle
  typealias Point = GraphLayout.Point
  typealias Frame = GraphLayout.Frame

  let diagram: Diagram
  let spacing: Spacing
  var graph: LayeredGraph
  /// The layers of each row.
  var rows: [ClosedRange<Int>]
  /// For each layer its row.
  var rowOfLayer: [Int] = []
  /// How far down each row begins and ends.
  var heights: [(top: Double, bottom: Double)] = []
  /// For the vertices whose lines go on in the next row how far down they enter it.
  var entries: [Int: Double] = [:]
  /// For the same vertices the way from the end of one row to the beginning of the next.
  var turns: [Int: [Point]] = [:]
  /// The left and right side of each layer's column.
  var columns: [(left: Double, right: Double)] = []
  /// The middle of the circles in each column.
  private var circles: [Double] = []
  /// The length of the inputs' lines in each column, so that they begin below each other.
  private var inputRuns: [Double] = []
  /// How lines between marked nodes are marked: as all the ways in a drawing, which has one cause.
  let way: Diagram.Mark
  /// For each node the positions of the labels beside its own line.
  var labelsOfNodes: [Int: [Int]] = [:]
  package var layout = GraphLayout(width: 0, height: 0)

  /// The geometry of a diagram, in rows that are no wider than a limit where that is possible.
  package static func layout(_ diagram: Diagram, width: Double = .infinity) -> GraphLayout {
    placed(diagram, width: width).finished()
  }

  /// The same without what only a drawing needs that is kept: the gaps where lines cross. Of a drawing that is higher
  /// than any may be only the size is found.
  package static func placed(_ diagram: Diagram, width: Double = .infinity) -> Placement {
    let spacing = Spacing(width: width)
    guard !diagram.nodes.isEmpty else {
      var empty = Placement(diagram: diagram, spacing: spacing, graph: LayeredGraph(), rows: [])
      empty.layout = GraphLayout(width: 2 * spacing.margin, height: 2 * spacing.margin)
      return empty
    }
    var graph = Ordering.ordered(LayeredGraph(diagram, room: room(of: diagram)))
    graph.addSides(room(of: diagram))
    let last = graph.layers.count - 1
    var whole = Placement(diagram: diagram, spacing: spacing, graph: graph, rows: [0...last])
    whole.align()
    if whole.columns[last].right + 2 * spacing.margin <= width {
      if whole.isTooHigh() { return whole }
      whole.place()
      if whole.layout.width <= width { return whole }
    }
    // Where many lines run side by side, the ways from row to row would take most of the room: the drawing then gets
    // about as wide as high.
    var width = width
    if whole.usualLineCount > 8 {
      let height = whole.heights[0].bottom - whole.heights[0].top
      width = max(width, min((whole.columns[last].right * height).squareRoot(), Style.largestSize))
    }
    let inOneRow = whole
    var limit = width - 2 * spacing.margin
    for _ in 0..<2 {
      let rows = RowBreaking(inOneRow, limit: limit).rows
      if rows.count == 1 { break }
      var placement = Placement(diagram: diagram, spacing: spacing, graph: graph, rows: rows)
      placement.align()
      // Narrower rows would be even more.
      if placement.isTooHigh() { return placement }
      placement.place()
      whole = placement
      // Rows may come out a little wider than they were in one piece.
      if placement.layout.width <= width || rows.count > last { break }
      limit -= placement.layout.width - width
    }
    if whole.layout.nodes.isEmpty { whole.place() }
    return whole
  }

  /// Whether lines that run past most of a diagram are all that would be seen of it, so that it needn't be tried.
  package static func isTangle(_ diagram: Diagram) -> Bool {
    let limit = max(25_000, 25 * diagram.nodes.count)
    return Layering.passedLayerCount(of: diagram) > limit
  }

  /// Whether the drawing becomes higher than any may be; then its size is noted, and there is no need to draw it.
  private mutating func isTooHigh() -> Bool {
    let height = heights[heights.count - 1].bottom - heights[0].top + 2 * spacing.margin
    guard height > Style.largestSize else { return false }
    layout.width = (columns.map(\.right).max() ?? 0) + 2 * spacing.margin
    layout.height = height
    return true
  }

  private init(diagram: Diagram, spacing: Spacing, graph: LayeredGraph, rows: [ClosedRange<Int>]) {
    self.diagram = diagram
    self.spacing = spacing
    self.graph = graph
    self.rows = rows
    for (row, layers) in rows.enumerated() { rowOfLayer += Array(repeating: row, count: layers.count) }
    way = diagram.marks.values.contains(.backwardPath) ? .backwardPath : .forwardPath
  }

  private mutating func align() {
    alignRows()
    placeColumns()
  }

  private mutating func place() {
    placeTurns()
    placeNodes()
    placeEdges()
    placeContributions()
    placeGroups()
    centerLabels()
    fit()
  }

  /// The geometry, with gaps where lines cross.
  package func finished() -> GraphLayout {
    var placement = self
    // What was only measured is drawn.
    if layout.nodes.isEmpty, !diagram.nodes.isEmpty { placement.place() }
    placement.findCrossings()
    return placement.layout
  }

  // MARK: Room

  private static func room(of diagram: Diagram) -> LayeredGraph.Room {
    LayeredGraph.Room(
      node: { index in
        let node = diagram.nodes[index]
        let half = node.isInput ? Style.height([node.title]) / 2 : Style.symbolHeight(node.title) / 2
        return Extents(
          above: max(half, labelTop(node.forward, node.forwardMap)),
          below: max(half, labelBottom(node.backward, node.backwardMap, node.hasDerivative)))
      },
      end: { index in
        let half = Style.height([diagram.nodes[index].resultTitle]) / 2
        return Extents(above: half, below: max(half, Style.backwardOffset))
      },
      contribution: { edge in
        Extents(
          above: 2,
          below: labelBottom(diagram.edges[edge].contribution, diagram.edges[edge].contributionMap, true))
      },
      bend: Extents(above: 2, below: Style.backwardOffset + 2),
      groupTop: Extents(above: 0, below: Style.groupTitle - Style.rowGap + 4),
      groupBottom: Extents(above: 0, below: 0))
  }

  private static func labelTop(_ lines: [String], _ map: HeatMap?) -> Double {
    lines.isEmpty ? 2 : Style.height(lines, map) + 5
  }

  private static func labelBottom(_ lines: [String], _ map: HeatMap?, _ hasDerivative: Bool) -> Double {
    (hasDerivative ? Style.backwardOffset + 2 : 2) + (lines.isEmpty ? 0 : Style.height(lines, map) + 5)
  }

  // MARK: Columns

  func runLength(_ node: Diagram.Node) -> Double {
    let widest = max(
      Style.width(node.forward, node.forwardMap), Style.width(node.backward, node.backwardMap))
    return max(Style.shortestRun, widest + 12)
  }

  /// Where the line of an input begins.
  func lineStart(ofInput index: Int) -> Double {
    let layer = graph.vertices[index].layer
    return columns[layer].right - inputRuns[layer]
  }

  private mutating func placeColumns() {
    var x = 0.0
    for (layer, vertices) in graph.layers.enumerated() {
      let widths = widths(of: vertices)
      var width = max(widths.circle + widths.run, widths.title + widths.inputRun, widths.other)
      let row = rows[rowOfLayer[layer]]
      if layer == row.lowerBound { x = 0 }
      if layer > 0 { x += max(gap(before: layer), clearGap(before: layer, widths, width)) }
      for (index, group) in diagram.groups.enumerated() {
        let layers = graph.spans[index].clamped(to: row)
        guard graph.spans[index].overlaps(row), layers.upperBound == layer else { continue }
        // A group is as wide as its title at least.
        let left = layers.lowerBound == layer ? x : columns[layers.lowerBound].left
        width = max(width, titleWidth(group) - 2 * Style.groupPadding - (x - left))
      }
      columns.append((x, x + width))
      circles.append(x + widths.circle / 2)
      inputRuns.append(widths.inputRun)
      x += width
    }
  }

  /// The widths of what stands in a column, each the largest of its kind.
  private struct Widths {
    var circle = 0.0
    var run = 0.0
    var title = 0.0
    var inputRun = 0.0
    var other = 0.0
  }

  private func widths(of vertices: [Int]) -> Widths {
    var widths = Widths()
    for vertex in vertices {
      let source = graph.vertices[vertex].source
      switch graph.vertices[vertex].kind {
      case .operation:
        widths.circle = max(widths.circle, Style.symbolWidth(diagram.nodes[source].title))
        widths.run = max(widths.run, runLength(diagram.nodes[source]))
      case .input:
        let node = diagram.nodes[source]
        if !node.title.isEmpty { widths.title = max(widths.title, Style.width([node.title]) + 8) }
        widths.inputRun = max(widths.inputRun, runLength(node))
      case .label:
        let edge = diagram.edges[source]
        widths.other = max(widths.other, Style.width(edge.contribution, edge.contributionMap) + 10)
      case .end:
        let title = diagram.nodes[source].resultTitle
        if !title.isEmpty { widths.other = max(widths.other, Style.width([title]) + 8) }
      case .bend, .top, .bottom: break
      }
    }
    return widths
  }

  /// The distance between two columns, or between the beginning of a row and its first column: wide enough for its
  /// steepest line, and for the sides of groups.
  private func gap(before layer: Int) -> Double {
    let isFirst = layer == rows[rowOfLayer[layer]].lowerBound
    var steepest = 0.0
    for vertex in graph.layers[layer - 1] where !graph.vertices[vertex].kind.isSide {
      let y = isFirst ? entries[vertex] ?? graph.vertices[vertex].y : graph.vertices[vertex].y
      for next in graph.vertices[vertex].right {
        steepest = max(steepest, (graph.vertices[next].y - y).magnitude)
      }
    }
    var sides = 0
    for span in graph.spans {
      if isFirst ? span.contains(layer) : span.lowerBound == layer { sides += 1 }
      if !isFirst, span.upperBound == layer - 1 { sides += 1 }
    }
    let room = min(min(steepest * 0.45, 130) + max(0, steepest - 300) * 0.03, Style.largestColumnGap)
    return max(spacing.columnGap, room) + Double(sides) * Style.groupPadding
  }

  /// The distance between two columns that lets every line into the second one run straight, clear of what else stands
  /// there; no more than a limit, beyond which lines may have a corner.
  private func clearGap(before layer: Int, _ widths: Widths, _ width: Double) -> Double {
    let limit = 110.0
    let isFirst = layer == rows[rowOfLayer[layer]].lowerBound
    var gap = 0.0
    for vertex in graph.layers[layer] where graph.vertices[vertex].kind == .operation {
      let end = graph.vertices[vertex].y
      for before in graph.vertices[vertex].left {
        let start = isFirst ? entries[before] ?? graph.vertices[before].y : graph.vertices[before].y
        guard start != end else { continue }
        for other in graph.layers[layer] where other != vertex {
          let content = graph.vertices[other]
          guard content.kind != .bend, !content.kind.isSide else { continue }
          let (top, bottom) = (content.y - content.above, content.y + content.below)
          guard min(start, end) < bottom, top < max(start, end) else { continue }
          // How far the line has come where it leaves the height of the other.
          let share = ((end < start ? max(top, end) : min(bottom, end)) - start) / (end - start)
          guard share < 0.9 else { continue }
          let needed =
            share * Style.radius + 1.5 * Style.backwardOffset - leftEdge(of: content, widths, width) + 1
          gap = max(gap, Style.straight + needed / (1 - share))
        }
      }
    }
    return min(gap, limit)
  }

  /// How far right in its column something begins.
  private func leftEdge(of vertex: LayeredGraph.Vertex, _ widths: Widths, _ width: Double) -> Double {
    switch vertex.kind {
    case .operation: return (widths.circle - Style.symbolWidth(diagram.nodes[vertex.source].title)) / 2
    case .input:
      let title = diagram.nodes[vertex.source].title
      return width - widths.inputRun - (title.isEmpty ? 2 : Style.width([title]) + 8)
    default: return 0
    }
  }

  /// The room that a group's title takes, in bold letters.
  private func titleWidth(_ group: Diagram.Group) -> Double {
    (TextMeasure.width(group.title, size: Style.fontSize) * 1.05 + 20).rounded(.up)
  }

  // MARK: Nodes

  private mutating func placeNodes() {
    for (index, node) in diagram.nodes.enumerated() {
      let vertex = graph.vertices[index]
      let column = columns[vertex.layer]
      let frame: Frame
      let run: (from: Double, to: Double)
      if node.isInput {
        let width = node.title.isEmpty ? 0 : Style.width([node.title])
        let height = Style.height([node.title])
        let start = lineStart(ofInput: index)
        frame = Frame(
          x: start - (width > 0 ? width + 8 : 0), y: vertex.y - height / 2, width: width, height: height)
        run = (start, column.right)
      } else {
        let (width, height) = (Style.symbolWidth(node.title), Style.symbolHeight(node.title))
        frame = Frame(
          x: circles[vertex.layer] - width / 2, y: vertex.y - height / 2, width: width, height: height)
        run = (frame.x + width, column.right)
      }
      var drawn = GraphLayout.Node(
        id: node.id, kind: node.kind, title: node.title, frame: frame, summary: node.summary,
        mark: diagram.marks[node.id])
      drawn.use = node.use
      layout.nodes.append(drawn)
      placeLabel(node.forward, .value, of: index, at: vertex.y, run)
      placeLabel(node.backward, .derivative, of: index, at: vertex.y, run)
    }
  }

  private mutating func placeLabel(
    _ lines: [String], _ role: GraphLayout.Label.Role, of index: Int, at y: Double,
    _ run: (from: Double, to: Double)
  ) {
    guard !lines.isEmpty else { return }
    let node = diagram.nodes[index]
    let map = role == .value ? node.forwardMap : node.backwardMap
    let (width, height) = (Style.width(lines, map), Style.height(lines, map))
    let top =
      role == .value ? y - 5 - height : y + (node.hasDerivative ? Style.backwardOffset + 5 : 5)
    let frame = Frame(x: (run.from + run.to - width) / 2, y: top, width: width, height: height)
    var label = GraphLayout.Label(node: node.id, role: role, lines: lines, frame: frame)
    label.map = map
    if role == .derivative, let use = node.use {
      (label.role, label.to, label.operand) = (.contribution, use.node, use.position)
    }
    labelsOfNodes[index, default: []].append(layout.labels.count)
    layout.labels.append(label)
  }

  // MARK: Groups

  private mutating func placeGroups() {
    for (index, group) in diagram.groups.enumerated() {
      let sides = graph.vertices.filter { $0.kind.isSide && $0.source == index }
      for (row, layers) in rows.enumerated() where graph.spans[index].overlaps(layers) {
        let own = sides.filter { layers.contains($0.layer) }
        guard let top = own.map(\.y).min(), let bottom = own.map(\.y).max() else { continue }
        let span = graph.spans[index].clamped(to: layers)
        // An inner group that begins or ends in the same column lies further inside.
        func padding(_ matches: (ClosedRange<Int>) -> Bool) -> Double {
          let inner = diagram.groups.indices.filter { inner in
            inner != index && graph.spans[inner].overlaps(layers)
              && matches(graph.spans[inner].clamped(to: layers)) && graph.ancestry(inner).contains(index)
          }
          return Double(inner.count + 1) * Style.groupPadding
        }
        let left = columns[span.lowerBound].left - padding { $0.lowerBound == span.lowerBound }
        let right = columns[span.upperBound].right + padding { $0.upperBound == span.upperBound }
        // An input that is drawn at its uses isn't a member for that.
        let members = group.members.filter {
          rowOfLayer[graph.vertices[$0].layer] == row && diagram.nodes[$0].use == nil
        }
        // The part of a group that begins in the row above.
        let title = graph.spans[index].lowerBound < layers.lowerBound ? "… " + group.title : group.title
        layout.groups.append(
          GraphLayout.Group(
            title: title, frame: Frame(x: left, y: top, width: right - left, height: bottom - top),
            members: members.map { diagram.nodes[$0].id }))
      }
    }
  }

  // MARK: Frame

  /// Moves everything so that the margin is kept, and finds the size.
  private mutating func fit() {
    var frames = layout.nodes.map(\.frame) + layout.labels.map(\.frame) + layout.groups.map(\.frame)
    for edge in layout.edges {
      for point in edge.forward + edge.backward {
        frames.append(Frame(x: point.x, y: point.y, width: 0, height: 0))
      }
    }
    // What is drawn at each use stands behind the others, so that a node's position is its id.
    layout.nodes = layout.nodes.filter { $0.use == nil } + layout.nodes.filter { $0.use != nil }
    let left = (frames.map(\.x).min() ?? 0) - spacing.margin
    let top = (frames.map(\.y).min() ?? 0) - spacing.margin
    layout.move(by: Point(x: -left, y: -top))
    // A row begins below the lines that lead to it.
    layout.rows = heights.indices.map { $0 == 0 ? 0 : (heights[$0].top - top - 2).rounded() }
    layout.width = ((frames.map { $0.x + $0.width }.max() ?? 0) - left + spacing.margin).rounded(.up)
    layout.height = ((frames.map { $0.y + $0.height }.max() ?? 0) - top + spacing.margin).rounded(.up)
  }
}

extension LayeredGraph.Vertex.Kind {
  /// Whether it is the upper or lower side of a group.
  var isSide: Bool { self == .top || self == .bottom }
}

extension GraphLayout {
  /// Moves everything.
  package mutating func move(by offset: Point) {
    func moved(_ frame: Frame) -> Frame {
      Frame(x: frame.x + offset.x, y: frame.y + offset.y, width: frame.width, height: frame.height)
    }
    func moved(_ points: [Point]) -> [Point] { points.map { Point(x: $0.x + offset.x, y: $0.y + offset.y) } }
    for index in nodes.indices { nodes[index].frame = moved(nodes[index].frame) }
    for index in labels.indices { labels[index].frame = moved(labels[index].frame) }
    for index in groups.indices { groups[index].frame = moved(groups[index].frame) }
    for index in edges.indices {
      edges[index].forward = moved(edges[index].forward)
      edges[index].backward = moved(edges[index].backward)
      for crossing in edges[index].crossings.indices {
        let points = moved([edges[index].crossings[crossing].from, edges[index].crossings[crossing].to])
        (edges[index].crossings[crossing].from, edges[index].crossings[crossing].to) = (points[0], points[1])
      }
    }
    for index in forks.indices { forks[index].point = moved([forks[index].point])[0] }
  }
}
