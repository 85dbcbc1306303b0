extension Diagram {
  /// The diagram with each input that is used more often than a limit drawn at each of its uses, with the derivative
  /// that comes from there, and once with the sum of them.
  ///
  /// Lines from one place to very many would hide what they lead to.
  package func withUsesApart(limit: Int = 3) -> Diagram {
    var useCounts = [Int](repeating: 0, count: nodes.count)
    for edge in edges { useCounts[edge.from] += 1 }
    let isApart = nodes.indices.map { nodes[$0].isInput && useCounts[$0] > limit }
    guard isApart.contains(true) else { return self }
    var incoming = [[Int]](repeating: [], count: nodes.count)
    for (index, edge) in edges.enumerated() { incoming[edge.to].append(index) }
    var result = Diagram(nodes: [], edges: edges, groups: groups, marks: marks)
    /// Where each node stands now, and the first of those drawn for it alone.
    var places: [Int] = []
    var starts: [Int] = []
    for (index, node) in nodes.enumerated() {
      starts.append(result.nodes.count)
      for edge in incoming[index] where isApart[edges[edge].from] {
        result.nodes.append(input(at: edges[edge]))
        result.edges[edge].from = -result.nodes.count
        result.edges[edge].contribution = []
        result.edges[edge].contributionMap = nil
      }
      places.append(result.nodes.count)
      var own = node
      if isApart[index] {
        own.resultTitle =
          node.hasDerivative ? "sum of \(useCounts[index]) uses" : "used \(useCounts[index]) times"
      }
      result.nodes.append(own)
    }
    for index in result.edges.indices {
      // A negative number stands for what is drawn for this line alone.
      let from = result.edges[index].from
      result.edges[index].from = from < 0 ? -from - 1 : places[from]
      result.edges[index].to = places[edges[index].to]
    }
    for index in groups.indices {
      let members = groups[index].members
      guard !members.isEmpty else { continue }
      result.groups[index].members = starts[members.lowerBound]..<places[members.upperBound - 1] + 1
    }
    return result
  }

  /// An input for one of its uses.
  private func input(at edge: Edge) -> Node {
    var node = nodes[edge.from]
    node.use = DrawingLabels.Operand(node: nodes[edge.to].id, position: edge.operand)
    node.hasDerivative = edge.hasDerivative
    node.backward = edge.hasDerivative ? edge.contribution : []
    node.backwardMap = edge.hasDerivative ? edge.contributionMap : nil
    return node
  }
}
