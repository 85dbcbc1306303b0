import Backprop
import BackpropFiles

/// Activations of a million numbers, as a layer's answer. They are measured on request.
enum FunctionSubject: BenchmarkSubject {
  private static let rows = 1000
  private static let columns = 1000
  private static let layers: [(name: String, layer: LayerDescription)] = [
    ("gelu", .gelu), ("silu", .silu), ("softplus", .softplus), ("tanh", .tanh), ("sigmoid", .sigmoid),
  ]

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    setting.threadCounts.flatMap { threads in layers.map { row($0.name, $0.layer, threads) } }
  }

  private static func row(_ name: String, _ layer: LayerDescription, _ threads: Int) -> BenchmarkCase {
    var row = BenchmarkCase(name: "\(name) of 1M numbers", scalar: .float, threads: threads) { stopwatch in
      let model: Model<Float> = try NetworkDescription([layer]).model(
        for: [columns], targets: .rows([columns]), seed: 1)
      let predictor = model.predictor()
      var generator = Philox4x32(seed: 1, stream: RandomStream.weights)
      let x = Tensor<Float>.normal([rows, columns], standardDeviation: 2, using: &generator)
      return .time(stopwatch.measure(seconds: 0.4) { _ = predictor.predict(x) })
    }
    row.isInFullRun = false
    return row
  }
}
