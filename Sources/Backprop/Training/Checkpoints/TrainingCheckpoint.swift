/// All that a training needs to go on as if it had never been stopped: what the model has learnt, what the optimiser
/// remembers, where in which epoch the training is, what its schedule and early stopping have seen, and its history.
///
/// ```swift
/// try trainer.run { event in
///   if case .iteration(let number, _) = event, number % 1000 == 0 { checkpoint = try? trainer.checkpoint() }
///   return .continue
/// }
/// let later = try Trainer(model, on: train, optimizer: Adam())
/// try later.resume(from: checkpoint)
/// try later.run()
/// ```
///
/// It is a value: what happens to the model afterwards doesn't change it. Mini-batches, dropout and augmentation draw their
/// random numbers from streams of the seed and the iteration, so that no generator's state belongs to it; nor do samples,
/// of which it has a digest.
public struct TrainingCheckpoint<Scalar: TensorScalar>: Sendable {
  /// The values of parameters by their paths, such as `1.weight`.
  public package(set) var parameters: [String: Tensor<Scalar>] = [:]
  /// The values of statistics by their paths, such as `2.running_mean`.
  public package(set) var statistics: [String: Tensor<Scalar>] = [:]
  /// What the training is like.
  public package(set) var settings: TrainingSettings
  /// The history up to here, without final metrics.
  public package(set) var history: TrainingHistory

  /// How many updates have been made.
  public var iterations: Int { history.iterations }

  /// Where the training is, to tell checkpoints of one training apart.
  package var position: Position { Position(iterations: iterations, due: due) }

  /// How far a training is: how many updates, and what of the last one is still to be done.
  package struct Position: Sendable, Equatable {
    package var iterations: Int
    package var due: Due
  }

  /// What else is compared with whatever is to go on, and what goes on from here.
  package var identity: Identity
  package var optimizer: Memory
  package var schedule: ScheduledState
  package var place: Place
  package var best = Best()
  /// The check of the first updates, as long as it goes on.
  package var start: Start?
  /// What of the last update is still to be done.
  package var due = Due()

  /// What must be the same where the training goes on, as texts and numbers.
  package struct Identity: Sendable, Equatable {
    package var network = ""
    package var loss = ""
    package var optimizer = ""
    package var schedule = ""
    package var sampler = ""
    package var augmentation = ""
    package var samples: DatasetSignature
    package var validation: DatasetSignature?
    package var test: DatasetSignature?

    package init(samples: DatasetSignature) { self.samples = samples }
  }

  /// What the optimiser remembers: its slots by names such as `velocity/2.weight`, and updates by parameters' paths.
  package struct Memory: Sendable {
    package var rate = 0.0
    package var iteration = 0
    package var slots: [String: Tensor<Scalar>] = [:]
    package var updates: [String: Int] = [:]
    package init() {}
  }

  /// The learning rate's base and what has come of the losses.
  package struct ScheduledState: Sendable, Equatable {
    package var base: Double
    package var state: ScheduleState
    package init(base: Double, state: ScheduleState) { (self.base, self.state) = (base, state) }
  }

  /// Where the training is; see `EpochPlace`.
  package struct Place: Sendable, Equatable {
    package var iteration = 0
    package var epoch = 0
    package var inEpoch = 0
    package var epochOfLastUpdate = 0
    package var batchSize = 1
    package var samplesPerUpdate = 1
    package var iterationsPerEpoch = 1
    package init() {}
  }

  /// The best state that early stopping has seen.
  package struct Best: Sendable {
    package var record: TrainingHistory.Epoch?
    package var epochsWithoutGain = 0
    package var parameters: [String: Tensor<Scalar>] = [:]
    package var statistics: [String: Tensor<Scalar>] = [:]
    package init() {}
  }

  /// What the check of the first updates knows of the start; see `StartCheck`.
  package struct Start: Sendable {
    package var weights: [String: [Scalar]] = [:]
    package var growingLayer: String?
    package var growth = 0.0
    package var ratio = 1.0
    package init() {}
  }

  /// What of the last update is still to be done.
  package struct Due: Sendable, Equatable {
    /// Whether a finding is still to be told.
    package var finding = false
    /// Whether the model is still to be measured, as after the first update of an epoch.
    package var evaluation = false
    /// The learning rate and the gradients' lengths that the record is to have.
    package var learningRate: Double?
    package var gradientNorms: [Double] = []

    package init() {}

    /// Whether the update is done with.
    package var isNothing: Bool { !finding && !evaluation }
  }

  /// A checkpoint; what is empty is to be filled.
  package init(
    settings: TrainingSettings, history: TrainingHistory, identity: Identity, optimizer: Memory,
    schedule: ScheduledState, place: Place
  ) {
    (self.settings, self.history, self.identity) = (settings, history, identity)
    (self.optimizer, self.schedule, self.place) = (optimizer, schedule, place)
  }
}
