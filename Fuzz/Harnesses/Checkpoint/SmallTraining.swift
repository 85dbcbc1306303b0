import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import FuzzSupport

/// A training that has a bit of everything, small enough to be begun for each input.
enum SmallTraining {
  /// The training before its first update.
  static func trainer() throws -> Trainer<Float> {
    var generator = Philox4x32(seed: 3)
    let layers: [any Layer<Float>] = [
      Affine<Float>(inputs: 2, outputs: 2, using: &generator), BatchNorm<Float>(2), ReLU<Float>(),
    ]
    let samples = Tensor<Float>.normal([10, 2], using: &generator)
    let set = try SampleSet(samples, labels: (0..<10).map { $0 % 2 }, classCount: 2)
    var settings = TrainingSettings(duration: .iterations(9), batchSize: 2, seed: 3)
    settings.validationShare = 0.2
    settings.earlyStopping = 50
    settings.recordsGradients = true
    settings.accumulation = 2
    return try Trainer(
      Model(Sequential(layers)), on: set, test: set, settings, optimizer: AdamW(),
      schedule: .plateau(0.5, after: 1), sampler: ShuffledSampler())
  }

  /// What the file of a checkpoint after some updates holds.
  static let contents: (arrays: [StoredArray], metadata: [String: String]) = {
    let path = Input.path(".start")
    defer { Input.remove(path) }
    do {
      let trainer = try trainer()
      var checkpoint = try trainer.checkpoint()
      try trainer.run { event in
        guard case .iteration(5, _) = event, let now = try? trainer.checkpoint() else { return .continue }
        checkpoint = now
        return .stop
      }
      try checkpoint.save(to: path)
      let file = try SafetensorsFile(path)
      return (try file.arrays(), file.metadata)
    } catch {
      fatalError("no checkpoint: \(error)")
    }
  }()
}
