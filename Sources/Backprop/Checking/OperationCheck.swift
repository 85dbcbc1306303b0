/// An operation of a graph whose own derivative is wrong, whatever the rest of the graph does.
public struct WrongOperation: Sendable, CustomStringConvertible {
  /// The operation's node.
  public var node: Int
  /// The operation's name.
  public var operation: String
  /// The node of the operand by which the derivative is wrong.
  public var operandNode: Int
  /// What the check of that derivative found; named after the operand.
  public var finding: GradientReport.Parameter

  /// For example `exp (node 3), derivative by x  wrong  mean absolute difference …`.
  public var description: String { "\(operation) (node \(node)), derivative by \(finding)" }
}

extension GradientCheck {
  /// The operations of a result's graph whose derivatives disagree with numerical ones, in forward order.
  ///
  /// A check of a whole loss tells which parameters get a wrong gradient; this tells where it goes wrong. Each operation
  /// is checked by itself, at the operands it had, so that a mistake in one doesn't show in another. The operation is
  /// applied twice for each element of its operands, which takes about as long as a check of the whole loss.
  ///
  /// - Parameter elementLimit: operations whose operands have more numbers than this together are left out.
  public func wrongOperations(
    in result: Variable<Scalar>, elementLimit: Int = 100_000
  ) -> [WrongOperation] {
    let graph = result.graph
    graph.checkOwnership(of: result, in: "a check of operations")
    return graph.nodes.indices.prefix(result.index + 1).flatMap {
      wrongOperands(ofNode: $0, in: graph, elementLimit)
    }
  }

  private func wrongOperands(
    ofNode index: Int, in graph: Graph<Scalar>, _ elementLimit: Int
  ) -> [WrongOperation] {
    let node = graph.nodes[index]
    guard let operation = node.operation,
      node.inputs.reduce(0, { $0 + graph.shape(of: $1).elementCount }) <= elementLimit
    else { return [] }
    let variables = node.inputs.indices.filter { !graph.nodes[node.inputs[$0]].isConstant }
    let operands = variables.map { number in
      let index = node.inputs[number]
      return Parameter(graph.value(of: index), name: graph.name(of: index) ?? "node \(index)")
    }
    let report = check(operands) { copy in
      let inputs = node.inputs.indices.map { number in
        variables.firstIndex(of: number).map { copy.variable(operands[$0]) }
          ?? copy.constant(graph.value(of: node.inputs[number]))
      }
      return orStop { () throws(ShapeError) in try copy.apply(operation, to: inputs) }
    }
    return zip(variables, report.parameters).compactMap { number, finding in
      finding.verdict < .wrong
        ? nil
        : WrongOperation(
          node: index, operation: operation.name, operandNode: node.inputs[number], finding: finding)
    }
  }
}
