/// A mistake in a schedule's text: a sentence and the place it is about.
public struct ScheduleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, and what to write.
  public let sentence: String
  /// The character that it is about, counted from 0; one past the last where something is missing at the end.
  public let position: Int

  /// The sentence with the place, counted from 1.
  public var description: String { "\(sentence) (column \(position + 1) of the schedule)" }
}
