import Backprop
import BackpropDrawing

extension Figure {
  /// Softmax with cross entropy.
  static var softmax: [Figure] {
    let layer = (english: "The Softmax-with-Loss layer", chinese: "Softmax-with-Loss 层")
    let derivation = (
      english: "Appendix: the derivation of Softmax-with-Loss", chinese: "附录：Softmax-with-Loss 层计算图的推导"
    )
    let targets = (1...3).map { "t" + subscripts[$0] }
    return [
      Figure(
        "softmax-simple", layer,
        (
          "Softmax and cross entropy, each as one node: what comes out on the left is y − t.",
          "Softmax-with-Loss 层的计算图（简化版）：反向传播得到 y − t。"
        ), inTwoNodes()
      ) {
        $0.labels = SymbolicLabels(inTwoNodes(), sumsToOne: [["t"]]).labels
        $0.showsElements = false
      },
      Figure(
        "softmax-compact", layer,
        (
          "The notes' numbers: y = (0.3, 0.2, 0.5), t = (0, 1, 0), and so y − t = (0.3, −0.8, 0.5).",
          "示例：y = (0.3, 0.2, 0.5)，t = (0, 1, 0)，反向传播传递 (0.3, −0.8, 0.5)。"
        ), inOneNode()),
      Figure(
        "softmax-full-numbers", layer,
        (
          "Softmax-with-Loss in full for the same numbers.",
          "Softmax-with-Loss 层的计算图（完整版），数值与上例相同。"
        ), inFull()),
      inRows(
        Figure(
          "softmax-derivation", derivation,
          (
            "The derivation: from 1 on the right of the lower row to yᵢ − tᵢ on the left of the upper one, for targets "
              + "that sum to 1.",
            "推导：从下排右边的 1 到上排左边的 yᵢ − tᵢ（监督数据之和为 1）。"
          ), inFull()), SymbolicLabels(inFull(), sumsToOne: [targets]).labels),
    ]
  }

  /// The figure in two rows, softmax and cross entropy, so that its text can be read in a column of a page.
  private static func inRows(_ figure: Figure, _ labels: DrawingLabels) -> Figure {
    var options = DrawingOptions()
    options.title = figure.caption.english
    options.labels = labels
    let snapshot = inFull()
    let softmax = snapshot.groups[0].nodes
    let y = softmax.filter { snapshot.nodes[$0].name?.hasPrefix("y") == true }
    var figure = figure
    figure.svg = FigureInRows.svg(
      of: Diagram(snapshot, options: options), cutBehind: y, last: softmax.upperBound - 1, options: options)
    return figure
  }

  private static let subscripts = ["₀", "₁", "₂", "₃"]

  /// Logits whose softmax is (0.3, 0.2, 0.5).
  private static let logits = [Double.log(0.3), .log(0.2), .log(0.5)]

  private static func inTwoNodes() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let a = graph.variable(Tensor(logits), name: "a")
    let y = a.softmax().named("y")
    let loss = y.crossEntropy(graph.constant([0, 1, 0], name: "t")).named("L")
    return graph.snapshot(gradients: loss.backward())
  }

  private static func inOneNode() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let a = graph.variable(Tensor(logits), name: "a")
    let loss = a.softmaxWithLoss(graph.constant([0, 1, 0], name: "t")).named("L")
    return graph.snapshot(gradients: loss.backward())
  }

  private static func inFull() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let a = (0..<3).map { graph.variable(Tensor(logits[$0]), name: "a" + subscripts[$0 + 1]) }
    let y = graph.group("Softmax") {
      let powers = a.map { $0.exp() }
      let sum = graph.sum(powers).named("S")
      let inverse = sum.reciprocal()
      return powers.enumerated().map { ($1 * inverse).named("y" + subscripts[$0 + 1]) }
    }
    let loss = graph.group("Cross Entropy Error") {
      let targets = (0..<3).map { graph.constant($0 == 1 ? 1 : 0, name: "t" + subscripts[$0 + 1]) }
      return graph.sum(zip(y, targets).map { $0.log() * $1 }) * -1
    }
    loss.named("L")
    return graph.snapshot(gradients: loss.backward(), withContributions: true)
  }
}

/// The sum of any number of single numbers, as one node.
struct SumOfAll: GraphOperation {
  let name = "add"
  let symbol = "+"

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> {
    (0..<step.operandCount).reduce(0) { $0 + step[$1] }
  }

  func backward(_ step: BackwardStep<Double>) {
    for operand in 0..<step.operandCount { step.pass(step.upstream, to: operand) }
  }
}

extension Graph<Double> {
  fileprivate func sum(_ terms: [Variable<Double>]) -> Variable<Double> {
    (try? apply(SumOfAll(), to: terms)) ?? terms[0]
  }
}
