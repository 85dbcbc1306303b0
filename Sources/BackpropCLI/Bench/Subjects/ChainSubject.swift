import Backprop

/// What a node of a graph costs where its arithmetic is nothing: a long chain of scalar multiplications and additions,
/// y ← y · c + x, forward and backward, with the graph's end.
enum ChainSubject: BenchmarkSubject {
  private static let nodes = 20_000

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    [
      BenchmarkCase(name: "scalar chain, one node", scalar: .double) { stopwatch in
        let graph = Graph<Double>()
        let timing = stopwatch.measure(seconds: 0.5) {
          let x = graph.variable(1)
          let c = graph.constant(0.999)
          var y = x
          for _ in 0..<nodes / 2 { y = y * c + x }
          _ = y.backward(for: [x])
          graph.removeAll()
        }
        return .time(timing.divided(by: nodes))
      }
    ]
  }
}
