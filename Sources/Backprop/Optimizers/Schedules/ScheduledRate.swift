/// The learning rate of a training that is going on: a base rate, its schedule, and what has come of the losses so far.
public struct ScheduledRate: Sendable {
  /// The rate that the schedule's factors multiply; a change counts from the next iteration on.
  public var base: Double
  /// How it changes.
  public let schedule: Schedule
  /// What a schedule that looks at losses remembers; a training that is taken up again needs it, too.
  public var state = ScheduleState()

  /// The rate at a training's start.
  public init(base: Double, schedule: Schedule = .constant) {
    self.base = base
    self.schedule = schedule
  }

  /// The rate of an iteration, counted from 0, in a training of some length.
  public func rate(ofIteration iteration: Int, of iterationCount: Int, iterationsPerEpoch: Int) -> Double {
    let place = SchedulePlace(
      iteration: iteration, of: iterationCount, iterationsPerEpoch: iterationsPerEpoch, state: state)
    // Factors above 1 may multiply to more than there are numbers for: then the largest one makes the training fail
    // where it can be seen.
    let factor = Swift.min(schedule.factor(at: place), .greatestFiniteMagnitude)
    return Swift.min(base * factor, .greatestFiniteMagnitude)
  }

  /// Takes note of a loss, once an epoch.
  public mutating func hear(loss: Double) { state = schedule.shape.state(state, after: loss) }
}
