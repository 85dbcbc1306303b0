/// Nodes of a graph that belong together under a title, such as those of a layer.
public struct GraphGroup: Sendable, Equatable {
  /// What they are together, such as `Softmax`.
  public var title: String
  /// Their positions in forward order.
  public var nodes: Range<Int>

  /// A group of nodes.
  public init(title: String, nodes: Range<Int>) {
    self.title = title
    self.nodes = nodes
  }
}

extension Graph {
  /// Groups the nodes that a function appends, for drawings; groups may hold groups.
  ///
  /// ```swift
  /// let y = graph.group("Softmax") {
  ///   let e = a.exp()
  ///   return e / e.sum()
  /// }
  /// ```
  ///
  /// Nothing is recorded when the function appends no node. Computing costs the same with and without groups.
  public func group<Result>(_ title: String, _ body: () throws -> Result) rethrows -> Result {
    let start = count
    let round = round
    let position = groups.count
    // An outer group stands before the groups within it.
    groups.append(GraphGroup(title: title, nodes: start..<start))
    defer {
      if round == self.round {
        if count > start {
          groups[position].nodes = start..<count
        } else {
          groups.removeSubrange(position...)
        }
      }
    }
    return try body()
  }
}
