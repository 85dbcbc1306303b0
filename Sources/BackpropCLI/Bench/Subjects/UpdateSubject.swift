import Backprop

/// Optimisers' updates of ten million parameters, beside the copying of as much memory as the longest of them touches.
///
/// Adam reads the gradient, and reads and writes the parameter and two means: seven times the parameters' memory, as
/// much as copying three and a half times as many numbers. They need a few hundred megabytes, so they are measured on request.
enum UpdateSubject: BenchmarkSubject {
  private static let count = 10_000_000

  private static let optimizers: [(name: String, rule: any Optimizer<Float> & Sendable)] = [
    ("sgd", SGD<Float>()), ("momentum", Momentum<Float>()), ("adagrad", AdaGrad<Float>()),
    ("rmsprop", RMSprop<Float>()), ("adam", Adam<Float>()), ("adamw", AdamW<Float>()),
  ]

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    setting.threadCounts.flatMap { threads in
      optimizers.map { row($0.name, $0.rule, threads) } + [copy(threads)]
    }
  }

  private static func row(_ name: String, _ rule: any Optimizer<Float>, _ threads: Int) -> BenchmarkCase {
    var row = BenchmarkCase(name: "\(name) 10M parameters", scalar: .float, threads: threads) { stopwatch in
      let shape = TensorShape([10, count / 10])
      let parameter = Parameter<Float>(Tensor(repeating: 1, shape: shape), name: "W")
      let gradient = FinishedGradient(Tensor<Float>(repeating: 0.01, shape: shape))
      let state = OptimizerState(rule, rate: 1e-6)
      return .time(
        stopwatch.measure(seconds: 0.5) {
          state.take(gradient, of: parameter)
          state.finish()
        })
    }
    row.isInFullRun = false
    return row
  }

  private static func copy(_ threads: Int) -> BenchmarkCase {
    var row = BenchmarkCase(
      name: "copying what adam touches of 10M parameters", scalar: .float, threads: threads
    ) { stopwatch in
      var copy = MeasuredCopy(count: count * 7 / 2)
      return .time(stopwatch.measure(seconds: 0.5) { copy.run() })
    }
    row.isInFullRun = false
    return row
  }
}
