import Backprop

/// Takes the times of a trainer's steps as its callback hears of them, evaluations left out.
final class StepTimer {
  private let clock = ContinuousClock()
  private let limit: Double
  private let perEpoch: Int
  private var last: ContinuousClock.Instant
  private var warmUp = 5
  private var blockTime = 0.0
  private var blockSteps = 0
  private var stepTime = 0.0
  private var times: [Double] = []

  /// Single steps are summed up to this many seconds, so that one lucky step isn't the best.
  private static let block = 0.004
  private static let fewest = 5

  /// A timer that stops the training when steps have taken `seconds`.
  init(seconds: Double, iterationsPerEpoch: Int) {
    last = clock.now
    limit = seconds
    perEpoch = iterationsPerEpoch
  }

  /// What the trainer's callback is to do.
  func hear(_ event: TrainingEvent) -> TrainingDecision {
    let now = clock.now
    defer { last = clock.now }
    guard case .iteration(let number, _) = event else { return .continue }
    // The first step of an epoch has the loss after its update measured as well.
    guard (number - 1) % perEpoch != 0 || perEpoch == 1 else { return .continue }
    guard warmUp <= 0 else {
      warmUp -= 1
      return .continue
    }
    blockTime += (now - last).inSeconds
    blockSteps += 1
    if blockTime >= StepTimer.block {
      times.append(blockTime / Double(blockSteps))
      stepTime += blockTime
      blockTime = 0
      blockSteps = 0
    }
    return stepTime >= limit && times.count >= StepTimer.fewest ? .stop : .continue
  }

  /// The time of a step, as means over blocks of a few milliseconds.
  var timing: Timing { Timing(times) ?? Timing(single: blockTime / Double(max(blockSteps, 1))) }

  /// The time of a step of a network of affine layers on some samples, with the drawing and gathering of its batch.
  static func measure<Scalar: TensorScalar>(
    _ sizes: [Int], batch: Int, on samples: SampleSet<Scalar>, seconds: Double, _ stopwatch: Stopwatch
  ) throws -> Timing {
    var generator = Philox4x32(seed: 1, stream: RandomStream.weights)
    let network = Sequential<Scalar>(sizes: sizes, using: &generator)
    // A small step length: the numbers must stay ordinary however long it takes.
    let trainer = try Trainer(
      Model(network), on: samples,
      TrainingSettings(
        duration: .iterations(10_000_000), batchSize: batch, learningRate: 0.01, seed: 1,
        lossTiming: .beforeUpdate))
    let timer = StepTimer(
      seconds: seconds * stopwatch.scale, iterationsPerEpoch: trainer.iterationsPerEpoch)
    try trainer.run { timer.hear($0) }
    return timer.timing
  }
}
