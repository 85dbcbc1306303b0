/// A graph on its way to a layered drawing: every vertex in a layer, every line between neighbouring layers.
///
/// Lines that span several layers are divided by vertices without extent. Lines that leave the same vertex share these
/// as long as they run together.
struct LayeredGraph {
  struct Vertex {
    enum Kind {
      /// An operation's circle with the line that leaves it.
      case operation
      /// An input's words with the line that leaves them.
      case input
      /// The end of a result's line.
      case end
      /// A label in the course of a line.
      case label
      /// A bend of a long line.
      case bend
      /// The upper side of a group.
      case top
      /// The lower side of a group.
      case bottom
    }

    var kind: Kind
    /// The position of the node or edge in the diagram that it stands for; the group of a side.
    var source: Int
    /// How far it reaches above its line, and below.
    var above: Double
    var below: Double
    /// The innermost group that it belongs to.
    var group: Int?
    /// Whether it is a number without a name, such as the 2 of 2x.
    var isConstant = false
    /// Whether what it is computed from keeps the order of its operands.
    var hasOrderedOperands = false
    var layer = 0
    /// Its position in its layer, from the top.
    var order = 0
    /// The neighbours in the layers before and behind, in the order of operands.
    var left: [Int] = []
    var right: [Int] = []
    /// The neighbour behind it that stands in the same row, where several equal parts run side by side.
    var mate: Int?
    /// Where its line runs.
    var y = 0.0

    /// Whether it only accompanies what others compute, and gives way to them.
    var isLight: Bool { kind == .input }
    /// Whether it is a point in the course of a line.
    var isOnLine: Bool { kind == .bend || kind == .label }
  }

  var vertices: [Vertex] = []
  /// The vertices of each layer, from the top.
  var layers: [[Int]] = []
  /// For each of the diagram's edges the vertices that it runs through, both ends included.
  var paths: [[Int]] = []
  /// For each group the group around it.
  var parents: [Int?] = []
  /// For each group the first and the last layer that it occupies.
  var spans: [ClosedRange<Int>] = []

  /// The groups that a vertex belongs to, innermost first.
  func groups(of vertex: Int) -> [Int] { ancestry(vertices[vertex].group) }

  /// A group and those around it, innermost first.
  func ancestry(_ group: Int?) -> [Int] {
    var result: [Int] = []
    var next = group
    while let group = next {
      result.append(group)
      next = parents[group]
    }
    return result
  }

  /// The node whose value a vertex on a line carries.
  func origin(of vertex: Int) -> Int {
    var vertex = vertex
    while vertices[vertex].isOnLine, let before = vertices[vertex].left.first { vertex = before }
    return vertex
  }

  /// Adds a line between vertices of neighbouring layers.
  mutating func connect(_ from: Int, _ to: Int) {
    vertices[from].right.append(to)
    vertices[to].left.append(from)
  }

  /// Writes each vertex's position in its layer into it.
  mutating func number() {
    for layer in layers {
      for (order, vertex) in layer.enumerated() { vertices[vertex].order = order }
    }
  }
}

/// How much room a node takes above and below its line.
struct Extents {
  var above: Double
  var below: Double
}
