/// What an operation's formula needs beyond its operands: a number, such as the axis of a sum, or a word, such as how a
/// window is padded.
public enum Setting: Sendable, Equatable {
  /// A number.
  case number(Double)
  /// A word.
  case word(String)
}

extension Setting: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// A word.
  public init(stringLiteral value: String) { self = .word(value) }
}
