import Backprop
import BackpropDrawing

extension Figure {
  private static let layer = Words("The Softmax-with-Loss layer", "Softmax-with-Loss 层")
  private static let targets = (1...3).map { "t" + subscripts[$0] }

  /// Softmax, and softmax with cross entropy.
  static var softmax: [Figure] {
    [
      Figure(
        "softmax-ten-outputs", of: "softmax", layer,
        Words(
          "Softmax for handwritten digits: ten scores become ten probabilities, whose sum is 1.",
          "手写数字识别：Softmax 层将 10 个得分正规化为 10 个概率（和为 1）。"), tenOutputs()
      ) { options in
        options.showsDerivatives = false
        // The circles behind the layer only take its outputs apart.
        for node in tenOutputs().nodes where node.operation == "softmax" {
          options.labels.forward[node.id] = []
        }
      },
      Figure(
        "softmax-with-loss", of: "softmax-with-loss-multiply", layer,
        Words(
          "Softmax-with-Loss in full, the derivation that the notes leave open: from 1 on the right to yᵢ − tᵢ on the "
            + "left, for targets that sum to 1.",
          "Softmax-with-Loss 层的完整计算图，即讲义附录中尚未完成的推导："
            + "从右端的 1 到左端的 yᵢ − tᵢ（监督数据之和为 1）。"),
        inFull()
      ) {
        $0.labels = SymbolicLabels(inFull(), sumsToOne: [targets]).labels
        $0.width = 1200
      },
      Figure(
        "softmax-with-loss-simplified",
        of: "softmax-with-loss-multiply-simplified", layer,
        Words(
          "Softmax and cross entropy, each as one node: what comes out on the left is y − t.",
          "Softmax-with-Loss 层的计算图（简化版）：反向传播得到 y − t。"), inTwoNodes()
      ) {
        $0.labels = SymbolicLabels(inTwoNodes(), sumsToOne: [["t"]]).labels
        $0.showsElements = false
      },
    ]
  }

  /// The notes' example of softmax with loss, which they give in words.
  static var softmaxWithNumbers: [Figure] {
    [
      Figure(
        "softmax-example", of: nil, layer,
        Words(
          "The notes' numbers: y = (0.3, 0.2, 0.5), t = (0, 1, 0), and so y − t = (0.3, −0.8, 0.5).",
          "示例：y = (0.3, 0.2, 0.5)，t = (0, 1, 0)，反向传播传递 (0.3, −0.8, 0.5)。"), inOneNode()),
      Figure(
        "softmax-example-in-full", of: nil, layer,
        Words(
          "Softmax-with-Loss in full for the same numbers.", "Softmax-with-Loss 层的计算图（完整版），数值与上例相同。"),
        inFull()
      ) { $0.width = 1200 },
    ]
  }

  private static let subscripts = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"]

  /// Logits whose softmax is (0.3, 0.2, 0.5).
  private static let logits = [Double.log(0.3), .log(0.2), .log(0.5)]

  /// A layer of ten scores, as for the digits from 0 to 9, of which 2 is the likeliest.
  private static func tenOutputs() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let scores = [0.3, 2.1, 10.1, 5.3, -1.2, 0.8, -0.4, 3.2, 1.5, 0.1]
    let a = scores.enumerated().map { graph.variable(Tensor($1), name: "a" + subscripts[$0]) }
    let layer = (try? graph.apply(SoftmaxOfAll(), to: a)) ?? a[0]
    var outputs: [Variable<Double>] = []
    for digit in 0..<10 {
      outputs.append(graph.applying(Element(position: digit), to: layer).named("y" + subscripts[digit]))
    }
    return graph.snapshot()
  }

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

/// The softmax of any number of single numbers, forward only.
struct SoftmaxOfAll: GraphOperation {
  let name = "softmax"
  let symbol = "Softmax"

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> {
    let graph = Graph<Double>()
    let scores = (0..<step.operandCount).map { step[$0].item }
    return graph.variable(Tensor(scores)).softmax().value
  }

  func backward(_ step: BackwardStep<Double>) {}
}

/// One element of a vector, forward only.
struct Element: GraphOperation {
  let position: Int
  let name = "element"
  var symbol: String { "\(position)" }

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { Tensor(step[0].scalars[position]) }

  func backward(_ step: BackwardStep<Double>) {}
}

extension Graph<Double> {
  fileprivate func sum(_ terms: [Variable<Double>]) -> Variable<Double> {
    (try? apply(SumOfAll(), to: terms)) ?? terms[0]
  }
}
