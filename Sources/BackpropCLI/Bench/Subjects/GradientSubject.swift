import Backprop

/// Gradients by central differences in double precision, 39,760 parameters on three images: the differences alone, and
/// the whole check with its verdicts.
enum GradientSubject: BenchmarkSubject {
  private static let sizes = [784, 50, 10]
  private static let images = 3

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    let data = setting.data
    let parameters = FlopCount.parameters(sizes).grouped
    let flops = FlopCount.numericalGradient(sizes, batch: images)
    return [
      BenchmarkCase(
        name: "numerical gradient, \(parameters) parameters", scalar: .double, threads: setting.threads,
        flops: flops
      ) { stopwatch in
        let network = TwoLayerNet<Double>(inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1)
        let (x, labels) = try (data.testSamples() as LabeledSamples<Double>).first(images)
        return .time(
          stopwatch.measure(seconds: 2, fewest: 1) { _ = network.numericalGradient(x, .indices(labels)) })
      },
      BenchmarkCase(
        name: "gradient check, \(parameters) parameters", scalar: .double, threads: setting.threads,
        flops: flops
      ) { stopwatch in
        let (x, labels) = try (data.testSamples() as LabeledSamples<Double>).first(images)
        return .time(
          stopwatch.measure(seconds: 2, fewest: 1) {
            _ = GradientCheck().check {
              let network = TwoLayerNet<Double>(inputSize: 784, hiddenSize: 50, outputSize: 10, seed: 1)
              return (
                network.network.parameters,
                { graph in network.lastLayer(network.network(graph.constant(x)), .indices(labels)) }
              )
            }
          })
      },
    ]
  }
}
