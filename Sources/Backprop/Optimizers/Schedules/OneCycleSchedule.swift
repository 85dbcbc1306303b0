/// A learning rate that goes up along half a cosine from η / 25 to η, its largest, in the first 30 % of the iterations, and
/// then down along another to a ten-thousandth of where it began.
///
/// After L. N. Smith and N. Topin, "Super-convergence: Very fast training of neural networks using large learning
/// rates", 2018, in the form and with the settings of PyTorch's `OneCycleLR` without its cycle of momentums.
public struct OneCycleSchedule: ScheduleShape, Equatable {
  /// The share of the iterations in which the rate goes up, from 0 to 1.
  public let rise: Double
  /// η divided by the first rate; above 0.
  public let divisor: Double
  /// The first rate divided by the last; above 0.
  public let finalDivisor: Double

  /// One cycle, with PyTorch's settings where none are given.
  public init(rise: Double = 0.3, divisor: Double = 25, finalDivisor: Double = 1e4) {
    require(rise >= 0 && rise <= 1, "the share of one cycle's rise must be from 0 to 1, not \(rise)")
    require(
      divisor > 0 && divisor.isFinite && finalDivisor > 0 && finalDivisor.isFinite,
      "one cycle's divisors must be finite numbers above 0, not \(divisor) and \(finalDivisor)")
    self.rise = rise
    self.divisor = divisor
    self.finalDivisor = finalDivisor
  }

  public var followsWarmUp: Bool { true }

  public func factor(at place: SchedulePlace) -> Double {
    let (first, last) = (1 / divisor, 1 / divisor / finalDivisor)
    let top = rise * Double(place.iterationCount) - 1
    let end = Double(place.iterationCount - 1)
    let now = Double(place.iteration)
    if now <= top, top > 0 { return 1 + (first - 1) * halfCosine(now / top) }
    // In a training of hardly any iterations there is no time to go up.
    let start = Swift.max(top, 0)
    return last + (1 - last) * halfCosine(end > start ? (now - start) / (end - start) : 1)
  }

  public var description: String { "one-cycle" }
}
