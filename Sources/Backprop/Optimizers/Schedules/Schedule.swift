/// How the learning rate changes during a training: a shape, with a linear warm-up before it where one is asked for.
///
/// ```swift
/// let trainer = try Trainer(model, on: train, optimizer: Adam(), schedule: .cosine().warmedUp(over: 100))
/// let same = try Schedule(parsing: "cosine warm-up 100")
/// ```
///
/// A schedule is a factor that the base rate, the one of the settings, is multiplied by; it depends on the place in the
/// training alone, apart from ``plateau(_:after:)``, which looks at losses. In the warm-up's iteration i, counted from 0,
/// the rate is multiplied by (i + 1) / N, so that iteration N − 1 is the first with the full rate (P. Goyal et al.,
/// "Accurate, large minibatch SGD: Training ImageNet in 1 hour", 2017).
public struct Schedule: Sendable, CustomStringConvertible {
  /// What the rate does after the warm-up.
  public let shape: any ScheduleShape
  /// How many iterations the warm-up has; 0 for none.
  public let warmUp: Int

  /// A schedule of a shape, which may be one of your own.
  public init(_ shape: any ScheduleShape, warmUp: Int = 0) {
    require(warmUp >= 0, "a warm-up must have 0 or more iterations, not \(warmUp)")
    self.shape = shape
    self.warmUp = warmUp
  }

  /// The same schedule after a warm-up of some iterations.
  ///
  /// A cosine or one cycle then takes place in the iterations that are left; steps and the exponential count the epochs
  /// of the whole training.
  public func warmedUp(over iterations: Int) -> Schedule { Schedule(shape, warmUp: iterations) }

  /// Whether the rate stays what it is.
  var isConstant: Bool { warmUp == 0 && shape is ConstantSchedule }

  /// What the base rate is multiplied by at a place of the training.
  public func factor(at place: SchedulePlace) -> Double {
    var place = place
    if shape.followsWarmUp {
      place.iteration = Swift.max(place.iteration - warmUp, 0)
      place.iterationCount = Swift.max(place.iterationCount - warmUp, 1)
    }
    let factor = shape.factor(at: place)
    return place.start < warmUp ? factor * (Double(place.start + 1) / Double(warmUp)) : factor
  }

  /// The text that ``init(parsing:)`` reads.
  public var description: String {
    warmUp == 0 ? shape.description : "\(shape.description) warm-up \(warmUp)"
  }
}

extension Schedule {
  /// The base rate, always.
  public static var constant: Schedule { Schedule(ConstantSchedule()) }

  /// The rate times a factor at the end of each of some epochs.
  public static func steps(_ factor: Double, at epochs: [Int]) -> Schedule {
    Schedule(StepSchedule(factor: factor, epochs: epochs))
  }

  /// The rate times a factor at the end of each epoch.
  public static func exponential(_ factor: Double) -> Schedule {
    Schedule(ExponentialSchedule(factor: factor))
  }

  /// Down along half a cosine to a share of the rate, 0 if not given, at the end of the training.
  public static func cosine(to share: Double = 0) -> Schedule { Schedule(CosineSchedule(to: share)) }

  /// Up from a small rate to the base rate, which is the largest, and down again to a tiny one.
  public static var oneCycle: Schedule { Schedule(OneCycleSchedule()) }

  /// The rate times a factor whenever the loss hasn't become smaller for more than some epochs.
  public static func plateau(_ factor: Double = 0.1, after epochs: Int = 10) -> Schedule {
    Schedule(PlateauSchedule(factor: factor, patience: epochs))
  }
}

/// What a schedule's rate does after its warm-up.
public protocol ScheduleShape: Sendable, CustomStringConvertible {
  /// What the base rate is multiplied by at a place of the training: a finite number, 0 or more.
  func factor(at place: SchedulePlace) -> Double

  /// Whether the shape begins after the warm-up, so that `iteration` and `iterationCount` of a place leave the warm-up
  /// out; `false` by default.
  var followsWarmUp: Bool { get }

  /// What is known after another loss was measured; by default nothing new.
  func state(_ state: ScheduleState, after loss: Double) -> ScheduleState
}

extension ScheduleShape {
  /// No.
  public var followsWarmUp: Bool { false }

  /// The same as before.
  public func state(_ state: ScheduleState, after loss: Double) -> ScheduleState { state }
}

/// A place in a training, as a schedule sees it.
public struct SchedulePlace: Sendable {
  /// The iteration, counted from 0.
  public var iteration: Int
  /// How many iterations the training has, 1 or more.
  public var iterationCount: Int
  /// How many iterations make an epoch, 1 or more.
  public let iterationsPerEpoch: Int
  /// What has come of the losses so far.
  public let state: ScheduleState

  /// The iteration with the warm-up counted in.
  let start: Int

  /// A place: an iteration, counted from 0, of so many.
  public init(
    iteration: Int, of iterationCount: Int, iterationsPerEpoch: Int, state: ScheduleState = ScheduleState()
  ) {
    self.iteration = iteration
    self.iterationCount = Swift.max(iterationCount, 1)
    self.iterationsPerEpoch = Swift.max(iterationsPerEpoch, 1)
    self.state = state
    start = iteration
  }

  /// How many epochs have ended, each of as many samples as there are.
  public var epoch: Int { iteration / iterationsPerEpoch }
}

/// What a schedule that looks at losses remembers of them.
public struct ScheduleState: Sendable, Equatable {
  /// The smallest loss so far.
  public var best = Double.infinity
  /// How many losses in a row weren't smaller than that.
  public var waited = 0
  /// What the base rate is multiplied by.
  public var factor = 1.0

  /// Nothing yet.
  public init() {}
}

/// Stops where a number isn't one that a rate can be multiplied by.
func requireScheduleFactor(_ factor: Double) {
  require(
    factor.isFinite && factor >= 0,
    "the factor of a learning rate must be a finite number, 0 or more, not \(factor)")
}
