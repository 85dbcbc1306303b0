import Backprop
import BackpropData
import BackpropFiles

/// The job of the notes, from the first draw of a batch to the 10,000th update, with an evaluation on all
/// images at each epoch.
enum JobSubject: BenchmarkSubject {
  private static let sizes = [784, 50, 10]
  private static let steps = 10_000
  private static let batch = 100
  /// Evaluations among 10,000 steps of 100 images out of 60,000.
  private static let evaluations = 17
  private static let trainImages = 60_000
  private static let testImages = 10_000

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    let data = setting.data
    let flops = FlopCount.job(
      sizes, batch: batch, steps: steps, evaluations: evaluations, images: trainImages + testImages)
    return [
      BenchmarkCase(name: "whole job 784-50-10", scalar: .float, threads: setting.threads, flops: flops) {
        .time(try measure(data, $0))
      }
    ]
  }

  private static func measure(_ data: BenchmarkData, _ stopwatch: Stopwatch) throws -> Timing {
    let train: SampleSet<Float> = try data.trainSamples()
    let test: SampleSet<Float> = try data.testSamples()
    guard (train.count, test.count) == (trainImages, testImages) else {
      throw FileError(
        file: data.name,
        expected: "\(trainImages) images to train with and \(testImages) to test with, as the whole job has",
        found: "\(train.count) and \(test.count)",
        advice: "Give MNIST's folder, or leave out the whole job by --filter.")
    }
    var times: [Double] = []
    repeat {
      var generator = Philox4x32(seed: 1, stream: RandomStream.weights)
      let network = Sequential<Float>(
        sizes: sizes, weights: .normal(standardDeviation: 0.01), using: &generator)
      let trainer = try Trainer(
        Model(network), on: train, test: test,
        TrainingSettings(
          duration: .iterations(steps), batchSize: batch, learningRate: 0.1, seed: 1,
          lossTiming: .beforeUpdate))
      let clock = ContinuousClock()
      let start = clock.now
      var end = start
      // A run ends with one more evaluation, which the job as it is counted here doesn't have.
      try trainer.run { event in
        if case .iteration(steps, _) = event { end = clock.now }
        return .continue
      }
      times.append((end - start).inSeconds)
    } while times.reduce(0, +) < 5 * stopwatch.scale
    return Timing(times) ?? Timing(single: 0)
  }
}
