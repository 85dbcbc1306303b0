import Backprop

/// A training whose settings are drawn from a seed, so that many of them together meet most of what settings can meet.
struct GeneratedTraining<Scalar: TensorScalar> {
  let seed: UInt64
  let settings: TrainingSettings
  private let kind: Int
  private let isShuffled: Bool
  private let isAugmented: Bool
  private let clips: Bool
  private let schedule: Schedule
  private let count: Int

  static var optimizers: Int { 7 }

  init(seed: UInt64, optimizer kind: Int) {
    var generator = Philox4x32(seed: seed, stream: 41)
    func pick(_ limit: Int) -> Int { generator.nextIndex(below: limit) }
    self.seed = seed
    self.kind = kind
    count = 24 + pick(12)
    isShuffled = pick(2) == 0
    isAugmented = pick(3) == 0
    clips = pick(3) == 0
    let validation = pick(2) == 0 ? nil : Double(1 + pick(3)) / 10
    let schedules: [Schedule] = [
      .constant, .plateau(0.5, after: pick(2)), .plateau(0.7), .cosine(), .exponential(0.9).warmedUp(over: 7),
    ]
    schedule = schedules[pick(schedules.count)]
    settings = TrainingSettings(
      duration: pick(2) == 0 ? .epochs(4 + pick(8)) : .iterations(20 + pick(60)), batchSize: 3 + pick(6),
      learningRate: pick(2) == 0 ? nil : 0.05, seed: seed,
      lossTiming: pick(2) == 0 ? .afterUpdate : .beforeUpdate, watchesNaN: pick(4) == 0,
      validationShare: validation, earlyStopping: validation == nil ? nil : pick(4),
      accumulation: 1 + pick(3), recordsGradients: pick(2) == 0)
  }

  /// A trainer at the start; always the same one.
  func trainer() throws -> Trainer<Scalar> {
    let (flat, labels) = SmallProblems.blobs(count, size: 36, classes: 3, seed: seed, as: Scalar.self)
    let samples = flat.reshaped(count, 1, 6, 6)
    var generator = Philox4x32(seed: seed, stream: RandomStream.weights)
    let layers: [any Layer<Scalar>] = [
      Conv2D<Scalar>(channels: 1, filters: 2, kernel: 3, using: &generator), BatchNorm<Scalar>(2),
      ReLU<Scalar>(), Flatten<Scalar>(), Affine<Scalar>(inputs: 32, outputs: 8, using: &generator),
      ReLU<Scalar>(), Dropout<Scalar>(0.3), Affine<Scalar>(inputs: 8, outputs: 3, using: &generator),
    ]
    return try Trainer(
      Model(Sequential(layers)), on: SampleSet(samples, labels: labels, classCount: 3),
      test: SampleSet(samples, labels: labels, classCount: 3), settings, optimizer: optimizer,
      schedule: schedule, sampler: isShuffled ? ShuffledSampler() : DrawnSampler(),
      augmentation: augmentation, sink: sink)
  }

  private var augmentation: (any Augmentation<Scalar>)? {
    guard isAugmented else { return nil }
    return ImageAugmentation<Scalar>(
      extent: Extent2D(height: 6, width: 6), shift: 1, rotation: 5, scale: 0.1)
  }

  private func sink(_ state: OptimizerState<Scalar>) -> any GradientSink<Scalar> {
    if clips { GradientClipper(norm: 0.5, to: state) } else { state }
  }

  private var optimizer: any Optimizer<Scalar> {
    switch kind {
    case 0: SGD()
    case 1: Momentum(0.8, weightDecay: .weights(1e-3))
    case 2: Momentum(isNesterov: true)
    case 3: AdaGrad()
    case 4: RMSprop()
    case 5: Adam()
    default: AdamW()
    }
  }
}
