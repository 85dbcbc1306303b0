/// Why processes can't reach each other.
public struct CommunicationError: Error, CustomStringConvertible, Sendable {
  /// What happened, in a sentence without a period.
  public let description: String

  init(_ description: String) { self.description = description }
}
