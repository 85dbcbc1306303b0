/// Samples, settings or a state that can't be trained with, and why.
public struct TrainingError: Error, Sendable, CustomStringConvertible {
  /// A sentence that says what is wrong.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) { self.description = description }
}
