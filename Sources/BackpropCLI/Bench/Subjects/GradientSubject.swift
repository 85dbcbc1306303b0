import Backprop
import BackpropFiles

/// Gradients by central differences in double precision, 39,760 parameters on three images: the differences alone, and
/// the whole check with its verdicts.
enum GradientSubject: BenchmarkSubject {
  private static let sizes = [784, 50, 10]
  private static let images = 3

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    let data = setting.data
    return [
      row("numerical gradient", setting) { stopwatch in
        let network = network
        let batch = try (data.testSamples() as SampleSet<Double>).first(images)
        return stopwatch.measure(seconds: 2, fewest: 1) {
          _ = network.model.numericalGradients(of: batch)
        }
      },
      row("gradient check", setting) { stopwatch in
        let network = network
        let batch = try (data.testSamples() as SampleSet<Double>).first(images)
        return stopwatch.measure(seconds: 2, fewest: 1) {
          _ = GradientCheck<Double>().check(network.model, on: batch)
        }
      },
    ]
  }

  private static var network: TwoLayerNet<Double> {
    TwoLayerNet(inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1)
  }

  private static func row(
    _ name: String, _ setting: BenchmarkSetting, _ measure: @escaping (Stopwatch) throws -> Timing
  ) -> BenchmarkCase {
    BenchmarkCase(
      name: "\(name), \(FlopCount.parameters(sizes).grouped) parameters", scalar: .double,
      threads: setting.threads, flops: FlopCount.numericalGradient(sizes, batch: images)
    ) { .time(try measure($0)) }
  }
}
