/// A learning rate that stays what it is.
public struct ConstantSchedule: ScheduleShape, Equatable {
  /// The schedule; it has no settings.
  public init() {}

  public func factor(at place: SchedulePlace) -> Double { 1 }

  public var description: String { "constant" }
}
