/// What is wrong with the description of a network, and where.
public struct NetworkDescriptionError: Error, Sendable, Equatable {
  /// What is wrong and what to do about it: one or two sentences.
  public var problem: String
  /// The layer, or the setting of a layer, that it is about, such as `layers[2].kernel`, counted from 0; `nil` where it is
  /// about the network as a whole, or where the text can't be read so far.
  public var path: String?
  /// The character of the line that it is about, counted from 0, one past the last where something is missing at the end;
  /// `nil` where the description didn't come as a line.
  public var offset: Int?

  /// An error from its parts.
  public init(_ problem: String, path: String? = nil, offset: Int? = nil) {
    self.problem = problem
    self.path = path
    self.offset = offset
  }
}

extension NetworkDescriptionError: CustomStringConvertible {
  /// The place, where one is known, and the problem.
  public var description: String {
    if let offset { return "\(problem) (column \(offset + 1) of the network)" }
    return path.map { "\($0): \(problem)" } ?? problem
  }
}
