/// A learning rate that is multiplied by γ whenever the loss is on a plateau: when more than p losses in a row weren't
/// smaller than the smallest before, by at least a ten-thousandth of it.
///
/// The loss is that of the validation part or, without one, of the training samples, once an epoch. After a reduction the
/// count begins anew. PyTorch calls it `ReduceLROnPlateau`, with p as its patience.
public struct PlateauSchedule: ScheduleShape, Equatable {
  /// γ, 0 or more and below 1.
  public let factor: Double
  /// p, 0 or more.
  public let patience: Int

  /// By how much of it a loss must be smaller than the smallest, to count as smaller.
  static let threshold = 1e-4

  /// The rate times a factor after more than some epochs without a smaller loss.
  public init(factor: Double = 0.1, patience: Int = 10) {
    require(
      factor >= 0 && factor < 1,
      "the factor on a plateau must be a number from 0 on and below 1, not \(factor)")
    require(patience >= 0, "the patience on a plateau must be 0 or more epochs, not \(patience)")
    self.factor = factor
    self.patience = patience
  }

  public func factor(at place: SchedulePlace) -> Double { place.state.factor }

  public func state(_ state: ScheduleState, after loss: Double) -> ScheduleState {
    var next = state
    // A loss that is NaN is not smaller.
    if loss < state.best * (1 - PlateauSchedule.threshold) {
      (next.best, next.waited) = (loss, 0)
    } else {
      next.waited += 1
    }
    if next.waited > patience {
      next.factor *= factor
      next.waited = 0
    }
    return next
  }

  public var description: String { "plateau \(factor) after \(patience)" }
}
