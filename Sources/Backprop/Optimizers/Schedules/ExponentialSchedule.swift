/// A learning rate that is multiplied by γ at the end of each epoch: η γᵉ after e epochs.
///
/// PyTorch calls it `ExponentialLR`.
public struct ExponentialSchedule: ScheduleShape, Equatable {
  /// γ, 0 or more.
  public let factor: Double

  /// The rate times a factor after each epoch.
  public init(factor: Double) {
    requireScheduleFactor(factor)
    self.factor = factor
  }

  public func factor(at place: SchedulePlace) -> Double { AdamMeans.power(factor, place.epoch) }

  public var description: String { "exponential \(factor)" }
}
