import Backprop
import BackpropGraphics

extension DrawingOptions {
  /// The marks for a value that isn't finite: the node it came from, and the nodes that carry it on.
  public static func marks(for value: NonFiniteValue) -> [Int: Diagram.Mark] {
    let way: Diagram.Mark = value.phase == .backward ? .backwardPath : .forwardPath
    var marks = Dictionary(value.path.map { ($0, way) }) { first, _ in first }
    marks[value.node] = .wrong
    return marks
  }

  /// The marks for a gradient check that failed: the operations whose own derivatives are wrong, and the way from them
  /// to the parameters whose gradients came out wrong.
  ///
  /// Where the report blames rounding, nothing is known to be wrong, and nothing is marked.
  ///
  /// - Parameter operations: what ``GradientCheck/wrongOperations(in:elementLimit:)`` found. Without any, the parameters
  ///   themselves are marked as wrong, and the whole way on which their derivatives came.
  public static func marks<Scalar>(
    for report: GradientReport, operations: [WrongOperation], in snapshot: GraphSnapshot<Scalar>
  ) -> [Int: Diagram.Mark] {
    guard report.verdict >= .wrong else { return [:] }
    let failed = report.parameters.filter { $0.verdict >= .wrong }.compactMap(\.node).filter {
      snapshot.nodes.indices.contains($0)
    }
    let origins = Set(operations.map(\.node))
    // From a failed parameter forward; from a wrong operation backward: what both reach lies on the way.
    var isAhead = Array(repeating: false, count: snapshot.nodes.count)
    for node in snapshot.nodes {
      isAhead[node.id] = failed.contains(node.id) || node.inputs.contains { isAhead[$0] }
    }
    guard !origins.isEmpty else {
      let reached = snapshot.nodes.indices.filter { isAhead[$0] }
      return Dictionary(
        uniqueKeysWithValues: reached.map { ($0, failed.contains($0) ? .wrong : .backwardPath) })
    }
    var isBehind = Array(repeating: false, count: snapshot.nodes.count)
    for node in snapshot.nodes.reversed() where origins.contains(node.id) || isBehind[node.id] {
      isBehind[node.id] = true
      let wrong = operations.filter { $0.node == node.id }.map(\.operandNode)
      for input in wrong.isEmpty ? node.inputs : wrong { isBehind[input] = true }
    }
    var marks: [Int: Diagram.Mark] = [:]
    for node in snapshot.nodes.indices where isAhead[node] && isBehind[node] { marks[node] = .backwardPath }
    for origin in origins { marks[origin] = .wrong }
    return marks
  }
}
