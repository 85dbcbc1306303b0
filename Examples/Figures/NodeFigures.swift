import Backprop
import BackpropDrawing

extension Figure {
  /// The addition and the multiplication node.
  static var nodes: [Figure] {
    let add = (english: "Backward through an addition node", chinese: "加法节点的反向传播")
    let multiply = (english: "Backward through a multiplication node", chinese: "乘法节点的反向传播")
    let upstream = "∂L/∂z"
    return [
      Figure(
        "node-add", add,
        (
          "z = x + y passes the derivative that arrives on as it is.",
          "z = x + y：上游的导数原封不动地传给下游。"
        ), symbols(+)
      ) { $0.labels = SymbolicLabels(symbols(+), upstream: upstream, style: .product).labels },
      Figure(
        "node-add-numbers", add, ("10 + 5, with 1.3 from upstream.", "10 + 5，从上游传来 1.3。"), numbers(+)),
      Figure(
        "node-multiply", multiply,
        (
          "z = x · y multiplies the derivative that arrives by the other input.",
          "z = x · y：上游的导数乘以正向传播时的另一个输入（“翻转值”）。"
        ), symbols(*)
      ) { $0.labels = SymbolicLabels(symbols(*), upstream: upstream, style: .product).labels },
      Figure(
        "node-multiply-numbers", multiply,
        ("10 × 5, with 1.3 from upstream: 1.3 · 5 = 6.5 and 1.3 · 10 = 13.", "10 × 5，从上游传来 1.3：6.5 和 13。"),
        numbers(*)),
    ]
  }

  private typealias Node = (Variable<Double>, Variable<Double>) -> Variable<Double>

  private static func symbols(_ node: Node) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let z = node(graph.variable(10, name: "x"), graph.variable(5, name: "y")).named("z")
    return graph.snapshot(gradients: z.backward())
  }

  private static func numbers(_ node: Node) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let z = node(graph.variable(10), graph.variable(5))
    return graph.snapshot(gradients: z.backward(upstream: 1.3))
  }
}
