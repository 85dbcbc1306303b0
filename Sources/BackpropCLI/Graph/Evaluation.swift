import Backprop
import BackpropDrawing

/// A program that was run: the graph it built, with all values and derivatives.
struct Evaluation {
  /// The graph with its values and derivatives.
  let snapshot: GraphSnapshot<Double>
  /// What each node computes; `nil` for names and literals.
  let functions: [GraphFunction?]
  /// The node of the result.
  let result: Int
  /// The first value or derivative that isn't finite, where it was looked for.
  let nonFinite: NonFiniteValue?
  /// The names that the expression uses, in the order of their first use, with their nodes.
  let names: [(name: String, node: Int)]

  /// What arrives at the result, where it was given.
  let upstream: Tensor<Double>?

  /// Runs a program forward and then backward from its result.
  ///
  /// - Parameters:
  ///   - values: what the names stand for; unknown ones are an error before anything is computed.
  ///   - upstream: the derivative that arrives at the result, a number or of the result's shape; ones where there is none.
  ///   - withContributions: whether nodes tell their parts of the derivatives of operands that they share.
  ///   - watchesNaN: whether to look for the first value or derivative that isn't finite.
  init(
    _ program: Program, values: [String: Tensor<Double>], upstream: Tensor<Double>? = nil,
    withContributions: Bool = false, watchesNaN: Bool = false
  ) throws(SourceError) {
    try Evaluation.checkNames(of: program, among: Array(values.keys))
    let graph = Graph<Double>()
    var stack: [Variable<Double>] = []
    var functions: [GraphFunction?] = []
    var variables: [String: Variable<Double>] = [:]
    var names: [(name: String, node: Int)] = []
    var limit = SizeLimit()
    for instruction in program.instructions {
      var tooLarge: String?
      switch instruction.kind {
      case .number(let number):
        tooLarge = limit.add(elementCount: 1)
        stack.append(graph.constant(Tensor(number)))
        functions.append(nil)
      case .list(let list):
        tooLarge = limit.add(elementCount: list.count)
        stack.append(graph.constant(list))
        functions.append(nil)
      case .name(let name):
        if let variable = variables[name] {
          stack.append(variable)
        } else if let value = values[name] {
          tooLarge = limit.add(elementCount: value.count)
          let variable = graph.variable(value, name: name)
          variables[name] = variable
          names.append((name, variable.index))
          stack.append(variable)
          functions.append(nil)
        }
      case .apply(let function):
        let operands = Array(stack.suffix(function.valueCount))
        stack.removeLast(operands.count)
        tooLarge = limit.add(function, operands.map(\.shape))
        if tooLarge == nil {
          stack.append(try Evaluation.apply(function, to: operands, in: graph, at: instruction.position))
          functions.append(function)
        }
      }
      if let tooLarge { throw SourceError(tooLarge, at: instruction.position) }
    }
    guard let result = stack.last, let last = program.instructions.last else {
      throw SourceError("The expression is empty.", at: 0)
    }
    if let upstream, upstream.rank > 0, upstream.shape != result.shape {
      throw SourceError(
        "--upstream has the shape \(upstream.shape), but the result has \(result.shape); give a number or a value of "
          + "the result's shape.", at: last.position)
    }
    let gradients = result.backward(upstream: upstream ?? 1)
    snapshot = graph.snapshot(gradients: gradients, withContributions: withContributions)
    nonFinite = watchesNaN ? graph.firstNonFinite(gradients: gradients) : nil
    self.functions = functions
    self.upstream = upstream
    self.result = result.index
    self.names = names
  }

  /// All nodes in forward order, the result last unless it is a name or literal alone.
  var nodes: [GraphSnapshot<Double>.Node] { snapshot.nodes }

  /// The derivative of the result by a node, or `nil` for constants.
  func gradient(of node: Int) -> Tensor<Double>? {
    let node = nodes[node]
    return node.isConstant ? nil : node.gradient ?? .zeros(node.value.shape)
  }

  /// The graph drawn, with the way of the first number that isn't finite marked.
  func drawing(title: String) -> GraphDrawing {
    GraphDrawing(snapshot, options: drawingOptions(title: title))
  }

  /// The graph as a page that is stepped through.
  func page(title: String) -> GraphPage {
    GraphPage(snapshot, title: title, result: result, options: drawingOptions(title: title))
  }

  private func drawingOptions(title: String) -> DrawingOptions {
    var options = DrawingOptions()
    options.title = title
    if let nonFinite { options.marks = DrawingOptions.marks(for: nonFinite) }
    return options
  }

  private static func apply(
    _ function: GraphFunction, to operands: [Variable<Double>], in graph: Graph<Double>, at position: Int
  ) throws(SourceError) -> Variable<Double> {
    do {
      return try graph.apply(function.operation, to: operands)
    } catch {
      throw SourceError(error.description + ".", at: position)
    }
  }

  private static func checkNames(of program: Program, among known: [String]) throws(SourceError) {
    let known = Set(known)
    for instruction in program.instructions {
      guard case .name(let name) = instruction.kind, !known.contains(name) else { continue }
      let shown = Names.shown(name)
      if GraphFunction.named(name) != nil {
        throw SourceError(
          "\(shown) is a function and needs parentheses, as in \(shown)(…); or set a value of that name with "
            + "--set \(shown)=VALUE.", at: instruction.position)
      }
      // In a fixed order, so that of two names that are equally close the same one is proposed every time.
      let candidates = known.sorted() + GraphFunction.named.map(\.name)
      let hint =
        Suggestion.near(name, among: candidates).map { " Did you mean \($0)?" }
        ?? ForeignNames.hint(forValue: name) ?? ""
      throw SourceError(
        "The name \(shown) has no value; give it one with --set \(shown)=VALUE.\(hint)",
        at: instruction.position)
    }
  }
}
