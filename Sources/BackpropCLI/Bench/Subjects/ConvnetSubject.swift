import Backprop
import BackpropData

/// The presets with convolutions: a training step with Adam, with the drawing and gathering of its batch, and the scores of
/// images. They take seconds, so they are measured on request.
enum ConvnetSubject: BenchmarkSubject {
  private static let presets: [NetworkPreset] = [.simpleConvnet, .deepConvnet]
  private static let batch = 100
  private static let sampleShape: TensorShape = [1, 28, 28]

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    presets.flatMap { preset in
      [step(preset, setting)] + [1, batch].map { inference(preset, images: $0, setting) }
    }
  }

  private static func step(_ preset: NetworkPreset, _ setting: BenchmarkSetting) -> BenchmarkCase {
    let name = "step \(preset.rawValue), batch \(batch)"
    let data = setting.data
    var row = BenchmarkCase(name: name, scalar: .float, threads: setting.threads) { stopwatch in
      // The trainer evaluates on all it has before and after, which isn't measured: so few images.
      let samples = try data.someImages(1_000)
      let settings = TrainingSettings(
        duration: .iterations(10_000_000), batchSize: batch, learningRate: 0.001, seed: 1,
        lossTiming: .beforeUpdate)
      let trainer = try Trainer(model(preset), on: samples, settings, optimizer: Adam<Float>())
      let timer = StepTimer(
        seconds: 2 * stopwatch.scale, iterationsPerEpoch: trainer.iterationsPerEpoch)
      try trainer.run { timer.hear($0) }
      return .time(timer.timing)
    }
    row.isInFullRun = false
    return row
  }

  private static func inference(
    _ preset: NetworkPreset, images: Int, _ setting: BenchmarkSetting
  ) -> BenchmarkCase {
    let name = "inference \(preset.rawValue), batch \(images)"
    var row = BenchmarkCase(name: name, scalar: .float, threads: setting.threads) { stopwatch in
      let predictor = try model(preset).predictor()
      var generator = Philox4x32(seed: 1, stream: RandomStream.weights)
      let shape: TensorShape = [images, 1, 28, 28]
      let x = Tensor<Float>.uniform(shape, using: &generator)
      return .time(stopwatch.measure(seconds: 1) { _ = predictor.predict(x) })
    }
    row.isInFullRun = false
    return row
  }

  private static func model(_ preset: NetworkPreset) throws -> Model<Float> {
    let targets = TargetKind.classes(BenchmarkData.classCount)
    return try preset.description.model(for: sampleShape, targets: targets, seed: 1)
  }
}
