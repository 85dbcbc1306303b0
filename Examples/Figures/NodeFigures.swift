import Backprop
import BackpropDrawing

extension Figure {
  /// The addition and the multiplication node.
  static var nodes: [Figure] {
    let add = Words("Backward through an addition node", "加法节点的反向传播")
    let multiply = Words("Backward through a multiplication node", "乘法节点的反向传播")
    return [
      Figure(
        "addition", of: "add-backpropagation", add,
        Words(
          "z = x + y, forward on the left, backward on the right: the derivative that arrives is passed on as it is.",
          "z = x + y：左图是正向传播；右图是反向传播，上游的导数原封不动地传给下游。"),
        sideBySide: inSymbols(+)),
      Figure(
        "large-graph", of: "large-computational-graph", add,
        Words(
          "z = x + y somewhere in a large graph whose result is L: ∂L/∂z arrives from upstream.",
          "z = x + y 位于最终输出为 L 的大型计算图的某个地方：从上游传来 ∂L/∂z，向下游传递 ∂L/∂x 和 ∂L/∂y。"),
        largeGraph()
      ) { $0.labels = largeGraphLabels() },
      Figure(
        "addition-numbers", of: "add-backpropagation-example", add,
        Words("10 + 5, with 1.3 from upstream.", "10 + 5 = 15，从上游传来 1.3。"), sideBySide: inNumbers(+)),
      Figure(
        "multiplication", of: "multiply-backpropagation", multiply,
        Words(
          "z = x · y multiplies the derivative that arrives by the other input.",
          "z = x · y：上游的导数乘以正向传播时的另一个输入（“翻转值”）。"), sideBySide: inSymbols(*)),
      Figure(
        "multiplication-numbers", of: "multiply-backpropagation-example", multiply,
        Words(
          "10 × 5, with 1.3 from upstream: 1.3 · 5 = 6.5 and 1.3 · 10 = 13.",
          "10 × 5 = 50，从上游传来 1.3：1.3 × 5 = 6.5，1.3 × 10 = 13。"), sideBySide: inNumbers(*)),
    ]
  }

  private typealias Node = (Variable<Double>, Variable<Double>) -> Variable<Double>

  private static func inSymbols(_ node: Node) -> [GraphDrawing] {
    let graph = Graph<Double>()
    let z = node(graph.variable(10, name: "x"), graph.variable(5, name: "y")).named("z")
    let snapshot = graph.snapshot(gradients: z.backward())
    var options = DrawingOptions()
    options.labels = SymbolicLabels(snapshot, upstream: "∂L/∂z", style: .product).labels
    return forwardAndBackward(snapshot, options)
  }

  private static func inNumbers(_ node: Node) -> [GraphDrawing] {
    let graph = Graph<Double>()
    let z = node(graph.variable(10), graph.variable(5))
    return forwardAndBackward(graph.snapshot(gradients: z.backward(upstream: 1.3)), DrawingOptions())
  }

  /// A graph without its derivatives, and with them.
  private static func forwardAndBackward(
    _ snapshot: GraphSnapshot<Double>, _ options: DrawingOptions
  ) -> [GraphDrawing] {
    var forward = options
    forward.showsDerivatives = false
    return [GraphDrawing(snapshot, options: forward), GraphDrawing(snapshot, options: options)]
  }

  /// z = x + y in the midst of others.
  private static func largeGraph() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    func input() -> Variable<Double> { graph.variable(1) }
    let x = (input() * input()).exp().named("x")
    let y = (input() + input()) * input()
    y.named("y")
    let z = (x + y).named("z")
    let loss = (z.exp() * input() + input()).named("L")
    return graph.snapshot(gradients: loss.backward())
  }

  /// The names that the notes use, and nothing at the rest of the graph.
  private static func largeGraphLabels() -> DrawingLabels {
    var labels = DrawingLabels()
    for node in largeGraph().nodes {
      labels.forward[node.id] = node.name.map { [$0] } ?? []
      labels.backward[node.id] = node.name.map { ["∂L/∂\($0)"] } ?? []
    }
    return labels
  }
}
