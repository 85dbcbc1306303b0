import Backprop
import BackpropDrawing

extension Figure {
  /// The figures of the chain rule.
  static var chainRule: [Figure] {
    let backward = Words("Backpropagation in a computational graph", "计算图的反向传播")
    let chain = Words("The chain rule and computational graphs", "链式法则和计算图")
    return [
      Figure(
        "function", of: Original("chart-backpropagation", "计算图的反向传播：沿着与正方向相反的方向，乘上局部导数"), backward,
        Words(
          "y = f(x) in general: the signal E times the local derivative ∂y/∂x.",
          "y = f(x) 的反向传播：信号 E 乘以局部导数 ∂y/∂x。"), function()
      ) { $0.labels = SymbolicLabels(function(), upstream: "E").labels },
      Figure(
        "chain-rule", of: Original("chain-backpropagation", "计算图：沿着与正方向相反的方向，乘上局部导数后传递"), chain,
        Words(
          "z = (x + y)² as z = t² and t = x + y, with the chain rule written out.",
          "z = (x + y)²：用计算图写出链式法则。"), square(named: true)
      ) { $0.labels = SymbolicLabels(square(named: true), writtenOut: ["t"], style: .chain).labels },
      Figure(
        "chain-rule-result", of: Original("chain-backpropagation-result", "根据计算图的反向传播的结果"), chain,
        Words("The result: ∂z/∂x = ∂z/∂y = 2(x + y).", "结果：∂z/∂x = ∂z/∂y = 2(x + y)。"), square(named: false)
      ) { $0.labels = SymbolicLabels(square(named: false), style: .product).labels },
    ]
  }

  private static func function() -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let x = graph.variable(1, name: "x")
    let y = graph.applying(Unknown(), to: x).named("y")
    return graph.snapshot(gradients: y.backward())
  }

  private static func square(named: Bool) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let x = graph.variable(1, name: "x")
    let y = graph.variable(2, name: "y")
    let t = x + y
    if named { t.named("t") }
    let z = t.power(2).named("z")
    return graph.snapshot(gradients: z.backward())
  }
}

/// A function of which nothing is known.
struct Unknown: GraphOperation {
  let name = "f"

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] }

  func backward(_ step: BackwardStep<Double>) { step.pass(step.upstream, to: 0) }
}

extension Graph {
  /// The result of an operation that takes every shape.
  func applying(_ operation: some GraphOperation<Scalar>, to x: Variable<Scalar>) -> Variable<Scalar> {
    (try? apply(operation, to: [x])) ?? x
  }
}
