/// How far a run has come, beside what the model and the optimiser know: what a checkpoint is made of while it goes on.
///
/// Between two updates nothing else is in hand. Sums of gradients are empty there, and random numbers come from streams of
/// the iteration.
final class TrainingProgress<Scalar: TensorScalar> {
  /// What has been recorded; the metrics after the last update are never among it.
  @exclusivity(unchecked) var history: TrainingHistory
  /// The next update or, where something of it is due, the last one.
  @exclusivity(unchecked) var place: EpochPlace
  @exclusivity(unchecked) var best = BestState<Scalar>()
  @exclusivity(unchecked) var startCheck: StartCheck<Scalar>?
  /// What of the last update is still to be done.
  @exclusivity(unchecked) var due = TrainingCheckpoint<Scalar>.Due()
  /// What the model had learnt when the run ended, where better values have taken its place since.
  var last: (parameters: [Tensor<Scalar>], statistics: [Tensor<Scalar>])?

  /// The time of the runs before this one.
  private let earlier: Duration
  private let clock = ContinuousClock()
  private var beginning: ContinuousClock.Instant
  private var end: ContinuousClock.Instant?

  init(history: TrainingHistory, place: EpochPlace) {
    (self.history, self.place) = (history, place)
    earlier = history.duration
    beginning = clock.now
  }

  /// The time of all runs so far.
  var duration: Duration { earlier + ((end ?? clock.now) - beginning) }

  /// Begins to count the time.
  func begin() { (beginning, end) = (clock.now, nil) }

  /// Ends to count the time.
  func finish() { end = clock.now }

  /// Goes on to the next update, where nothing of the last one is due any more.
  func advance() {
    if due.isNothing { place.advance() }
  }
}
