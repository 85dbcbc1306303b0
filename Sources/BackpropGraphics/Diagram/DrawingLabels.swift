/// Texts for a drawing in the place of the numbers, each a list of lines from top to bottom.
public struct DrawingLabels: Sendable {
  /// An operand of a node.
  public struct Operand: Sendable, Hashable {
    /// The node's id.
    public var node: Int
    /// Which operand, from 0 on.
    public var position: Int

    /// An operand of a node.
    public init(node: Int, position: Int) {
      self.node = node
      self.position = position
    }
  }

  /// What stands above the line of a value, by node.
  public var forward: [Int: [String]] = [:]
  /// What stands below it.
  public var backward: [Int: [String]] = [:]
  /// What stands below the line to an operand, where the value feeds several operations.
  public var contributions: [Operand: [String]] = [:]

  /// No texts.
  public init() {}
}
