import Backprop
import BackpropFiles

/// The scores of a trained network for one image, a batch and many.
enum InferenceSubject: BenchmarkSubject {
  private static let sizes = [784, 50, 10]

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    [1, 100, 10_000].map { batch in
      BenchmarkCase(
        name: "inference 784-50-10, batch \(batch.grouped)", scalar: .float, threads: setting.threads,
        flops: FlopCount.forward(sizes, batch: batch)
      ) { stopwatch in
        var generator = Philox4x32(seed: 1, stream: RandomStream.weights)
        let network = Sequential<Float>(sizes: sizes, using: &generator)
        let x = Tensor<Float>.uniform([batch, 784], using: &generator)
        return .time(stopwatch.measure(seconds: 0.4) { _ = network.predict(x) })
      }
    }
  }
}
