import Backprop

extension Figure {
  /// The shopping examples.
  static var shopping: [Figure] {
    let graphs = (english: "Computational graphs", chinese: "计算图")
    let local = (english: "Local computation", chinese: "局部计算")
    let apples = (english: "The apple example", chinese: "苹果的例子")
    let layers = (english: "An example with both layers", chinese: "简单层的实现：例子")
    return [
      Figure(
        "shopping-1-forward", graphs,
        (
          "Problem 1: two apples at 100 yen each, with a tax of 10 %, cost 220 yen.",
          "问题 1：2 个 100 日元的苹果，消费税 10%，支付 220 日元。"
        ), problem1()
      ) { $0.showsDerivatives = false },
      Figure(
        "shopping-2-forward", graphs,
        (
          "Problem 2: two apples and three oranges cost 715 yen.",
          "问题 2：2 个苹果和 3 个橘子，支付 715 日元。"
        ), problem2()
      ) { $0.showsDerivatives = false },
      Figure(
        "shopping-many", local,
        (
          "Two apples and many other things: the sum doesn't care where the 4000 comes from.",
          "2 个苹果和其他很多东西：加法节点不关心 4000 是怎么算出来的。"
        ), manyThings()
      ) { $0.showsDerivatives = false },
      Figure(
        "shopping-1-backward", apples,
        (
          "Problem 1 with all derivatives: 2.2 by the apple's price, 110 by the number, 200 by the tax.",
          "问题 1 的反向传播：苹果价格的导数是 2.2，苹果个数的导数是 110，消费税的导数是 200。"
        ), problem1()),
      Figure(
        "shopping-2-backward", layers,
        (
          "Problem 2 with all derivatives.",
          "问题 2 的反向传播。"
        ), problem2()),
    ]
  }

  private static func problem1() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple 苹果")
    let count = graph.variable(2, name: "number 个数")
    let tax = graph.variable(1.1, name: "tax 消费税")
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
