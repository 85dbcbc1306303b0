extension GradientCheck {
  /// The nodes of a graph whose operations pass on derivatives that numerical differentiation contradicts, in forward
  /// order: where in a graph a wrong gradient comes from.
  ///
  /// Each operation is checked on its own, at the operands that it has in the graph, so a wrong one doesn't cast
  /// suspicion on those behind it. The cost is that of ``check(_:names:function:)`` for each of them.
  ///
  /// - Parameter elementLimit: operations whose operands have more numbers than this together are left out.
  public func nodesWithWrongDerivatives(in graph: Graph<Scalar>, elementLimit: Int = 100_000) -> [Int] {
    graph.nodes.indices.filter { index in
      let node = graph.nodes[index]
      guard let operation = node.operation else { return false }
      let operands = node.inputs.map { graph.nodes[$0].value }
      guard operands.reduce(0, { $0 + $1.count }) <= elementLimit else { return false }
      let report = check(operands) { operation.applied(to: $0) }
      return zip(node.inputs, report.parameters).contains { input, parameter in
        // Nobody asks for the derivative by a constant.
        !graph.nodes[input].isConstant && parameter.verdict == .wrong
      }
    }
  }
}

extension Operation {
  /// The result in the operands' own graph, which must fit, as they did before.
  fileprivate func applied(to operands: [Variable<Scalar>]) -> Variable<Scalar> {
    guard let graph = operands.first?.graph else { stop("\(name) needs operands to be checked") }
    return orStop { () throws(ShapeError) in try graph.apply(self, to: operands) }
  }
}
