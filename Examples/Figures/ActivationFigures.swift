import Backprop
import BackpropDrawing

extension Figure {
  /// ReLU and sigmoid.
  static var activations: [Figure] {
    let relu = (english: "The ReLU layer", chinese: "ReLU 层")
    let sigmoid = (english: "The sigmoid layer", chinese: "Sigmoid 层")
    let upstream = "∂L/∂y"
    return [
      Figure(
        "relu-positive", relu,
        ("ReLU where x > 0: the derivative passes.", "x > 0 时，ReLU 将上游的值原封不动地传给下游。"), reluOf(2)
      ) { $0.labels = SymbolicLabels(reluOf(2), upstream: upstream).labels },
      Figure(
        "relu-negative", relu,
        ("ReLU where x ≤ 0: the derivative stops.", "x ≤ 0 时，反向传播的信号停在此处。"), reluOf(-2)
      ) { $0.labels = SymbolicLabels(reluOf(-2), upstream: upstream).labels },
      Figure(
        "sigmoid-steps", sigmoid,
        (
          "Sigmoid step by step: ×(−1), exp, + 1 and /.",
          "Sigmoid 层的计算图：逐步的反向传播。"
        ), sigmoidInSteps()
      ) { $0.labels = SymbolicLabels(sigmoidInSteps(), upstream: upstream).labels },
      Figure(
        "sigmoid-compact", sigmoid,
        (
          "Sigmoid as one node, whose derivative needs its output only.",
          "Sigmoid 层的计算图（简洁版）：根据输出 y 就能计算反向传播。"
        ), sigmoidInOne()
      ) { $0.labels = SymbolicLabels(sigmoidInOne(), upstream: upstream).labels },
    ]
  }

  private static func reluOf(_ x: Double) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let y = graph.variable(Tensor(x), name: "x").relu().named("y")
    return graph.snapshot(gradients: y.backward())
  }

  private static func sigmoidInSteps() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let x = graph.variable(0.5, name: "x")
    let y = (1 + (x * -1).exp()).reciprocal().named("y")
    return graph.snapshot(gradients: y.backward())
  }

  private static func sigmoidInOne() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let y = graph.variable(0.5, name: "x").sigmoid().named("y")
    return graph.snapshot(gradients: y.backward())
  }
}
