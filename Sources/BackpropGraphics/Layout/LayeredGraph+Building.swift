extension LayeredGraph {
  /// The room that the parts of a diagram take above and below their lines.
  struct Room {
    var node: (Int) -> Extents
    var end: (Int) -> Extents
    var contribution: (Int) -> Extents
    var bend: Extents
    /// What a group's upper side takes, with its title, and its lower side.
    var groupTop: Extents
    var groupBottom: Extents
  }

  /// Puts a diagram's nodes, line ends and labels into layers and divides long lines.
  init(_ diagram: Diagram, room: Room) {
    // A line with a label of its own needs a layer for it.
    let layering = Layering(diagram, lengths: diagram.edges.map { $0.contribution.isEmpty ? 1 : 2 })
    let chains = Layering.chains(of: diagram)
    parents = diagram.groups.indices.map { group in
      diagram.groups[..<group].lastIndex { outer in
        outer.members.lowerBound <= diagram.groups[group].members.lowerBound
          && outer.members.upperBound >= diagram.groups[group].members.upperBound
      }
    }
    for (index, node) in diagram.nodes.enumerated() {
      let extents = room.node(index)
      vertices.append(
        Vertex(
          kind: node.isInput ? .input : .operation, source: index, above: extents.above, below: extents.below,
          group: chains[index].last, isConstant: node.kind == .constant && !node.isNamed,
          layer: layering.layers[index]))
      vertices[index].hasOrderedOperands = node.hasOrderedOperands
    }
    spans = diagram.groups.map { group in
      let layers = layering.layers[group.members]
      return (layers.min() ?? 0)...(layers.max() ?? 0)
    }
    addLines(diagram, room)
    for edge in EqualParts(diagram).rowEdges {
      for (from, to) in zip(paths[edge], paths[edge].dropFirst()) { vertices[from].mate = to }
    }
    addEnds(diagram, room)
    fillLayers()
  }

  private mutating func addLines(_ diagram: Diagram, _ room: Room) {
    /// A line that several edges share: where it begins and which groups it leads into.
    struct Trunk: Hashable {
      var from: Int
      var groups: [Int]
    }
    var trunks: [Trunk: [Int]] = [:]
    for (index, edge) in diagram.edges.enumerated() {
      let inner = groups(of: edge.to).filter { !diagram.groups[$0].members.contains(edge.from) }
      let trunk = Trunk(from: edge.from, groups: inner)
      var line = trunks[trunk] ?? [edge.from]
      let hasLabel = !edge.contribution.isEmpty
      let firstLayer = vertices[edge.from].layer
      let bendCount = vertices[edge.to].layer - firstLayer - 1 - (hasLabel ? 1 : 0)
      while line.count < bendCount + 1 {
        let layer = firstLayer + line.count
        vertices.append(
          Vertex(
            kind: .bend, source: index, above: room.bend.above, below: room.bend.below,
            group: group(at: layer, from: edge.from, to: edge.to), layer: layer))
        connect(line[line.count - 1], vertices.count - 1)
        line.append(vertices.count - 1)
      }
      trunks[trunk] = line
      var path = Array(line.prefix(bendCount + 1))
      if hasLabel {
        let extents = room.contribution(index)
        let layer = vertices[edge.to].layer - 1
        vertices.append(
          Vertex(
            kind: .label, source: index, above: extents.above, below: extents.below,
            group: group(at: layer, from: edge.from, to: edge.to), layer: layer))
        connect(path[path.count - 1], vertices.count - 1)
        path.append(vertices.count - 1)
      }
      connect(path[path.count - 1], edge.to)
      path.append(edge.to)
      paths.append(path)
    }
  }

  private mutating func addEnds(_ diagram: Diagram, _ room: Room) {
    for node in diagram.nodes.indices where vertices[node].right.isEmpty {
      let extents = room.end(node)
      vertices.append(
        Vertex(
          kind: .end, source: node, above: extents.above, below: extents.below, group: nil,
          layer: (groups(of: node).map { spans[$0].upperBound }.max() ?? vertices[node].layer) + 1))
      var last = node
      let end = vertices.count - 1
      while vertices[last].layer + 1 < vertices[end].layer {
        let layer = vertices[last].layer + 1
        vertices.append(
          Vertex(
            kind: .bend, source: node, above: room.bend.above, below: room.bend.below,
            group: groups(of: node).first { spans[$0].contains(layer) }, layer: layer))
        connect(last, vertices.count - 1)
        last = vertices.count - 1
      }
      connect(last, end)
    }
  }

  /// The innermost group of one of a line's ends that occupies a layer.
  private func group(at layer: Int, from: Int, to: Int) -> Int? {
    groups(of: from).first { spans[$0].contains(layer) } ?? groups(of: to).first { spans[$0].contains(layer) }
  }

  private mutating func fillLayers() {
    layers = [[Int]](repeating: [], count: (vertices.map(\.layer).max() ?? -1) + 1)
    for vertex in vertices.indices { layers[vertices[vertex].layer].append(vertex) }
    number()
  }

  /// Puts a group's sides into the layers that it occupies, around its members, which must lie together.
  mutating func addSides(_ room: Room) {
    for (group, span) in spans.enumerated().reversed() {
      var lastTop: Int?
      var lastBottom: Int?
      for layer in span {
        let inside = layers[layer].indices.filter {
          ancestry(vertices[layers[layer][$0]].group).contains(group)
        }
        let position = inside.first ?? layers[layer].count
        let end = (inside.last ?? position - 1) + 1
        for (kind, extents) in [(Vertex.Kind.bottom, room.groupBottom), (.top, room.groupTop)] {
          // A side stands in the group around it, so that the outer group's sides go around it.
          vertices.append(
            Vertex(
              kind: kind, source: group, above: extents.above, below: extents.below, group: parents[group],
              layer: layer))
          layers[layer].insert(vertices.count - 1, at: kind == .bottom ? end : position)
        }
        let (bottom, top) = (vertices.count - 2, vertices.count - 1)
        if let lastTop, let lastBottom {
          connect(lastTop, top)
          connect(lastBottom, bottom)
        }
        (lastTop, lastBottom) = (top, bottom)
      }
    }
    number()
  }
}
