/// Where lines cross, and labels in the middle of their lines.
extension Placement {
  /// A straight piece of a line.
  private struct Piece {
    var edge: Int
    var a: Point
    var b: Point
    var low: Double
    var high: Double

    init(edge: Int, _ a: Point, _ b: Point) {
      self.edge = edge
      (self.a, self.b) = a.x <= b.x ? (a, b) : (b, a)
      (low, high) = (min(a.y, b.y), max(a.y, b.y))
    }

    var isLevel: Bool { low == high }
  }

  /// The pieces of all lines from left to right.
  private func pieces(_ isWanted: (Piece) -> Bool) -> [Piece] {
    var pieces: [Piece] = []
    for index in layout.edges.indices {
      for line in [layout.edges[index].forward, layout.edges[index].backward] where line.count > 1 {
        for end in 1..<line.count {
          let piece = Piece(edge: index, line[end - 1], line[end])
          if isWanted(piece) { pieces.append(piece) }
        }
      }
    }
    return pieces.sorted { ($0.a.x, $0.a.y, $0.edge) < ($1.a.x, $1.a.y, $1.edge) }
  }

  /// Finds where a line crosses one that is drawn before it.
  mutating func findCrossings() {
    let pieces = pieces { _ in true }
    // Larger drawings are too dense to gain by it.
    guard pieces.count <= 40_000 else { return }
    // Lines are looked for in bands from left to right that the slanted one runs through.
    let height = 64.0
    func bands(_ piece: Piece) -> ClosedRange<Int> { Int(piece.low / height)...Int(piece.high / height) }
    var members: [Int: [Int]] = [:]
    for (index, piece) in pieces.enumerated() {
      for band in bands(piece) { members[band, default: []].append(index) }
    }
    for (index, piece) in pieces.enumerated() where !piece.isLevel {
      for band in bands(piece) {
        for other in members[band] ?? [] {
          let second = pieces[other]
          // They are sorted by where they begin.
          if second.a.x > piece.b.x { break }
          guard second.b.x >= piece.a.x, second.isLevel || other < index, second.edge != piece.edge,
            layout.edges[second.edge].from != layout.edges[piece.edge].from
          else { continue }
          let isFirst = piece.edge > second.edge
          cross(isFirst ? piece : second, isFirst ? second : piece) { Int($0 / height) == band }
        }
      }
    }
  }

  /// Notes the crossing of a piece with one that is drawn before it, if there is one at a height that is looked for.
  private mutating func cross(_ upper: Piece, _ lower: Piece, at isWanted: (Double) -> Bool) {
    let (dx, dy) = (upper.b.x - upper.a.x, upper.b.y - upper.a.y)
    let (ex, ey) = (lower.b.x - lower.a.x, lower.b.y - lower.a.y)
    let determinant = dx * ey - dy * ex
    let length = (dx * dx + dy * dy).squareRoot()
    let other = (ex * ex + ey * ey).squareRoot()
    // Lines that run almost side by side have no crossing that could be seen.
    guard length > 1, other > 1, determinant.magnitude > 0.05 * length * other else { return }
    let (fx, fy) = (lower.a.x - upper.a.x, lower.a.y - upper.a.y)
    let along = (fx * ey - fy * ex) / determinant
    let across = (fx * dy - fy * dx) / determinant
    guard (0.001...0.999).contains(along), (0.001...0.999).contains(across) else { return }
    guard isWanted(upper.a.y + dy * along) else { return }
    // Lines that come together at a node meet there anyway; a gap would only cut one off.
    let node = layout.edges[upper.edge].forward.last ?? upper.b
    let (toEndX, toEndY) = (upper.a.x + dx * along - node.x, upper.a.y + dy * along - node.y)
    guard
      layout.edges[upper.edge].to == nil || layout.edges[upper.edge].to != layout.edges[lower.edge].to
        || toEndX * toEndX + toEndY * toEndY > Style.meeting * Style.meeting
    else { return }
    // Far enough to both sides to interrupt the other line, whatever the angle.
    let half = min(14, 5 * length * other / determinant.magnitude) / length
    let (start, end) = (max(0, along - half), min(1, along + half))
    let (from, to) = (
      Point(x: upper.a.x + dx * start, y: upper.a.y + dy * start),
      Point(x: upper.a.x + dx * end, y: upper.a.y + dy * end)
    )
    let isInGroup = layout.groups.contains { group in
      let frame = group.frame
      return from.x >= frame.x && from.x <= frame.x + frame.width && from.y >= frame.y
        && from.y <= frame.y + frame.height
    }
    layout.edges[upper.edge].crossings.append(
      GraphLayout.Crossing(from: from, to: to, isInGroup: isInGroup))
  }

  /// Moves what stands beside a straight line into its middle, where no other line is in the way.
  mutating func centerLabels() {
    let slanted = pieces { !$0.isLevel && $0.b.x - $0.a.x <= 400 }
    let starts = slanted.map(\.a.x)
    for index in diagram.nodes.indices {
      let vertex = graph.vertices[index]
      guard let next = vertex.right.first, vertex.right.allSatisfy({ $0 == next }) else { continue }
      let other = graph.vertices[next]
      guard other.y == vertex.y, rowOfLayer[other.layer] == rowOfLayer[vertex.layer] else { continue }
      let end: Double
      switch other.kind {
      case .operation: end = layout.nodes[next].frame.x
      case .end: end = columns[other.layer].left
      default: continue
      }
      let node = layout.nodes[index]
      let start = diagram.nodes[index].isInput ? lineStart(ofInput: index) : node.frame.x + node.frame.width
      let own = labelsOfNodes[index] ?? []
      let frames = own.map { layout.labels[$0].frame }
      let moved = frames.map { frame in
        Frame(x: (start + end - frame.width) / 2, y: frame.y, width: frame.width, height: frame.height)
      }
      let isFree = moved.allSatisfy { frame in
        if isOnSideOfGroup(frame) { return false }
        var place = starts.partitioningIndex { $0 >= frame.x - 400 }
        while place < slanted.count, starts[place] <= frame.x + frame.width + 3 {
          if Self.meets(slanted[place], frame, margin: 3) { return false }
          place += 1
        }
        return true
      }
      guard isFree else { continue }
      for (place, frame) in zip(own, moved) { layout.labels[place].frame = frame }
    }
  }

  /// Whether the side of a group runs through a frame.
  private func isOnSideOfGroup(_ frame: Frame) -> Bool {
    layout.groups.contains { group in
      let own = group.frame
      guard own.y < frame.y + frame.height, frame.y < own.y + own.height else { return false }
      return [own.x, own.x + own.width].contains { frame.x - 4 < $0 && $0 < frame.x + frame.width + 4 }
    }
  }

  /// Whether a piece comes closer to a frame than a margin.
  private static func meets(_ piece: Piece, _ frame: Frame, margin: Double) -> Bool {
    let (left, right) = (frame.x - margin, frame.x + frame.width + margin)
    let (top, bottom) = (frame.y - margin, frame.y + frame.height + margin)
    guard piece.b.x > left, piece.a.x < right, piece.high > top, piece.low < bottom else { return false }
    let width = piece.b.x - piece.a.x
    guard width > 0 else { return true }
    let slope = (piece.b.y - piece.a.y) / width
    let atLeft = piece.a.y + slope * (max(left, piece.a.x) - piece.a.x)
    let atRight = piece.a.y + slope * (min(right, piece.b.x) - piece.a.x)
    return min(atLeft, atRight) < bottom && max(atLeft, atRight) > top
  }
}

extension [Double] {
  /// The first position from which on a condition holds, which must stay true once it is.
  fileprivate func partitioningIndex(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
