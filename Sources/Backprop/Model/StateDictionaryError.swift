/// Why tensors can't be put into a network: which of them it needs and which of them it has no place for.
public struct StateDictionaryError: Error, Sendable, Equatable {
  /// A tensor by its name and shape, in PyTorch's layout.
  public struct Named: Sendable, Equatable {
    /// The name, such as `2.weight`.
    public var name: String
    /// The shape.
    public var shape: TensorShape
  }

  /// A tensor whose shape isn't the network's.
  public struct Mismatch: Sendable, Equatable {
    /// The name, such as `2.weight`.
    public var name: String
    /// The shape that the network needs, in PyTorch's layout.
    public var expected: TensorShape
    /// The shape that was given.
    public var found: TensorShape
  }

  /// What the network needs and wasn't given.
  public var missing: [Named] = []
  /// What was given and the network has no place for.
  public var unexpected: [Named] = []
  /// What has another shape than the network needs.
  public var mismatched: [Mismatch] = []

  /// Whether there is nothing to complain of.
  var isNothing: Bool { missing.isEmpty && unexpected.isEmpty && mismatched.isEmpty }
}

extension StateDictionaryError: CustomStringConvertible {
  /// What doesn't fit, in a sentence without a full stop.
  public var description: String {
    var parts: [String] = []
    if !mismatched.isEmpty {
      let texts = mismatched.map { "\($0.name) of shape \($0.found), where the network needs \($0.expected)" }
      parts.append(Self.list(texts))
    }
    if !missing.isEmpty { parts.append("no " + Self.list(missing.map { "\($0.name) \($0.shape)" })) }
    if !unexpected.isEmpty {
      let names = Self.list(unexpected.map { "\($0.name) \($0.shape)" })
      parts.append("\(names), for which the network has no place")
    }
    return parts.joined(separator: "; ")
  }

  /// The first few of some texts.
  private static func list(_ texts: [String]) -> String {
    let most = 4
    let rest = texts.count - most
    return texts.prefix(most).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
