/// Rows: parts of a long graph below each other, and the ways of lines from one to the next.
extension Placement {
  /// Finds how far down everything stands, row by row.
  mutating func alignRows() {
    var top = 0.0
    for (row, layers) in rows.enumerated() {
      let part = RowPart(graph, layers)
      let aligned = Alignment.aligned(part.graph, gap: Style.rowGap)
      var bottom = top
      for (vertex, origin) in part.origins.enumerated() {
        let place = aligned.vertices[vertex]
        if part.isEntry(vertex) {
          entries[origin] = top + place.y
        } else {
          graph.vertices[origin].y = top + place.y
        }
        bottom = max(bottom, top + place.y + place.below)
      }
      heights.append((top, bottom))
      guard row + 1 < rows.count else { break }
      let count = lines(leaving: layers).count
      top =
        bottom + 2 * spacing.trackMargin + Double(max(0, count - 1)) * Style.trackGap + Style.backwardOffset
    }
  }

  /// How many lines run side by side at most, in half of the gaps between layers.
  var usualLineCount: Int {
    let counts = graph.layers.indices.map { lines(leaving: $0...$0).count }.sorted()
    return counts.isEmpty ? 0 : counts[counts.count / 2]
  }

  /// The vertices whose lines go on in the row behind some layers, from the top.
  private func lines(leaving layers: ClosedRange<Int>) -> [Int] {
    graph.layers[layers.upperBound].filter {
      !graph.vertices[$0].kind.isSide && !graph.vertices[$0].right.isEmpty
    }
  }

  /// Finds the ways from each row to the next: to the right, down, back to the left, down, and in. The upper one of
  /// two lines goes around the lower one on the right, and within it on the left, so that they don't cross.
  mutating func placeTurns() {
    for (row, layers) in rows.dropLast().enumerated() {
      let lines = lines(leaving: layers)
      let groups = graph.spans.filter { $0.contains(layers.upperBound) }.count
      let right =
        columns[layers.upperBound].right + Style.straight + Double(groups) * Style.groupPadding
        + spacing.trackMargin
      let middle = heights[row].bottom + spacing.trackMargin + Style.backwardOffset
      for (index, vertex) in lines.enumerated() {
        let outside = Double(lines.count - 1 - index) * Style.trackGap
        let y = entries[vertex] ?? 0
        let left = -spacing.trackMargin - Double(index) * Style.trackGap
        turns[vertex] = [
          Point(x: right + outside, y: graph.vertices[vertex].y),
          Point(x: right + outside, y: middle + outside),
          Point(x: left, y: middle + outside), Point(x: left, y: y), Point(x: Style.straight, y: y),
        ]
      }
    }
  }
}

/// The part of a graph that stands in one row, with a vertex for each line that comes from the row before.
private struct RowPart {
  var graph = LayeredGraph()
  /// For each vertex that of the whole graph; that where its line comes from, for those at the beginning of a line.
  var origins: [Int] = []
  private var entryCount = 0

  func isEntry(_ vertex: Int) -> Bool { vertex < entryCount }

  init(_ whole: LayeredGraph, _ layers: ClosedRange<Int>) {
    var places: [Int: Int] = [:]
    var entries: [Int: Int] = [:]
    var first: [Int] = []
    if layers.lowerBound > 0 {
      for vertex in whole.layers[layers.lowerBound - 1] {
        let origin = whole.vertices[vertex]
        guard !origin.kind.isSide, !origin.right.isEmpty else { continue }
        entries[vertex] = origins.count
        first.append(origins.count)
        origins.append(vertex)
        var entry = LayeredGraph.Vertex(
          kind: .bend, source: origin.source, above: 2, below: DrawingStyle.backwardOffset + 2)
        entry.right = origin.right
        entry.mate = origin.mate
        graph.vertices.append(entry)
      }
      entryCount = origins.count
      graph.layers.append(first)
    }
    for layer in whole.layers[layers] {
      for vertex in layer {
        places[vertex] = origins.count
        origins.append(vertex)
        graph.vertices.append(whole.vertices[vertex])
      }
      graph.layers.append(layer.compactMap { places[$0] })
    }
    for vertex in graph.vertices.indices {
      graph.vertices[vertex].right = graph.vertices[vertex].right.compactMap { places[$0] }
      graph.vertices[vertex].mate = graph.vertices[vertex].mate.flatMap { places[$0] }
      graph.vertices[vertex].left = graph.vertices[vertex].left.compactMap { places[$0] ?? entries[$0] }
    }
    for (layer, vertices) in graph.layers.enumerated() {
      for vertex in vertices { graph.vertices[vertex].layer = layer }
    }
    graph.number()
  }
}

/// Chooses where a long graph continues in the next row: so that rows are full, few lines go on, and groups stay whole.
struct RowBreaking {
  private(set) var rows: [ClosedRange<Int>] = []

  /// - Parameter whole: the graph in one row, with its columns.
  init(_ whole: Placement, limit: Double) {
    let graph = whole.graph
    let count = graph.layers.count
    var lines = [Int](repeating: 0, count: count)
    var open = [Int](repeating: 0, count: count)
    // An input stands in the row that uses it.
    var inputs = [Int](repeating: 0, count: count)
    for layer in 1..<max(count, 1) {
      lines[layer] =
        graph.layers[layer - 1].filter {
          !graph.vertices[$0].kind.isSide && !graph.vertices[$0].right.isEmpty
        }.count
      inputs[layer] = graph.layers[layer - 1].filter { graph.vertices[$0].kind == .input }.count
      open[layer] = graph.spans.filter { $0.contains(layer - 1) && $0.contains(layer) }.count
    }
    // What an input that is drawn at each of its uses sums up to is told where its line ends: in the same row.
    var isTied = [Bool](repeating: false, count: count + 1)
    for vertex in graph.vertices where vertex.kind == .end {
      guard let start = vertex.left.first, graph.vertices[start].kind == .input else { continue }
      if !whole.diagram.nodes[vertex.source].resultTitle.isEmpty { isTied[vertex.layer] = true }
    }
    /// The room that lines need at the side of a row.
    func room(_ lines: Int) -> Double {
      lines == 0 ? 0 : whole.spacing.trackMargin + Double(lines - 1) * DrawingStyle.trackGap + 4
    }
    // No row has nothing but the end of a line.
    for (layer, vertices) in graph.layers.enumerated() where layer > 0 {
      let isEnd = vertices.map { vertex in
        graph.vertices[vertex].kind.isSide
          || graph.vertices[vertex].kind == .end
            && whole.diagram.nodes[graph.vertices[vertex].source].resultTitle.isEmpty
      }
      if !isEnd.contains(false) { isTied[layer] = true }
    }
    var costs = [Double](repeating: .infinity, count: count + 1)
    var starts = [Int](repeating: 0, count: count + 1)
    costs[0] = 0
    for end in 1...count where !isTied[end] {
      var isFound = false
      for start in stride(from: end - 1, through: 0, by: -1) where !isTied[start] {
        var width = whole.columns[end - 1].right - whole.columns[start].left
        if start > 0 { width += whole.spacing.columnGap + room(lines[start]) }
        if end < count { width += DrawingStyle.straight + room(lines[end]) }
        if width > limit, isFound { break }
        isFound = true
        let empty = max(0, limit - width) / max(limit, 1)
        // The last row may be shorter, but not a single node after full ones.
        let weight = end == count ? 200.0 : 400
        let turn = start == 0 ? 0 : 60 * Double(lines[start] + 4 * open[start]) + 1500 * Double(inputs[start])
        let cost = costs[start] + 1000 + weight * empty * empty + turn
        if cost < costs[end] { (costs[end], starts[end]) = (cost, start) }
      }
    }
    var end = count
    while end > 0 {
      rows.insert(starts[end]...end - 1, at: 0)
      end = starts[end]
    }
  }
}
