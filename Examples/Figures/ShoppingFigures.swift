import Backprop
import BackpropDrawing

extension Figure {
  private static let computing = Words("Computational graphs", "计算图")
  private static let local = Words("Local computation", "局部计算")
  private static let merits = Words("What computational graphs are good for", "计算图的优点")
  private static let apple = Words("The apple example", "苹果的例子")
  private static let layers = Words("An example with both layers", "简单层的实现：例子")

  /// The shopping examples up to the first derivatives.
  static var graphs: [Figure] {
    [
      Figure(
        "problem-1-whole-nodes", of: Original("question1-answer1", "基于计算图求解的问题 1 的答案"), computing,
        Words(
          "Problem 1, with “×2” and “×1.1” as whole nodes: 100 yen become 200, and 220 with tax.",
          "问题 1：“×2”“×1.1”各作为一个运算整体，100 日元 → 200 日元 → 220 日元。"), wholeNodes()
      ) { $0.showsDerivatives = false },
      Figure(
        "problem-1", of: Original("question1-answer2", "基于计算图求解的问题 1 的答案：“苹果的个数”和“消费税”作为变量标在○外面"),
        computing,
        Words(
          "Problem 1: two apples at 100 yen each, with a tax of 10 %, cost 220 yen.",
          "问题 1：2 个 100 日元的苹果，消费税 10%，支付 220 日元。"), problem1()
      ) { $0.showsDerivatives = false },
      Figure(
        "problem-2", of: Original("question2", "基于计算图求解的问题 2 的答案"), computing,
        Words("Problem 2: two apples and three oranges cost 715 yen.", "问题 2：2 个苹果和 3 个橘子，支付 715 日元。"),
        problem2()
      ) { $0.showsDerivatives = false },
      Figure(
        "many-things", of: Original("buy-many", "买了2个苹果和其他很多东西的例子"), local,
        Words(
          "Two apples and many other things: the sum doesn't care where the 4000 comes from.",
          "2 个苹果和其他很多东西：加法节点不关心 4000 是怎么算出来的。"), manyThings()
      ) { $0.showsDerivatives = false },
      Figure(
        "problem-1-one-path", of: Original("question1-reverse", "基于反向传播的导数的传递"), merits,
        Words(
          "Problem 1's derivative flows back along the apple's path alone: 1, 1.1, 2.2.",
          "问题 1：只沿苹果价格这一条路径反向传递导数，1 → 1.1 → 2.2。"), problem1(derivesAll: false)),
    ]
  }

  /// The shopping examples with all their derivatives.
  static var apples: [Figure] {
    [
      Figure(
        "problem-1-backward", of: Original("apple-backpropagation", "求解苹果的导数；购买2个苹果"), apple,
        Words(
          "Problem 1 with all derivatives: 2.2 by the apple's price, 110 by the number, 200 by the tax.",
          "问题 1 的反向传播：苹果价格的导数是 2.2，苹果个数的导数是 110，消费税的导数是 200。"), problem1()),
      Figure(
        "problem-2-backward", of: Original("buy-apple-orange", "购买2个苹果和3个橘子"), layers,
        Words("Problem 2 with all derivatives.", "问题 2 的反向传播。"), problem2()),
    ]
  }

  private static func wholeNodes() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple 苹果")
    let price = graph.applying(Times(1.1, "×1.1"), to: graph.applying(Times(2, "×2"), to: apple))
    return graph.snapshot(gradients: price.backward())
  }

  private static func problem1(derivesAll: Bool = true) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    func input(_ value: Tensor<Double>, _ name: String) -> Variable<Double> {
      derivesAll ? graph.variable(value, name: name) : graph.constant(value, name: name)
    }
    let apple = graph.variable(100, name: "apple 苹果")
    let count = input(2, "number 个数")
    let tax = input(1.1, "tax 消费税")
    let price = apple * count * tax
    return graph.snapshot(gradients: price.backward())
  }

  private static func problem2() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple 苹果")
    let apples = graph.variable(2, name: "number 个数")
    let orange = graph.variable(150, name: "orange 橘子")
    let oranges = graph.variable(3, name: "number 个数")
    let tax = graph.variable(1.1, name: "tax 消费税")
    let price = (apple * apples + orange * oranges) * tax
    return graph.snapshot(gradients: price.backward())
  }

  private static func manyThings() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple 苹果")
    let count = graph.variable(2, name: "number 个数")
    let others = graph.variable(4000, name: "many other things 其他很多东西")
    let tax = graph.variable(1.1, name: "tax 消费税")
    let price = (others + apple * count) * tax
    return graph.snapshot(gradients: price.backward())
  }
}

/// The product with a number that is part of the node: the notes' first way of drawing “×2”.
struct Times: GraphOperation {
  let factor: Double
  let name = "times"
  let symbol: String

  init(_ factor: Double, _ symbol: String) {
    self.factor = factor
    self.symbol = symbol
  }

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] * factor }

  func backward(_ step: BackwardStep<Double>) { step.pass(step.upstream * factor, to: 0) }
}
