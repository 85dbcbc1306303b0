/// A learning rate that is multiplied by γ at the end of each of some epochs: η γᵏ after k of them.
///
/// `step 0.1 at 10,20` has the rate η in the first 10 epochs, 0.1 η in the next 10, and 0.01 η from then on. An epoch
/// that is listed twice counts twice. PyTorch calls it `MultiStepLR`.
public struct StepSchedule: ScheduleShape, Equatable {
  /// γ, 0 or more.
  public let factor: Double
  /// How many epochs have ended at each step, in ascending order.
  public let epochs: [Int]

  /// Steps by a factor at the ends of some epochs, each 0 or more.
  public init(factor: Double, epochs: [Int]) {
    requireScheduleFactor(factor)
    require(epochs.allSatisfy { $0 >= 0 }, "steps are at epochs from 0 on, not at \(epochs)")
    self.factor = factor
    self.epochs = epochs.sorted()
  }

  public func factor(at place: SchedulePlace) -> Double {
    AdamMeans.power(factor, epochs.count { $0 <= place.epoch })
  }

  public var description: String {
    "step \(factor) at \(epochs.map(String.init).joined(separator: ","))"
  }
}
