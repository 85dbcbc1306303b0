/// A drawing's geometry: where everything stands, in pixels from the top left corner.
public struct GraphLayout: Sendable {
  /// A place.
  public struct Point: Sendable, Equatable {
    /// The distance from the left.
    public var x: Double
    /// The distance from the top.
    public var y: Double

    /// The place at distances from the left and from the top.
    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// An upright rectangle.
  public struct Frame: Sendable, Equatable {
    /// The left side.
    public var x: Double
    /// The top.
    public var y: Double
    /// The width.
    public var width: Double
    /// The height.
    public var height: Double

    /// Whether two rectangles have more than an edge in common.
    public func overlaps(_ other: Frame) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }
  }

  /// A circle, box or beginning of a line.
  public struct Node: Sendable {
    /// The node's id in the snapshot.
    public var id: Int
    /// What it is.
    public var kind: Diagram.Node.Kind
    /// The sign in it or the words of an input.
    public var title: String
    /// The circle or box, or the frame of an input's words.
    public var frame: Frame
    /// All about it in a sentence.
    public var summary: String
    /// The mark, if it has one.
    public var mark: Diagram.Mark?
    /// The one use that an input is drawn for, where it is used so often that each use has its own.
    public var use: DrawingLabels.Operand?

    /// The middle.
    public var center: Point { Point(x: frame.x + frame.width / 2, y: frame.y + frame.height / 2) }
  }

  /// The way of a value from where it is computed to where it is used, or to the end of the drawing.
  public struct Edge: Sendable {
    /// The id of the node that it leaves.
    public var from: Int
    /// The id of the node that it leads to, or `nil` for a result.
    public var to: Int?
    /// Which operand of that node it is.
    public var operand: Int
    /// The forward line, from left to right.
    public var forward: [Point]
    /// The backward line beside it, from right to left; empty where no derivative comes back.
    public var backward: [Point]
    /// The mark, if it has one.
    public var mark: Diagram.Mark?
    /// Pieces of it that cross lines that are drawn before it, each from one point to another: there the others are
    /// interrupted.
    package var crossings: [Crossing] = []
  }

  /// A piece of a line around its crossing with another.
  package struct Crossing: Sendable {
    var from: Point
    var to: Point
    /// Whether it lies in a group, whose ground has another colour.
    var isInGroup: Bool
  }

  /// A text beside a line.
  public struct Label: Sendable {
    /// What a label says.
    public enum Role: String, Sendable {
      /// A value, above its line.
      case value
      /// The derivative by that value, below its line.
      case derivative
      /// The part of a derivative that comes along one line of several.
      case contribution
      /// The name of a result, at the end of its line.
      case result
    }

    /// The node whose value it is about.
    public var node: Int
    /// The node at the line's end, for a contribution.
    public var to: Int?
    /// Which operand of that node it is about, for a contribution.
    public var operand: Int?
    /// What it says.
    public var role: Role
    /// Its lines, from top to bottom.
    public var lines: [String]
    /// The rectangle that the text fills, and the picture below it.
    public var frame: Frame
    /// The picture of the numbers, where they are too many to be written.
    public var map: HeatMap?
  }

  /// A rounded rectangle around nodes.
  public struct Group: Sendable {
    /// The words at its top.
    public var title: String
    /// The rectangle.
    public var frame: Frame
    /// The ids of the nodes in it.
    public var members: [Int]
  }

  /// A place where a value's line divides, because several operations use the value.
  public struct Fork: Sendable {
    /// The id of the node whose value it is.
    public var node: Int
    /// The place on the forward line.
    public var point: Point
  }

  /// The width of the drawing.
  public var width: Double
  /// The height of the drawing.
  public var height: Double
  /// The nodes in forward order.
  public var nodes: [Node]
  /// The lines.
  public var edges: [Edge]
  /// The texts beside the lines.
  public var labels: [Label]
  /// The groups, outer before inner.
  public var groups: [Group]
  /// The places where lines divide.
  public var forks: [Fork] = []
  /// How far down each row begins, from the top one on.
  public var rows: [Double] = [0]

  /// A drawing of parts that fit together.
  package init(
    width: Double, height: Double, nodes: [Node] = [], edges: [Edge] = [], labels: [Label] = [],
    groups: [Group] = []
  ) {
    self.width = width
    self.height = height
    self.nodes = nodes
    self.edges = edges
    self.labels = labels
    self.groups = groups
  }

  /// Adds the parts of another drawing, where they stand.
  package mutating func append(_ other: GraphLayout) {
    nodes += other.nodes
    edges += other.edges
    labels += other.labels
    groups += other.groups
    forks += other.forks
  }
}
