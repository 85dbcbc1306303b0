/// A learning rate that goes down along half a cosine, from η in the first iteration to s η when the training is over: with
/// t of T iterations done, η (s + (1 − s) ½ (1 + cos(π t / T))).
///
/// After I. Loshchilov and F. Hutter, "SGDR: Stochastic gradient descent with warm restarts", ICLR 2017, without
/// restarts. PyTorch calls it `CosineAnnealingLR`, with the iterations as its steps.
public struct CosineSchedule: ScheduleShape, Equatable {
  /// s, 0 or more.
  public let share: Double

  /// Down to a share of the rate.
  public init(to share: Double = 0) {
    requireScheduleFactor(share)
    self.share = share
  }

  public var followsWarmUp: Bool { true }

  public func factor(at place: SchedulePlace) -> Double {
    let progress = Double(place.iteration) / Double(place.iterationCount)
    return share + (1 - share) * halfCosine(progress)
  }

  public var description: String { share == 0 ? "cosine" : "cosine to \(share)" }
}

/// ½ (1 + cos(π t)) for t from 0 to 1, from 1 down to 0.
///
/// It is cos²(π t / 2), by its Taylor series near 0 and by that of the sine near 1, with the same bits on every platform.
func halfCosine(_ t: Double) -> Double {
  let t = Swift.min(Swift.max(t, 0), 1)
  let isNearEnd = t > 0.5
  let angle = Double.pi / 2 * (isNearEnd ? 1 - t : t)
  let square = angle * angle
  // At most (π/4)²⁰ / 20!, less than a hundredth of a unit in the last place, is left out.
  var sum = 1.0
  for power in stride(from: isNearEnd ? 19.0 : 18.0, to: 1, by: -2) {
    sum = 1 - square / (power * (power - 1)) * sum
  }
  let root = isNearEnd ? angle * sum : sum
  return root * root
}
