/// What a drawing shows, before anything has a place: circles, lines with their labels, and groups.
///
/// A value belongs to the line that leaves its node: what it is stands above the line, its derivative below.
public struct Diagram: Sendable {
  /// An operation's circle, or the beginning of an input's line.
  public struct Node: Sendable {
    /// What a node is.
    public enum Kind: String, Sendable {
      /// Something computed, drawn as a circle.
      case operation
      /// An input that receives a derivative.
      case variable
      /// An input that receives none.
      case constant
      /// Several nodes drawn as one box.
      case folded
    }

    /// The node's id in the snapshot.
    public var id: Int
    /// What it is.
    public var kind: Kind
    /// The sign in the circle, or the words at the beginning of an input's line.
    public var title: String
    /// Whether the value has a name.
    public var isNamed = false
    /// The lines of text above the line that leaves the node, from top to bottom.
    public var forward: [String] = []
    /// The lines of text below it.
    public var backward: [String] = []
    /// A picture of the value's numbers, where they are too many to be written.
    public var forwardMap: HeatMap?
    /// A picture of the derivative's numbers.
    public var backwardMap: HeatMap?
    /// Whether a derivative comes back along that line.
    public var hasDerivative = false
    /// The words at the end of the line, where it leads to nothing.
    public var resultTitle = ""
    /// All about the node in a sentence, for tooltips and screen readers.
    public var summary = ""
    /// Whether it matters which operand is the first: it stands above the other then, if their lines lead nowhere else.
    package var hasOrderedOperands = false
    /// The one use that an input is drawn for, where it is used so often that each use has its own.
    public var use: DrawingLabels.Operand?

    /// Whether it is the beginning of a line.
    public var isInput: Bool { kind == .variable || kind == .constant }

    /// A node without any lines of text.
    package init(id: Int, kind: Kind, title: String) {
      self.id = id
      self.kind = kind
      self.title = title
    }
  }

  /// The way of a value to an operation that uses it.
  public struct Edge: Sendable, Hashable {
    /// The position in ``Diagram/nodes`` where it begins.
    public var from: Int
    /// The position in ``Diagram/nodes`` where it ends.
    public var to: Int
    /// Which operand it is, from 0 on.
    public var operand: Int
    /// Whether a derivative comes back along it.
    public var hasDerivative: Bool
    /// The lines of text below it, where the value feeds several operations and each sends its own derivative.
    public var contribution: [String] = []
    /// A picture of that derivative's numbers, where they are too many to be written.
    public var contributionMap: HeatMap?

    /// A way without lines of text.
    package init(from: Int, to: Int, operand: Int, hasDerivative: Bool) {
      self.from = from
      self.to = to
      self.operand = operand
      self.hasDerivative = hasDerivative
    }
  }

  /// Nodes that belong together, drawn in a rounded rectangle.
  public struct Group: Sendable {
    /// The words at its top.
    public var title: String
    /// The positions in ``Diagram/nodes`` of its members.
    public var members: Range<Int>

    /// A group of nodes that follow each other.
    package init(title: String, members: Range<Int>) {
      self.title = title
      self.members = members
    }
  }

  /// How a node or line is marked as noteworthy.
  public enum Mark: String, Sendable, CaseIterable {
    /// Something is wrong here.
    case wrong
    /// The way on which a wrong value is carried on, from left to right.
    case forwardPath = "path-forward"
    /// The way on which a wrong derivative is carried back, from right to left.
    case backwardPath = "path-backward"
  }

  /// The nodes; each one's operands come before it.
  public var nodes: [Node]
  /// The lines, ordered by where they end and by operand.
  public var edges: [Edge]
  /// The groups, outer before inner.
  public var groups: [Group]
  /// The marked nodes by id.
  public var marks: [Int: Mark] = [:]

  /// A diagram of parts that fit together.
  package init(nodes: [Node], edges: [Edge], groups: [Group], marks: [Int: Mark]) {
    self.nodes = nodes
    self.edges = edges
    self.groups = groups
    self.marks = marks
  }
}
