/// Finds the layer of every vertex: how far to the right it stands.
///
/// Everything stands as far to the right as what uses it allows, so that inputs enter where they are needed. A group
/// keeps its layers for itself: what feeds it stands to its left, what it feeds to its right. Groups are ranges of the
/// forward order, so this never contradicts itself.
struct Layering {
  /// For each node its layer.
  private(set) var layers: [Int]

  /// - Parameters:
  ///   - lengths: for each edge the number of layers that it spans at least.
  init(_ diagram: Diagram, lengths: [Int]) {
    let nodeCount = diagram.nodes.count
    var incoming = [[Int]](repeating: [], count: nodeCount)
    var outgoing = [[Int]](repeating: [], count: nodeCount)
    for (index, edge) in diagram.edges.enumerated() {
      incoming[edge.to].append(index)
      outgoing[edge.from].append(index)
    }
    // The outermost group that holds one node and not another is what keeps them apart.
    let chains = Layering.chains(of: diagram)
    func separating(_ inside: Int, from outside: Int) -> Int? {
      chains[inside].first { !diagram.groups[$0].members.contains(outside) }
    }

    var earliest = [Int](repeating: 0, count: nodeCount)
    var lastOfGroup = [Int](repeating: 0, count: diagram.groups.count)
    var feeders = [[Int]](repeating: [], count: diagram.groups.count)
    var users = [[Int]](repeating: [], count: diagram.groups.count)
    for (index, edge) in diagram.edges.enumerated() {
      for group in chains[edge.to] where !diagram.groups[group].members.contains(edge.from) {
        feeders[group].append(index)
      }
      for group in chains[edge.from] where !diagram.groups[group].members.contains(edge.to) {
        users[group].append(index)
      }
    }
    func layerBehind(_ edge: Int) -> Int {
      let (from, to) = (diagram.edges[edge].from, diagram.edges[edge].to)
      let end = separating(from, from: to).map { lastOfGroup[$0] } ?? earliest[from]
      return max(end + 1, earliest[from] + lengths[edge])
    }
    var firstAllowed = [Int](repeating: 0, count: diagram.groups.count)
    for node in 0..<nodeCount {
      for group in chains[node] where diagram.groups[group].members.lowerBound == node {
        firstAllowed[group] = feeders[group].reduce(0) { max($0, layerBehind($1)) }
        // Inputs between two groups need a layer in which they can stand beside the lines from one to the other.
        let starts = feeders[group].map { diagram.edges[$0].from }
        if starts.contains(where: { !diagram.nodes[$0].isInput }),
          starts.contains(where: { diagram.nodes[$0].isInput })
        {
          firstAllowed[group] += 1
        }
      }
      let start = chains[node].reduce(0) { max($0, firstAllowed[$1]) }
      earliest[node] = incoming[node].reduce(start) { max($0, layerBehind($1)) }
      for group in chains[node] { lastOfGroup[group] = max(lastOfGroup[group], earliest[node]) }
    }

    var latest = earliest
    var firstOfGroup = [Int](repeating: .max, count: diagram.groups.count)
    func layerBefore(_ edge: Int) -> Int {
      let (from, to) = (diagram.edges[edge].from, diagram.edges[edge].to)
      let start = separating(to, from: from).map { firstOfGroup[$0] } ?? latest[to]
      return min(start - 1, latest[to] - lengths[edge])
    }
    var lastAllowed = [Int](repeating: .max, count: diagram.groups.count)
    for node in stride(from: nodeCount - 1, through: 0, by: -1) {
      for group in chains[node] where diagram.groups[group].members.upperBound == node + 1 {
        lastAllowed[group] = users[group].reduce(.max) { min($0, layerBefore($1)) }
      }
      let bound = chains[node].reduce(Int.max) { min($0, lastAllowed[$1]) }
      if !outgoing[node].isEmpty {
        latest[node] = outgoing[node].reduce(bound) { min($0, layerBefore($1)) }
      }
      for group in chains[node] { firstOfGroup[group] = min(firstOfGroup[group], latest[node]) }
    }
    let first = latest.min() ?? 0
    layers = latest.map { $0 - first }
  }

  /// How many layers the lines of a diagram pass without ending there, those from one node together.
  static func passedLayerCount(of diagram: Diagram) -> Int {
    let layers = Layering(diagram, lengths: diagram.edges.map { $0.contribution.isEmpty ? 1 : 2 }).layers
    var longest = [Int](repeating: 0, count: diagram.nodes.count)
    for edge in diagram.edges {
      longest[edge.from] = max(longest[edge.from], layers[edge.to] - layers[edge.from] - 1)
    }
    return longest.reduce(0, +)
  }

  /// For each node the groups that it belongs to, outermost first.
  static func chains(of diagram: Diagram) -> [[Int]] {
    var chains = [[Int]](repeating: [], count: diagram.nodes.count)
    for (index, group) in diagram.groups.enumerated() {
      for member in group.members { chains[member].append(index) }
    }
    return chains
  }
}
