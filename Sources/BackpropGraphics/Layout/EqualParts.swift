/// Finds equal parts of a graph that run side by side, such as the classes of a softmax: part i keeps its row.
struct EqualParts {
  /// The lines within rows, as positions in the diagram's edges: each leads from an operation of one part to the one
  /// operation of its own part that continues it.
  private(set) var rowEdges: [Int] = []

  /// What an operation is like: two that are alike compute the same of operands that are alike.
  private struct Likeness: Hashable {
    var kind: Diagram.Node.Kind
    var title: String
    var operands: [Int]
  }

  private struct Step: Hashable {
    var from: Int
    var to: Int
  }

  init(_ diagram: Diagram) {
    var operands = [[Int]](repeating: [], count: diagram.nodes.count)
    for edge in diagram.edges { operands[edge.to].append(edge.from) }
    var classes: [Likeness: Int] = [:]
    var classOf: [Int] = []
    var sizes: [Int] = []
    for (index, node) in diagram.nodes.enumerated() {
      let likeness = Likeness(
        kind: node.kind, title: node.isInput ? "" : node.title, operands: operands[index].map { classOf[$0] })
      let found = classes[likeness] ?? sizes.count
      if found == sizes.count {
        classes[likeness] = found
        sizes.append(0)
      }
      sizes[found] += 1
      classOf.append(found)
    }
    var steps: [Step: [Int]] = [:]
    for (index, edge) in diagram.edges.enumerated() {
      guard !diagram.nodes[edge.from].isInput else { continue }
      let step = Step(from: classOf[edge.from], to: classOf[edge.to])
      guard sizes[step.from] > 1, sizes[step.from] == sizes[step.to] else { continue }
      steps[step, default: []].append(index)
    }
    for (step, edges) in steps where edges.count == sizes[step.from] {
      let starts = Set(edges.map { diagram.edges[$0].from })
      let ends = Set(edges.map { diagram.edges[$0].to })
      if starts.count == edges.count, ends.count == edges.count { rowEdges += edges }
    }
    rowEdges.sort()
  }
}
