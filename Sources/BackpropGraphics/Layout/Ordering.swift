/// Orders the vertices of each layer so that few lines cross.
///
/// The start is a walk from the results back through the operands, which draws a tree without any crossing. Then the
/// layers are sorted in turn by the middle of each vertex's neighbours, and neighbours swapped where that helps: the
/// heuristics of E. R. Gansner, E. Koutsofios, S. C. North and K.-P. Vo, "A Technique for Drawing Directed Graphs",
/// 1993. Members of a group stay together.
struct Ordering {
  private var graph: LayeredGraph
  private let hasGroups: Bool

  /// The graph with its layers ordered.
  static func ordered(_ graph: LayeredGraph) -> LayeredGraph {
    var ordering = Ordering(graph: graph, hasGroups: !graph.parents.isEmpty)
    ordering.startFromResults()
    ordering.improve()
    ordering.keepSidesOfGroups()
    return ordering.graph
  }

  private mutating func startFromResults() {
    var layers = [[Int]](repeating: [], count: graph.layers.count)
    var isSeen = [Bool](repeating: false, count: graph.vertices.count)
    let starts = graph.vertices.indices.filter { graph.vertices[$0].right.isEmpty }
    for start in starts {
      var stack = [start]
      while let vertex = stack.popLast() {
        if isSeen[vertex] { continue }
        isSeen[vertex] = true
        layers[graph.vertices[vertex].layer].append(vertex)
        stack.append(contentsOf: operands(of: vertex).reversed())
      }
    }
    graph.layers = layers
    for layer in layers.indices { sort(layer) { Double($0) } }
    graph.number()
  }

  /// The vertices before one, from the top: what is computed above what only comes along from the side, and
  /// constants at the bottom, unless it matters which comes first.
  private func operands(of vertex: Int) -> [Int] {
    let operands = graph.vertices[vertex].left
    guard operands.count > 1, !graph.vertices[vertex].hasOrderedOperands else { return operands }
    let origins = operands.map { graph.vertices[graph.origin(of: $0)] }
    func rank(_ position: Int) -> Int {
      origins[position].kind != .input ? 0 : origins[position].isConstant ? 2 : 1
    }
    return operands.indices.sorted { (rank($0), $0) < (rank($1), $1) }.map { operands[$0] }
  }

  private mutating func improve() {
    var best = graph
    var fewest = crossingCount()
    for sweep in 0..<12 where fewest > 0 {
      let forward = sweep % 2 == 0
      for layer in forward ? Array(graph.layers.indices) : graph.layers.indices.reversed() {
        let middles = graph.layers[layer].map { middle(of: $0, towardsLeft: forward) }
        sort(layer) { middles[$0] }
        numberLayer(layer)
      }
      swapNeighbours()
      let count = crossingCount()
      if count < fewest { (best, fewest) = (graph, count) }
    }
    graph = best
  }

  /// The mean position of a vertex's neighbours on one side; its own where it has none.
  private func middle(of vertex: Int, towardsLeft: Bool) -> Double {
    let neighbours = towardsLeft ? graph.vertices[vertex].left : graph.vertices[vertex].right
    guard let first = neighbours.first else { return Double(graph.vertices[vertex].order) }
    let (here, there) = (
      graph.layers[graph.vertices[vertex].layer], graph.layers[graph.vertices[first].layer]
    )
    let sum = neighbours.reduce(0.0) { $0 + Double(graph.vertices[$1].order) }
    // Positions of layers with different numbers of vertices are made comparable for those without neighbours.
    let scale = Double(here.count) / Double(max(there.count, 1))
    return sum / Double(neighbours.count) * (neighbours.isEmpty ? 1 : scale)
  }

  private mutating func swapNeighbours() {
    for _ in 0..<4 {
      var isBetter = false
      for layer in graph.layers.indices where graph.layers[layer].count > 1 {
        for position in 0..<graph.layers[layer].count - 1 {
          let (a, b) = (graph.layers[layer][position], graph.layers[layer][position + 1])
          guard graph.vertices[a].group == graph.vertices[b].group else { continue }
          if crossings(of: a, above: b) > crossings(of: b, above: a) {
            graph.layers[layer].swapAt(position, position + 1)
            graph.vertices[a].order = position + 1
            graph.vertices[b].order = position
            isBetter = true
          }
        }
      }
      if !isBetter { break }
    }
  }

  /// How often the lines of two vertices of a layer cross when one stands above the other.
  private func crossings(of upper: Int, above lower: Int) -> Int {
    var count = 0
    for left in graph.vertices[upper].left {
      for other in graph.vertices[lower].left where graph.vertices[other].order < graph.vertices[left].order {
        count += 1
      }
    }
    for right in graph.vertices[upper].right {
      for other in graph.vertices[lower].right
      where graph.vertices[other].order < graph.vertices[right].order {
        count += 1
      }
    }
    return count
  }

  private func crossingCount() -> Int {
    var count = 0
    for layer in graph.layers.dropLast() {
      // Every line is counted against the lines above it that end further down.
      let size = (layer.flatMap { graph.vertices[$0].right }.map { graph.vertices[$0].order }.max() ?? 0) + 1
      var tree = [Int](repeating: 0, count: size + 1)
      var total = 0
      for vertex in layer {
        let ends = graph.vertices[vertex].right.map { graph.vertices[$0].order }
        for end in ends {
          var sum = 0
          var position = end + 1
          while position > 0 {
            sum += tree[position]
            position &= position - 1
          }
          count += total - sum
        }
        for end in ends {
          total += 1
          var position = end + 1
          while position <= size {
            tree[position] += 1
            position += position & -position
          }
        }
      }
    }
    return count
  }

  private mutating func numberLayer(_ layer: Int) {
    for (order, vertex) in graph.layers[layer].enumerated() { graph.vertices[vertex].order = order }
  }

  /// Sorts a layer by keys of its present positions, equal ones as they are, members of a group together.
  private mutating func sort(_ layer: Int, by key: (Int) -> Double) {
    let vertices = graph.layers[layer]
    let keys = vertices.indices.map(key)
    if !hasGroups {
      graph.layers[layer] = vertices.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { vertices[$0] }
      return
    }
    let chains = vertices.map { Array(graph.groups(of: $0).reversed()) }
    func arranged(_ members: [Int], depth: Int) -> [Int] {
      var parts: [(key: Double, members: [Int], isGroup: Bool)] = []
      var partOfGroup: [Int: Int] = [:]
      for member in members {
        if chains[member].count > depth {
          let group = chains[member][depth]
          if let part = partOfGroup[group] {
            parts[part].members.append(member)
          } else {
            partOfGroup[group] = parts.count
            parts.append((0, [member], true))
          }
        } else {
          parts.append((keys[member], [member], false))
        }
      }
      for part in parts.indices where parts[part].isGroup {
        let sum = parts[part].members.reduce(0.0) { $0 + keys[$1] }
        parts[part].key = sum / Double(parts[part].members.count)
      }
      let order = parts.indices.sorted { (parts[$0].key, $0) < (parts[$1].key, $1) }
      return order.flatMap { part in
        parts[part].isGroup ? arranged(parts[part].members, depth: depth + 1) : parts[part].members
      }
    }
    graph.layers[layer] = arranged(Array(vertices.indices), depth: 0).map { vertices[$0] }
  }

  /// Makes what runs past a group run past on one side: where it began above, it stays above.
  private mutating func keepSidesOfGroups() {
    for (group, span) in graph.spans.enumerated() where span.count > 1 {
      for layer in span.dropFirst() {
        let vertices = graph.layers[layer]
        let isInside = vertices.map { graph.ancestry(graph.vertices[$0].group).contains(group) }
        guard let first = isInside.firstIndex(of: true) else { continue }
        var isAbove = vertices.indices.map { $0 < first }
        for position in vertices.indices where !isInside[position] {
          for before in graph.vertices[vertices[position]].left {
            guard !graph.ancestry(graph.vertices[before].group).contains(group) else { continue }
            let others = graph.layers[layer - 1]
            guard
              let start = others.firstIndex(where: {
                graph.ancestry(graph.vertices[$0].group).contains(group)
              })
            else { continue }
            isAbove[position] = graph.vertices[before].order < start
          }
        }
        let positions = vertices.indices
        graph.layers[layer] =
          (positions.filter { !isInside[$0] && isAbove[$0] }
          + positions.filter { isInside[$0] } + positions.filter { !isInside[$0] && !isAbove[$0] })
          .map { vertices[$0] }
        numberLayer(layer)
      }
    }
  }
}
