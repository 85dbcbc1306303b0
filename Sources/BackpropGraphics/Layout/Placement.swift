/// Turns an ordered, aligned graph into geometry: columns from left to right, circles, lines and labels.
package struct Placement {
  typealias Style = DrawingStyle
  typealias Point = GraphLayout.Point
  typealias Frame = GraphLayout.Frame

  let diagram: Diagram
  let graph: LayeredGraph
  /// The left and right side of each layer's column.
  var columns: [(left: Double, right: Double)] = []
  /// The middle of the circles in each column.
  private var circles: [Double] = []
  /// How lines between marked nodes are marked: as all the ways in a drawing, which has one cause.
  let way: Diagram.Mark
  var layout = GraphLayout(width: 0, height: 0, nodes: [], edges: [], labels: [], groups: [])

  /// The geometry of a diagram.
  package static func layout(_ diagram: Diagram) -> GraphLayout {
    guard !diagram.nodes.isEmpty else {
      return GraphLayout(
        width: 2 * Style.margin, height: 2 * Style.margin, nodes: [], edges: [], labels: [], groups: [])
    }
    var graph = Ordering.ordered(LayeredGraph(diagram, room: room(of: diagram)))
    graph.addSides(room(of: diagram))
    var placement = Placement(diagram: diagram, graph: Alignment.aligned(graph, gap: Style.rowGap))
    placement.placeColumns()
    placement.placeNodes()
    placement.placeEdges()
    placement.placeContributions()
    placement.placeGroups()
    placement.fit()
    return placement.layout
  }

  private init(diagram: Diagram, graph: LayeredGraph) {
    self.diagram = diagram
    self.graph = graph
    way = diagram.marks.values.contains(.backwardPath) ? .backwardPath : .forwardPath
  }

  // MARK: Room

  private static func room(of diagram: Diagram) -> LayeredGraph.Room {
    LayeredGraph.Room(
      node: { index in
        let node = diagram.nodes[index]
        let half = node.isInput ? Style.height([node.title]) / 2 : Style.symbolHeight(node.title) / 2
        return Extents(
          above: max(half, labelTop(node.forward)),
          below: max(half, labelBottom(node.backward, node.hasDerivative)))
      },
      end: { index in
        let half = Style.height([diagram.nodes[index].resultTitle]) / 2
        return Extents(above: half, below: max(half, Style.backwardOffset))
      },
      contribution: { edge in
        Extents(above: 2, below: labelBottom(diagram.edges[edge].contribution, true))
      },
      bend: Extents(above: 2, below: Style.backwardOffset + 2),
      groupTop: Extents(above: 0, below: Style.groupTitle - Style.rowGap + 4),
      groupBottom: Extents(above: 0, below: 0))
  }

  private static func labelTop(_ lines: [String]) -> Double { lines.isEmpty ? 2 : Style.height(lines) + 5 }

  private static func labelBottom(_ lines: [String], _ hasDerivative: Bool) -> Double {
    (hasDerivative ? Style.backwardOffset + 2 : 2) + (lines.isEmpty ? 0 : Style.height(lines) + 5)
  }

  // MARK: Columns

  func runLength(_ node: Diagram.Node) -> Double {
    max(Style.shortestRun, Style.width(node.forward + node.backward) + 12)
  }

  private mutating func placeColumns() {
    var x = 0.0
    for (layer, vertices) in graph.layers.enumerated() {
      var circle = 0.0
      for vertex in vertices where graph.vertices[vertex].kind == .operation {
        circle = max(circle, Style.symbolWidth(diagram.nodes[graph.vertices[vertex].source].title))
      }
      var width = 0.0
      for vertex in vertices {
        let source = graph.vertices[vertex].source
        switch graph.vertices[vertex].kind {
        case .operation: width = max(width, circle + runLength(diagram.nodes[source]))
        case .input:
          let node = diagram.nodes[source]
          let title = node.title.isEmpty ? 0 : Style.width([node.title]) + 8
          width = max(width, title + runLength(node))
        case .label: width = max(width, Style.width(diagram.edges[source].contribution) + 10)
        case .end:
          let title = diagram.nodes[source].resultTitle
          width = max(width, title.isEmpty ? 0 : Style.width([title]) + 8)
        case .bend, .top, .bottom: break
        }
      }
      if layer > 0 { x += gap(before: layer) }
      for (index, group) in diagram.groups.enumerated() where graph.spans[index].upperBound == layer {
        // A group is as wide as its title at least.
        let first = graph.spans[index].lowerBound
        let left = first == layer ? x : columns[first].left
        width = max(width, titleWidth(group) - 2 * Style.groupPadding - (x - left))
      }
      columns.append((x, x + width))
      circles.append(x + circle / 2)
      x += width
    }
  }

  /// The distance between two columns: wide enough for its steepest line, and for the sides of groups.
  private func gap(before layer: Int) -> Double {
    var steepest = 0.0
    for vertex in graph.layers[layer - 1] where !graph.vertices[vertex].kind.isSide {
      for next in graph.vertices[vertex].right {
        steepest = max(steepest, (graph.vertices[next].y - graph.vertices[vertex].y).magnitude)
      }
    }
    let ending = graph.spans.filter { $0.upperBound == layer - 1 }.count
    let beginning = graph.spans.filter { $0.lowerBound == layer }.count
    let room = min(min(steepest * 0.45, 130) + max(0, steepest - 300) * 0.03, Style.largestColumnGap)
    return max(Style.columnGap, room) + Double(ending + beginning) * Style.groupPadding
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
        let start = column.right - runLength(node)
        frame = Frame(
          x: start - (width > 0 ? width + 8 : 0), y: vertex.y - height / 2, width: width, height: height)
        run = (start, column.right)
      } else {
        let (width, height) = (Style.symbolWidth(node.title), Style.symbolHeight(node.title))
        frame = Frame(
          x: circles[vertex.layer] - width / 2, y: vertex.y - height / 2, width: width, height: height)
        run = (frame.x + width, column.right)
      }
      layout.nodes.append(
        GraphLayout.Node(
          id: node.id, kind: node.kind, title: node.title, frame: frame, summary: node.summary,
          mark: diagram.marks[node.id]))
      placeLabel(node.forward, .value, of: node, at: vertex.y, run)
      placeLabel(node.backward, .derivative, of: node, at: vertex.y, run)
    }
  }

  private mutating func placeLabel(
    _ lines: [String], _ role: GraphLayout.Label.Role, of node: Diagram.Node, at y: Double,
    _ run: (from: Double, to: Double)
  ) {
    guard !lines.isEmpty else { return }
    let (width, height) = (Style.width(lines), Style.height(lines))
    let top =
      role == .value ? y - 5 - height : y + (node.hasDerivative ? Style.backwardOffset + 5 : 5)
    let frame = Frame(x: (run.from + run.to - width) / 2, y: top, width: width, height: height)
    layout.labels.append(GraphLayout.Label(node: node.id, role: role, lines: lines, frame: frame))
  }

  // MARK: Groups

  private mutating func placeGroups() {
    for (index, group) in diagram.groups.enumerated() {
      let sides = graph.vertices.filter { $0.kind.isSide && $0.source == index }
      guard let top = sides.map(\.y).min(), let bottom = sides.map(\.y).max() else { continue }
      let span = graph.spans[index]
      // An inner group that begins or ends in the same column lies further inside.
      func nested(_ matches: (ClosedRange<Int>) -> Bool) -> Double {
        Double(
          diagram.groups.indices.filter { inner in
            inner != index && matches(graph.spans[inner]) && graph.ancestry(inner).contains(index)
          }.count + 1)
      }
      let left =
        columns[span.lowerBound].left
        - nested { $0.lowerBound == span.lowerBound } * Style.groupPadding
      let right =
        columns[span.upperBound].right
        + nested { $0.upperBound == span.upperBound } * Style.groupPadding
      let width = right - left
      layout.groups.append(
        GraphLayout.Group(
          title: group.title, frame: Frame(x: left, y: top, width: width, height: bottom - top),
          members: group.members.map { diagram.nodes[$0].id }))
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
    let left = (frames.map(\.x).min() ?? 0) - Style.margin
    let top = (frames.map(\.y).min() ?? 0) - Style.margin
    layout.move(by: Point(x: -left, y: -top))
    layout.width = ((frames.map { $0.x + $0.width }.max() ?? 0) - left + Style.margin).rounded(.up)
    layout.height = ((frames.map { $0.y + $0.height }.max() ?? 0) - top + Style.margin).rounded(.up)
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
    }
  }
}
