/// Finds how far down every vertex stands.
///
/// Vertices that should lie on one straight line are joined to blocks, the most important lines first and never across
/// each other, as by U. Brandes and B. Köpf, "Fast and Simple Horizontal Coordinate Assignment", 2001. Then the blocks
/// are moved: each wishes to stand in the middle of what it is connected with, and the wishes are brought into line
/// with the distances that must be kept by taking the middle between giving way downwards and giving way upwards,
/// which keeps all distances, too.
struct Alignment {
  private var graph: LayeredGraph
  private let gap: Double
  /// For each vertex the block that it belongs to.
  private var block: [Int] = []
  private var blocks: [[Int]] = []
  /// For each vertex how far below its block's position it stands.
  private var offset: [Double] = []
  private var positions: [Double] = []
  private var isLight: [Bool] = []
  /// What must stand below each block, and how far at least.
  private var below: [[(block: Int, distance: Double)]] = []
  private var above: [[(block: Int, distance: Double)]] = []
  /// The blocks in an order in which each stands before those below it.
  private var downwards: [Int] = []
  /// For each block the ends of its lines in others, whose positions it wishes to match.
  private var pulls: [[Pull]] = []

  /// A line between two blocks: the other one, and how far below the blocks' positions its ends are.
  private struct Pull {
    var block: Int
    var end: Double
    var ownEnd: Double
  }

  /// The graph with the position of every vertex, from 0 on.
  static func aligned(_ graph: LayeredGraph, gap: Double) -> LayeredGraph {
    var alignment = Alignment(graph: graph, gap: gap)
    alignment.join()
    alignment.attachSideInputs()
    alignment.findDistances()
    alignment.findPulls()
    alignment.settle()
    alignment.write()
    return alignment.graph
  }

  private init(graph: LayeredGraph, gap: Double) {
    self.graph = graph
    self.gap = gap
  }

  // MARK: Straight lines

  private mutating func join() {
    var next = [Int?](repeating: nil, count: graph.vertices.count)
    var hasLeft = [Bool](repeating: false, count: graph.vertices.count)
    // The accepted lines of each gap between layers, as positions on both sides in ascending order.
    var accepted = [[(Int, Int)]](repeating: [], count: graph.layers.count)
    for (_, from, to) in candidates() where next[from] == nil && !hasLeft[to] {
      let line = (graph.vertices[from].order, graph.vertices[to].order)
      let layer = graph.vertices[from].layer
      var low = 0
      var high = accepted[layer].count
      while low < high {
        let middle = (low + high) / 2
        if accepted[layer][middle].0 < line.0 { low = middle + 1 } else { high = middle }
      }
      if low > 0, accepted[layer][low - 1].1 > line.1 { continue }
      if low < accepted[layer].count, accepted[layer][low].1 < line.1 { continue }
      accepted[layer].insert(line, at: low)
      next[from] = to
      hasLeft[to] = true
    }
    block = Array(repeating: 0, count: graph.vertices.count)
    for start in graph.vertices.indices where !hasLeft[start] {
      var members = [start]
      while let following = next[members[members.count - 1]] { members.append(following) }
      for member in members { block[member] = blocks.count }
      blocks.append(members)
      isLight.append(members.allSatisfy { graph.vertices[$0].isLight || graph.vertices[$0].kind.isSide })
    }
  }

  /// The lines that should be straight, the most important ones first.
  private func candidates() -> [(priority: Int, from: Int, to: Int)] {
    let depth = depths()
    let height = heights()
    let origins = origins()
    var candidates: [(priority: Int, from: Int, to: Int)] = []
    for to in graph.vertices.indices {
      let vertex = graph.vertices[to]
      let main = isSideBranch(to, depth: depth) ? nil : main(of: vertex.left, depth, origins)
      for from in vertex.left {
        let isSide = vertex.kind == .top || vertex.kind == .bottom
        let isMain = main == from
        if isSide {
          candidates.append((5 << 40, from, to))
        } else if graph.vertices[from].mate == to {
          candidates.append((4 << 40, from, to))
        } else if graph.vertices[from].isOnLine && vertex.isOnLine {
          candidates.append((3 << 40, from, to))
        } else if isMain {
          // Of several lines that leave a vertex the one with the longest way to go runs straight on.
          candidates.append((2 << 40 + depth[to] + height[to], from, to))
        } else if vertex.isOnLine {
          candidates.append((1 << 40 + height[to], from, to))
        }
      }
    }
    return candidates.enumerated()
      .sorted { (-$0.element.priority, $0.offset) < (-$1.element.priority, $1.offset) }.map(\.element)
  }

  /// Whether an operation of inputs joins a longer line. Many of them side by side would be a long flight of steps, if
  /// each ran on straight from its first input.
  private func isSideBranch(_ vertex: Int, depth: [Int]) -> Bool {
    guard depth[vertex] == 1, graph.vertices[vertex].kind == .operation,
      graph.vertices[vertex].left.count > 1, var next = graph.vertices[vertex].right.first
    else { return false }
    while graph.vertices[next].isOnLine, let behind = graph.vertices[next].right.first { next = behind }
    return graph.vertices[next].left.contains { depth[$0] > 1 }
  }

  /// The operand that an operation continues: the one with most behind it, the middle one of several equals.
  private func main(of operands: [Int], _ depth: [Int], _ origins: [Int]) -> Int? {
    if operands.count == 1 { return operands[0] }
    let ranked = operands.map { operand in
      let origin = graph.vertices[origins[operand]]
      return (operand, rank: origin.kind == .input ? (origin.isConstant ? -2 : -1) : depth[operand])
    }
    guard let highest = ranked.map(\.rank).max() else { return nil }
    let candidates = ranked.filter { $0.rank == highest }.map(\.0)
      .sorted { graph.vertices[$0].order < graph.vertices[$1].order }
    // An operation of inputs aligns with the first, one of many or between two other operations stands in their middle.
    if highest < 0, candidates.count <= 3 { return candidates.first }
    return candidates.count % 2 == 1 ? candidates[candidates.count / 2] : nil
  }

  /// For each vertex the node whose value it carries, as ``LayeredGraph/origin(of:)`` finds it.
  private func origins() -> [Int] {
    var origins = Array(graph.vertices.indices)
    for vertex in graph.layers.joined() where graph.vertices[vertex].isOnLine {
      if let before = graph.vertices[vertex].left.first { origins[vertex] = origins[before] }
    }
    return origins
  }

  /// The number of operations on the longest way to each vertex.
  private func depths() -> [Int] {
    var depths = [Int](repeating: 0, count: graph.vertices.count)
    for vertex in graph.layers.joined() {
      let before = graph.vertices[vertex].left.reduce(0) { max($0, depths[$1]) }
      depths[vertex] = before + (graph.vertices[vertex].kind == .operation ? 1 : 0)
    }
    return depths
  }

  /// The number of operations on the longest way from each vertex.
  private func heights() -> [Int] {
    var heights = [Int](repeating: 0, count: graph.vertices.count)
    for vertex in graph.layers.reversed().joined() {
      let behind = graph.vertices[vertex].right.reduce(0) { max($0, heights[$1]) }
      heights[vertex] = behind + (graph.vertices[vertex].kind == .operation ? 1 : 0)
    }
    return heights
  }

  /// Joins an input that stands just below the line that it comes to from the side to that line's block, so that both
  /// move as one.
  private mutating func attachSideInputs() {
    offset = Array(repeating: 0, count: graph.vertices.count)
    var isGone = [Bool](repeating: false, count: blocks.count)
    for layer in graph.layers {
      for (upper, lower) in zip(layer, layer.dropFirst()) {
        let vertex = graph.vertices[lower]
        guard vertex.kind == .input, vertex.right.count == 1, blocks[block[lower]].count == 1,
          block[upper] == block[vertex.right[0]], block[upper] != block[lower]
        else { continue }
        isGone[block[lower]] = true
        block[lower] = block[upper]
        blocks[block[upper]].append(lower)
        offset[lower] = offset[upper] + distance(from: upper, to: lower)
      }
    }
    var number = [Int](repeating: 0, count: blocks.count)
    var count = 0
    for index in blocks.indices where !isGone[index] {
      number[index] = count
      count += 1
    }
    blocks = blocks.indices.filter { !isGone[$0] }.map { blocks[$0] }
    isLight = isLight.indices.filter { !isGone[$0] }.map { isLight[$0] }
    for vertex in block.indices { block[vertex] = number[block[vertex]] }
  }

  // MARK: Distances

  private func distance(from upper: Int, to lower: Int) -> Double {
    graph.vertices[upper].below + gap + graph.vertices[lower].above
  }

  private mutating func findDistances() {
    above = Array(repeating: [], count: blocks.count)
    below = Array(repeating: [], count: blocks.count)
    var waiting = [Int](repeating: 0, count: blocks.count)
    for layer in graph.layers {
      for (upper, lower) in zip(layer, layer.dropFirst()) {
        guard block[upper] != block[lower] else { continue }
        let distance = distance(from: upper, to: lower) + offset[upper] - offset[lower]
        below[block[upper]].append((block[lower], distance))
        above[block[lower]].append((block[upper], distance))
        waiting[block[lower]] += 1
      }
    }
    downwards = blocks.indices.filter { waiting[$0] == 0 }
    var position = 0
    while position < downwards.count {
      for (other, _) in below[downwards[position]] {
        waiting[other] -= 1
        if waiting[other] == 0 { downwards.append(other) }
      }
      position += 1
    }
  }

  private mutating func findPulls() {
    pulls = blocks.indices.map { block in
      var pulls: [Pull] = []
      for vertex in blocks[block] {
        for neighbours in [graph.vertices[vertex].left, graph.vertices[vertex].right] {
          for other in neighbours where self.block[other] != block {
            // What only comes along doesn't draw what matters.
            guard isLight[block] || !isLight[self.block[other]] else { continue }
            pulls.append(Pull(block: self.block[other], end: offset[other], ownEnd: offset[vertex]))
          }
        }
      }
      return pulls
    }
  }

  // MARK: Positions

  private mutating func settle() {
    positions = Array(repeating: 0, count: blocks.count)
    positions = pushedDown(positions)
    for _ in 0..<40 {
      // What only comes along moves within the room that it has; what matters makes others give way.
      let wishes = blocks.indices.map { wish(of: $0) }
      let (down, up) = (pushedDown(wishes), pushedUp(wishes))
      // Half of the old positions stays, or two that wait for each other could swing for ever.
      positions = positions.indices.map { positions[$0] / 2 + (down[$0] + up[$0]) / 4 }
    }
    straighten()
    let isAlone = blocks.indices.map { block in
      blocks[block].allSatisfy { vertex in
        (graph.vertices[vertex].left + graph.vertices[vertex].right).allSatisfy { self.block[$0] == block }
      }
    }
    for block in downwards + downwards.reversed() where isLight[block] || isAlone[block] {
      positions[block] = wish(of: block)
    }
  }

  /// Moves blocks by the few pixels that make an almost straight line straight, where there is room.
  private mutating func straighten() {
    let limit = gap / 2
    for vertex in graph.layers.joined() {
      let block = block[vertex]
      for other in graph.vertices[vertex].left where self.block[other] != block {
        let own = positions[block] + offset[vertex]
        let position = positions[block] + positions[self.block[other]] + offset[other] - own
        guard position != positions[block], abs(position - positions[block]) < limit else { continue }
        if position >= lowest(of: block), position <= highest(of: block) {
          positions[block] = position
          break
        }
      }
    }
  }

  /// How far up a block can move, and how far down, with the others where they are.
  private func lowest(of block: Int) -> Double {
    above[block].reduce(-Double.infinity) { max($0, positions[$1.block] + $1.distance) }
  }

  private func highest(of block: Int) -> Double {
    below[block].reduce(Double.infinity) { min($0, positions[$1.block] - $1.distance) }
  }

  private func wish(of block: Int) -> Double {
    var sum = 0.0
    for pull in pulls[block] { sum += positions[pull.block] + pull.end - pull.ownEnd }
    let wish = pulls[block].isEmpty ? alone(block) : sum / Double(pulls[block].count)
    guard isLight[block] else { return wish }
    let kind = graph.vertices[blocks[block][0]].kind
    let (low, high) = (lowest(of: block), highest(of: block))
    // The sides of a group keep close to what is in it.
    if kind == .bottom { return low }
    return kind == .top ? high : max(low, min(wish, high))
  }

  /// Where a block stands that nothing is connected with: as close to the one above as it may, or to the one below.
  private func alone(_ block: Int) -> Double {
    let (low, high) = (lowest(of: block), highest(of: block))
    return low.isFinite ? low : high.isFinite ? high : positions[block]
  }

  private func pushedDown(_ wishes: [Double]) -> [Double] {
    var result = wishes
    for block in downwards {
      for (other, distance) in below[block] { result[other] = max(result[other], result[block] + distance) }
    }
    return result
  }

  private func pushedUp(_ wishes: [Double]) -> [Double] {
    var result = wishes
    for block in downwards.reversed() {
      for (other, distance) in above[block] { result[other] = min(result[other], result[block] - distance) }
    }
    return result
  }

  private mutating func write() {
    var top = Double.infinity
    for vertex in graph.vertices.indices {
      top = min(top, positions[block[vertex]] + offset[vertex] - graph.vertices[vertex].above)
    }
    for vertex in graph.vertices.indices {
      // Halves of pixels at most, so that lines are sharp and the bytes don't depend on rounding.
      graph.vertices[vertex].y = ((positions[block[vertex]] + offset[vertex] - top) * 2).rounded() / 2
    }
  }
}
