/// The lines between the nodes, and the labels in their course.
extension Placement {
  mutating func placeEdges() {
    for (index, edge) in diagram.edges.enumerated() {
      var points = startPoints(of: edge.from)
      let path = graph.paths[index]
      for (before, vertex) in zip(path, path.dropFirst()) {
        points += turn(from: before, to: vertex)
        if vertex != edge.to { points += passingPoints(vertex) }
      }
      points += arrival(at: edge.to, from: points[points.count - 1])
      appendEdge(from: edge.from, to: edge.to, operand: edge.operand, points, edge.hasDerivative)
    }
    for end in graph.vertices where end.kind == .end { placeEnd(end) }
    placeForks()
  }

  private mutating func placeEnd(_ end: LayeredGraph.Vertex) {
    var points = startPoints(of: end.source)
    var before = end.source
    var vertex = graph.vertices[before].right[0]
    while graph.vertices[vertex].kind == .bend {
      points += turn(from: before, to: vertex) + passingPoints(vertex)
      before = vertex
      vertex = graph.vertices[vertex].right[0]
    }
    points += turn(from: before, to: vertex)
    let column = columns[end.layer]
    points.append(Point(x: column.left, y: end.y))
    let node = diagram.nodes[end.source]
    appendEdge(from: end.source, to: nil, operand: 0, points, node.hasDerivative)
    guard !node.resultTitle.isEmpty else { return }
    let (width, height) = (Style.width([node.resultTitle]), Style.height([node.resultTitle]))
    layout.labels.append(
      GraphLayout.Label(
        node: node.id, role: .result, lines: [node.resultTitle],
        frame: Frame(x: column.left + 8, y: end.y - height / 2, width: width, height: height)))
  }

  /// The way to the next row, where a line goes on there.
  private func turn(from before: Int, to vertex: Int) -> [Point] {
    graph.vertices[before].layer < rows[rowOfLayer[graph.vertices[vertex].layer]].lowerBound
      ? turns[before] ?? [] : []
  }

  /// A dot where a line divides.
  private mutating func placeForks() {
    for (index, vertex) in graph.vertices.enumerated() where vertex.right.count > 1 && !vertex.kind.isSide {
      guard vertex.right.contains(where: { $0 != vertex.right[0] }) else { continue }
      let node = diagram.nodes[vertex.isOnLine ? diagram.edges[vertex.source].from : vertex.source]
      let point = turns[index]?.last ?? Point(x: columns[vertex.layer].right + Style.straight, y: vertex.y)
      layout.forks.append(GraphLayout.Fork(node: node.id, point: point))
    }
  }

  /// Where a node's line begins and where its straight run ends.
  private func startPoints(of index: Int) -> [Point] {
    let vertex = graph.vertices[index]
    let column = columns[vertex.layer]
    let start =
      diagram.nodes[index].isInput
      ? lineStart(ofInput: index) : layout.nodes[index].frame.x + layout.nodes[index].frame.width
    return [Point(x: start, y: vertex.y), Point(x: column.right + Style.straight, y: vertex.y)]
  }

  private func passingPoints(_ vertex: Int) -> [Point] {
    let column = columns[graph.vertices[vertex].layer]
    let y = graph.vertices[vertex].y
    return [Point(x: column.left - Style.straight, y: y), Point(x: column.right + Style.straight, y: y)]
  }

  /// The last points of a line to a node. Where a steep line could touch others of the column, it keeps clear of them
  /// and turns to its own just before it.
  private func arrival(at index: Int, from start: Point) -> [Point] {
    let end = entry(of: index)
    let down = end.y - start.y
    let isBlocked = graph.layers[graph.vertices[index].layer].contains { other in
      other != index && isInTheWay(other, from: start, to: end)
    }
    guard isBlocked else { return [end] }
    let x = columns[graph.vertices[index].layer].left - 2 * Style.straight
    let rise = end.x - x
    return [Point(x: x, y: end.y - (down < 0 ? -rise : rise)), end]
  }

  /// Whether a straight line into a column would come too close to a vertex of that column.
  private func isInTheWay(_ vertex: Int, from start: Point, to end: Point) -> Bool {
    let content = graph.vertices[vertex]
    guard content.kind != .bend, !content.kind.isSide else { return false }
    // The line comes from the left, so it is closest where it leaves the vertex's height.
    let top = content.y - content.above
    let bottom = content.y + content.below
    guard min(start.y, end.y) < bottom, top < max(start.y, end.y), start.y != end.y else { return false }
    let y = end.y < start.y ? max(top, end.y) : min(bottom, end.y)
    let x = start.x + (end.x - start.x) * (y - start.y) / (end.y - start.y)
    let left: Double
    switch content.kind {
    case .operation: left = layout.nodes[content.source].frame.x
    case .input:
      let frame = layout.nodes[content.source].frame
      left = frame.width > 0 ? frame.x : frame.x - 2
    default: left = columns[content.layer].left
    }
    return x + 1.5 * Style.backwardOffset > left
  }

  /// The point in a circle, or in the left end of a box, that lines to it aim at.
  private func entry(of index: Int) -> Point {
    let frame = layout.nodes[index].frame
    return Point(x: frame.x + frame.height / 2, y: frame.y + frame.height / 2)
  }

  private mutating func appendEdge(
    from: Int, to: Int?, operand: Int, _ points: [Point], _ hasDerivative: Bool
  ) {
    let source = layout.nodes[from]
    let line = Polyline(points).simplified
    let radius = to.map { layout.nodes[$0].frame.height / 2 } ?? 0
    let forward = line.shortened(atEnd: radius)
    var backward: [Point] = []
    if hasDerivative {
      var beside = line.shifted(by: DrawingStyle.backwardOffset)
      if let center = line.points.last, to != nil { beside = beside.clipped(outside: center, radius: radius) }
      if !diagram.nodes[from].isInput {
        // The line begins in the circle, so that its beginning at the circle's rim is found.
        let half = source.frame.height / 2
        let offset = DrawingStyle.backwardOffset
        beside.points[0].x -= half - (half * half - offset * offset).squareRoot()
      }
      backward = beside.points.reversed()
    }
    let way = self.way
    // A derivative is carried back between two nodes; none is wrong before the first.
    let isMarked =
      diagram.marks[source.id] != nil
      && (to.map { diagram.marks[diagram.nodes[$0].id] != nil } ?? (way == .forwardPath))
    layout.edges.append(
      GraphLayout.Edge(
        from: source.id, to: to.map { diagram.nodes[$0].id }, operand: operand, forward: forward.points,
        backward: backward, mark: isMarked ? way : nil))
  }

  mutating func placeContributions() {
    for vertex in graph.vertices where vertex.kind == .label {
      let edge = diagram.edges[vertex.source]
      let (width, height) = (
        Style.width(edge.contribution, edge.contributionMap),
        Style.height(edge.contribution, edge.contributionMap)
      )
      let column = columns[vertex.layer]
      layout.labels.append(
        GraphLayout.Label(
          node: diagram.nodes[edge.from].id, to: diagram.nodes[edge.to].id, operand: edge.operand,
          role: .contribution, lines: edge.contribution,
          frame: Frame(
            x: (column.left + column.right - width) / 2, y: vertex.y + Style.backwardOffset + 5, width: width,
            height: height), map: edge.contributionMap))
    }
  }
}
