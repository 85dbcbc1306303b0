import Backprop
import BackpropDrawing

extension Figure {
  private static let sigmoid = Words("The sigmoid layer", "Sigmoid 层")

  /// ReLU and sigmoid.
  static var activations: [Figure] {
    let relu = Figure(
      "relu", of: Original("relu-multiply", "ReLU"), Words("The ReLU layer", "ReLU 层"),
      Words(
        "ReLU: where x > 0 the derivative passes, on the left; where x ≤ 0 it stops, on the right.",
        "ReLU 层：x > 0 时（左图），上游的值原封不动地传给下游；x ≤ 0 时（右图），信号停在此处。"),
      sideBySide: [reluOf(2), reluOf(-2)].map { snapshot in
        var options = DrawingOptions()
        options.labels = SymbolicLabels(snapshot, upstream: upstream).labels
        return GraphDrawing(snapshot, options: options)
      })
    return [relu] + sigmoidSteps + sigmoidInOneNode
  }

  private static let upstream = "∂L/∂y"

  private static var sigmoidSteps: [Figure] {
    [
      inSteps(
        "sigmoid-forward", Original("sigmoid-multiply-forward", "sigmoid层的计算图（仅正向传播）"), stepCount: 0,
        Words("Sigmoid forward: ×(−1), exp, + 1 and /.", "Sigmoid 层的计算图（仅正向传播）：× −1、exp、+ 1、/。")),
      inSteps(
        "sigmoid-backward-1",
        Original("sigmoid-multiply-backward-step1", "sigmoid层的计算图（反向传播）-步骤一"), stepCount: 1,
        Words("Step 1: / multiplies what arrives by −y².", "步骤一：/ 节点将上游的值乘以 −y²。")),
      inSteps(
        "sigmoid-backward-2",
        Original("sigmoid-multiply-backward-step2", "sigmoid层的计算图（反向传播）-步骤二"), stepCount: 2,
        Words("Step 2: + passes it on as it is.", "步骤二：+ 节点将上游的值原封不动地传给下游。")),
      inSteps(
        "sigmoid-backward-3",
        Original("sigmoid-multiply-backward-step3", "sigmoid层的计算图（反向传播）-步骤三"), stepCount: 3,
        Words(
          "Step 3: exp multiplies by its own output.", "步骤三：exp 节点将上游的值乘以正向传播时的输出。")),
      inSteps(
        "sigmoid-backward", Original("sigmoid-multiply-backward", "sigmoid层的计算图"), stepCount: 4,
        Words("Step 4: ×(−1) multiplies by −1, and the whole is done.", "步骤四：× 节点乘以 −1，反向传播完成。")),
    ]
  }

  private static var sigmoidInOneNode: [Figure] {
    [
      Figure(
        "sigmoid-compact", of: Original("sigmoid-multiply-backward-compact", "Sigmoid层的计算图（简洁版）"), sigmoid,
        Words(
          "Sigmoid as one node, with the derivative as the steps made it: ∂L/∂y · y² · exp(−x).",
          "Sigmoid 层的计算图（简洁版）：反向传播的输出 ∂L/∂y · y² · exp(−x)。"), sigmoidInOne()
      ) { options in
        options.labels = SymbolicLabels(sigmoidInOne(), upstream: upstream).labels
        // What the steps came to at x, node 0 of both graphs.
        options.labels.backward[0] = SymbolicLabels(sigmoidInSteps(), upstream: upstream).labels.backward[0]
      },
      Figure(
        "sigmoid-from-output",
        of: Original("sigmoid-multiply-backward-optimization", "Sigmoid层的计算图：可以根据正向传播的输出y计算反向传播"), sigmoid,
        Words(
          "The same made shorter: y(1 − y) needs the output only.",
          "进一步整理：只根据正向传播的输出 y 就能计算反向传播。"), sigmoidInOne()
      ) { $0.labels = SymbolicLabels(sigmoidInOne(), upstream: upstream).labels },
    ]
  }

  /// The sigmoid's graph with so many of the backward pass's steps done.
  private static func inSteps(
    _ name: String, _ original: Original, stepCount: Int, _ caption: Words
  ) -> Figure {
    var snapshot = sigmoidInSteps()
    let labels = SymbolicLabels(snapshot, upstream: upstream).labels
    let operations = snapshot.nodes.filter { $0.operation != nil }.reversed()
    let reached = Set(
      operations.prefix(stepCount).flatMap { [$0.id] + $0.inputs })
    for node in snapshot.nodes.indices where !reached.contains(node) { snapshot.nodes[node].gradient = nil }
    return Figure(name, of: original, sigmoid, caption, snapshot) { options in
      options.labels = labels
      options.labels.backward = labels.backward.filter { reached.contains($0.key) }
      options.showsDerivatives = stepCount > 0
    }
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
