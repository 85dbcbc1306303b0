/// A rule of shapes that was broken: by which operation, by which operands, and what the rule asks for.
public struct ShapeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One operand as the message shows it.
  public struct Operand: Sendable, Equatable, CustomStringConvertible {
    /// The variable's name, where it has one.
    public var name: String?
    /// Its shape.
    public var shape: TensorShape
    /// Where the value came from, such as the operation that made it, where that is known.
    public var origin: String?

    /// An operand with its name and origin, where they are known.
    public init(name: String? = nil, shape: TensorShape, origin: String? = nil) {
      self.name = name
      self.shape = shape
      self.origin = origin
    }

    /// For example `W of shape (2, 3)`.
    public var description: String {
      let subject = name.map { "\($0) of shape \(shape)" } ?? "a value of shape \(shape)"
      return origin.map { "\(subject) (\($0))" } ?? subject
    }
  }

  /// The operation's name, such as `matmul`.
  public var operation: String
  /// The operands in order.
  public var operands: [Operand]
  /// The rule that was broken and what to do about it.
  public var rule: String

  /// An error about operands of which only the shapes are known; a graph adds their names.
  public init(operation: String, shapes: [TensorShape], rule: String) {
    self.init(operation: operation, operands: shapes.map { Operand(shape: $0) }, rule: rule)
  }

  /// An error about operands that are known by more than their shapes.
  public init(operation: String, operands: [Operand], rule: String) {
    self.operation = operation
    self.operands = operands
    self.rule = rule
  }

  /// For example: `matmul can't take x of shape (2,) and W of shape (3, 4): the last axis of the first operand
  /// (2) must be as long as the second to last of the second (3)`.
  public var description: String {
    let list = operands.map(\.description)
    let subject: String
    switch list.count {
    case 0: subject = "its operands"
    case 1: subject = list[0]
    default: subject = list.dropLast().joined(separator: ", ") + " and " + list[list.count - 1]
    }
    return "\(operation) can't take \(subject): \(rule)"
  }
}
