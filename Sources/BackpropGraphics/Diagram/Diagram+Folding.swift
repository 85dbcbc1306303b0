extension Diagram {
  /// The diagram with groups folded into boxes where it has more nodes than the limit; then runs of nodes, the
  /// first and last ones left as they are.
  ///
  /// Every box stands for a range of the forward order, so that no line leads in a circle.
  package func folded(limit: Int) -> Diagram {
    var diagram = self
    if diagram.nodes.count > limit, !diagram.groups.isEmpty {
      var end = 0
      var boxes: [(members: Range<Int>, title: String)] = []
      for group in diagram.groups where group.members.lowerBound >= end {
        boxes.append((group.members, "\(group.title) · \(group.members.count) nodes"))
        end = group.members.upperBound
      }
      diagram = diagram.contracted(boxes)
    }
    if diagram.nodes.count > limit {
      let kept = min(20, max(1, limit / 4))
      let middle = kept..<max(kept, diagram.nodes.count - kept)
      let length = max(2, (middle.count + 23) / 24)
      let boxes = stride(from: middle.lowerBound, to: middle.upperBound, by: length).map { start in
        let members = start..<min(start + length, middle.upperBound)
        return (members, "⋯ \(members.count) nodes ⋯")
      }
      diagram = diagram.contracted(boxes)
    }
    return diagram
  }

  /// The diagram with ranges of nodes, which must be in order and apart, each as one box.
  private func contracted(_ boxes: [(members: Range<Int>, title: String)]) -> Diagram {
    var result = Diagram(nodes: [], edges: [], groups: [], marks: marks)
    var place = [Int](repeating: 0, count: nodes.count)
    var position = 0
    func append(_ members: Range<Int>, _ node: Node) {
      for member in members { place[member] = result.nodes.count }
      result.nodes.append(node)
      let own = members.compactMap { marks[nodes[$0].id] }
      if let mark = own.contains(.wrong) ? .wrong : own.first { result.marks[node.id] = mark }
    }
    for box in boxes where box.members.count > 0 {
      while position < box.members.lowerBound {
        append(position..<position + 1, nodes[position])
        position += 1
      }
      var node = nodes[box.members.upperBound - 1]
      if box.members.count > 1 {
        node.kind = .folded
        node.hasOrderedOperands = false
        node.title = box.title
        node.summary = "\(box.members.count) nodes, the last of them: \(node.summary)"
        node.hasDerivative = nodes[box.members].contains { $0.hasDerivative }
      }
      append(box.members, node)
      position = box.members.upperBound
    }
    while position < nodes.count {
      append(position..<position + 1, nodes[position])
      position += 1
    }
    var seen: Set<[Int]> = []
    for var edge in edges where place[edge.from] != place[edge.to] {
      let isPlain =
        result.nodes[place[edge.from]].kind != .folded && result.nodes[place[edge.to]].kind != .folded
      edge.from = place[edge.from]
      edge.to = place[edge.to]
      if !isPlain {
        edge.contribution = []
        edge.contributionMap = nil
        // Lines between the same two boxes are one.
        guard seen.insert([edge.from, edge.to]).inserted else { continue }
      }
      result.edges.append(edge)
    }
    return result
  }
}
