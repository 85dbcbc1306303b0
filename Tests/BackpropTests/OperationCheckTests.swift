import Backprop
import Testing

@Suite("Which operation's derivative is wrong")
struct OperationCheckTests {
  @Test("the falsified one alone, by the operand that is falsified", arguments: [0, 1])
  func falsified(operand: Int) throws {
    let wrong = FalsifiedOperation<Double>(original: Multiplication(), falsehood: .scaled, operand: operand)
    let w = Parameter<Double>([0.5, -0.7, 0.9], name: "w")
    func loss(_ graph: Graph<Double>) -> (Variable<Double>, wrong: Variable<Double>) {
      let x = graph.constant([1, 2, 3], name: "x")
      let a = (graph.variable(w) * x).tanh()
      let b = a.exp()
      let c = applied(wrong, to: [a, b])
      return ((c * c).sum(), c)
    }
    let report = GradientCheck<Double>().check([w]) { loss($0).0 }
    #expect(report.verdict == .wrong)
    let graph = Graph<Double>()
    let (result, node) = loss(graph)
    #expect(report.parameters[0].node == 1 && report.failedNodes == [1])
    let found = GradientCheck<Double>().wrongOperations(in: result)
    #expect(found.map(\.node) == [node.index] && found.map(\.operation) == ["falsified multiplication"])
    #expect(found[0].finding.verdict == .wrong)
    // Its two operands have three numbers each.
    #expect(GradientCheck<Double>().wrongOperations(in: result, elementLimit: 6).count == 1)
    #expect(GradientCheck<Double>().wrongOperations(in: result, elementLimit: 5).isEmpty)
    #expect(graph.snapshot().nodes[node.index].inputs[operand] == found[0].operandNode)
    #expect("\(found[0])".hasPrefix("falsified multiplication (node \(node.index)), derivative by "))
  }

  @Test("none where all are right, and a parameter that isn't used has no node")
  func right() {
    let w = Parameter<Double>([0.5, -0.7], name: "w")
    let unused = Parameter<Double>([1], name: "unused")
    func loss(_ graph: Graph<Double>) -> Variable<Double> { (graph.variable(w) * 2).exp().sum() }
    let report = GradientCheck<Double>().check([w, unused], loss: loss)
    #expect(report.passed && report.failedNodes.isEmpty)
    #expect(report.parameters.map(\.node) == [0, nil])
    #expect(GradientCheck<Double>().wrongOperations(in: loss(Graph<Double>())).isEmpty)
  }

  /// x · y.
  private struct Multiplication: GraphOperation {
    let name = "multiplication"
    func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] * step[1] }
    func backward(_ step: BackwardStep<Double>) {
      step.pass(step.upstream * step[1], to: 0)
      step.pass(step.upstream * step[0], to: 1)
    }
  }
}
