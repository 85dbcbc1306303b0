import Backprop

/// Gradients by central differences in double precision, 39,760 parameters on three images: the differences alone, and
/// the whole check with its verdicts.
enum GradientSubject: BenchmarkSubject {
  private static let sizes = [784, 50, 10]
  private static let images = 3

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    let data = setting.data
    return [
      row("numerical gradient", setting) { stopwatch in
        let network = TwoLayerNet<Double>(inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1)
        let (x, labels) = try (data.testSamples() as LabeledSamples<Double>).first(images)
        return stopwatch.measure(seconds: 2, fewest: 1) {
          _ = network.numericalGradient(x, .indices(labels))
        }
      },
      row("gradient check", setting) { stopwatch in
        let (x, labels) = try (data.testSamples() as LabeledSamples<Double>).first(images)
        return stopwatch.measure(seconds: 2, fewest: 1) {
          // On all threads, each with a network of its own, as the command for it does.
          _ = GradientCheck<Double>().check {
            let network = TwoLayerNet<Double>(inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1)
            return (
              network.network.parameters,
              { graph in network.lastLayer(network.network(graph.constant(x)), .indices(labels)) }
            )
          }
        }
      },
    ]
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
