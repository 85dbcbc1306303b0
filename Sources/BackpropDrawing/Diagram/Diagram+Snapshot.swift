import Backprop
import BackpropFiles
import BackpropGraphics

extension Diagram {
  /// Operations whose operands can't change places, so that y − 1 isn't drawn for 1 − y.
  private static let orderedOperations: Set = ["subtract", "divide", "power", "matmul"]

  /// What a drawing shows of a snapshot.
  public init<Scalar>(_ snapshot: GraphSnapshot<Scalar>, options: DrawingOptions = DrawingOptions()) {
    var useCount = [Int](repeating: 0, count: snapshot.nodes.count)
    for node in snapshot.nodes {
      for input in node.inputs { useCount[input] += 1 }
    }
    let resultName = snapshot.nodes.last?.name ?? options.resultName
    let texts = NodeTexts<Scalar>(options: options, resultName: resultName)
    self.init(nodes: [], edges: [], groups: [], marks: options.marks)
    // Of a very large graph nobody looks at each tensor's numbers.
    let hasMaps = snapshot.nodes.count <= 300
    nodes = snapshot.nodes.map { node in
      var drawn = Node(
        id: node.id, kind: node.operation != nil ? .operation : node.isConstant ? .constant : .variable,
        title: texts.title(node))
      drawn.isNamed = node.name != nil
      drawn.hasOrderedOperands =
        Self.orderedOperations.contains(node.operation ?? "") && node.inputs.count == 2
      drawn.forward = texts.forward(node)
      drawn.hasDerivative = texts.hasDerivative(node)
      drawn.backward = drawn.hasDerivative ? texts.backward(node) : []
      if hasMaps {
        let scales = texts.scales(node)
        drawn.forwardMap = texts.forwardMap(node, scales.value)
        if drawn.hasDerivative { drawn.backwardMap = texts.backwardMap(node, scales.derivative) }
      }
      if useCount[node.id] == 0, node.operation != nil, drawn.forward.isEmpty, let name = node.name {
        drawn.resultTitle = TextMeasure.shortened(name, columns: DrawingStyle.titleColumns)
      }
      drawn.summary = texts.summary(node)
      return drawn
    }
    for node in snapshot.nodes {
      for (operand, input) in node.inputs.enumerated() {
        var edge = Edge(
          from: input, to: node.id, operand: operand,
          hasDerivative: nodes[input].hasDerivative && nodes[node.id].hasDerivative)
        if useCount[input] > 1, edge.hasDerivative {
          edge.contribution = texts.contribution(of: node, to: operand)
          if hasMaps, !edge.contribution.isEmpty {
            edge.contributionMap = texts.contributionMap(
              of: node, to: operand, texts.scales(snapshot.nodes[input]).derivative)
          }
        }
        edges.append(edge)
      }
    }
    groups = snapshot.groups.map { group in
      Group(
        title: TextMeasure.shortened(group.title, columns: DrawingStyle.groupColumns), members: group.nodes)
    }
  }
}

extension DrawingOptions {
  /// The sizes of a shape, with N for the number of samples.
  func sizes(of shape: TensorShape) -> [String] {
    var sizes = shape.map(String.init)
    if let batchSize, shape.first == batchSize { sizes[0] = "N" }
    return sizes
  }
}

/// The words for a snapshot's nodes.
private struct NodeTexts<Scalar: TensorScalar> {
  typealias Node = GraphSnapshot<Scalar>.Node
  let options: DrawingOptions
  let resultName: String

  /// The sign of an operation, or the name of an input that is a single number. A tensor's name stands on its line.
  func title(_ node: Node) -> String {
    guard node.operation == nil else { return shortened(node.symbol ?? node.operation ?? "") }
    return node.value.rank == 0
      ? TextMeasure.shortened(node.name ?? "", columns: DrawingStyle.titleColumns) : ""
  }

  func hasDerivative(_ node: Node) -> Bool {
    options.showsDerivatives && !node.isConstant
      && (node.gradient != nil || options.labels.backward[node.id] != nil)
  }

  func forward(_ node: Node) -> [String] {
    let given = options.labels.forward[node.id]
    guard given != nil || options.showsValues else { return [] }
    if node.value.rank == 0 {
      if let given { return given.map(shortened) }
      let number = NumberText.drawn(Double(node.value.item))
      // An input's name stands before its line.
      return [shortened(node.operation == nil ? number : node.name.map { "\($0) = \(number)" } ?? number)]
    }
    let name = given == nil || node.operation == nil ? node.name.map { [$0] } ?? [] : []
    return ([shape(of: node.value)] + name + (given ?? [])).map(shortened)
      + (given == nil ? elements(node.value) : [])
  }

  func backward(_ node: Node) -> [String] {
    if let given = options.labels.backward[node.id] {
      return (given + (node.value.rank > 0 ? [shape(of: node.value)] : [])).map(shortened)
    }
    guard let gradient = node.gradient else { return [] }
    return derivative(gradient, of: node.name)
  }

  private func derivative(_ gradient: Tensor<Scalar>, of name: String?) -> [String] {
    if gradient.rank == 0 { return [NumberText.drawn(Double(gradient.item))] }
    let words = name.map { ["∂\(resultName)/∂\($0)"] } ?? []
    return (words + [shape(of: gradient)]).map(shortened) + elements(gradient)
  }

  /// A tensor's numbers, or what they are like. They are few, and each is told in full: half a number is none.
  private func elements(_ tensor: Tensor<Scalar>) -> [String] {
    guard options.showsElements else { return [] }
    return isMapped(tensor) ? [NumberRange(tensor).text] : TensorLines.lines(tensor)
  }

  // MARK: Pictures of numbers

  /// Whether a tensor's numbers are too many to be written.
  private func isMapped(_ tensor: Tensor<Scalar>) -> Bool {
    options.showsElements && !options.isOfShapesOnly && tensor.rank > 0 && tensor.count > 1
      && TensorLines.lines(tensor).isEmpty
  }

  /// The magnitudes that have the full colour: the same one for a value and its derivative where they are alike.
  func scales(_ node: Node) -> (value: Double, derivative: Double) {
    guard node.value.rank > 0, isMapped(node.value) else { return (0, 0) }
    let value = NumberRange(node.value).scale
    let derivative = node.gradient.map { NumberRange($0).scale } ?? 0
    let areAlike = value < 4 * derivative && derivative < 4 * value
    return areAlike ? (max(value, derivative), max(value, derivative)) : (value, derivative)
  }

  func forwardMap(_ node: Node, _ scale: Double) -> HeatMap? {
    let isGiven = options.labels.forward[node.id] != nil
    return options.showsValues && !isGiven && isMapped(node.value) ? HeatMap(node.value, scale: scale) : nil
  }

  func backwardMap(_ node: Node, _ scale: Double) -> HeatMap? {
    guard options.labels.backward[node.id] == nil, let gradient = node.gradient else { return nil }
    return isMapped(gradient) ? HeatMap(gradient, scale: scale) : nil
  }

  func contributionMap(of node: Node, to operand: Int, _ scale: Double) -> HeatMap? {
    guard options.labels.contributions[.init(node: node.id, position: operand)] == nil,
      operand < node.contributions.count, let part = node.contributions[operand], isMapped(part)
    else { return nil }
    return HeatMap(part, scale: scale > 0 ? scale : NumberRange(part).scale)
  }

  private func shape(of tensor: Tensor<Scalar>) -> String {
    guard let batchSize = options.batchSize, tensor.rank > 0, tensor.shape[0] == batchSize else {
      return tensor.shape.description
    }
    let sizes = options.sizes(of: tensor.shape)
    return sizes.count == 1 ? "(N,)" : "(\(sizes.joined(separator: ", ")))"
  }

  func contribution(of node: Node, to operand: Int) -> [String] {
    if let lines = options.labels.contributions[.init(node: node.id, position: operand)] { return lines }
    guard operand < node.contributions.count, let part = node.contributions[operand] else { return [] }
    return derivative(part, of: nil)
  }

  func summary(_ node: Node) -> String {
    let what =
      node.operation.map { "\($0) of \(node.inputs.map { "node \($0)" }.joined(separator: ", "))" }
      ?? (node.isConstant ? "constant" : "variable")
    var words = "Node \(node.id)" + (node.name.map { " “\($0)”" } ?? "") + ": \(what)"
    words += ", " + described(node.value, "value")
    if let gradient = node.gradient { words += ", " + described(gradient, "derivative") }
    return words
  }

  private func described(_ tensor: Tensor<Scalar>, _ word: String) -> String {
    if options.isOfShapesOnly { return "\(word) of shape \(shape(of: tensor))" }
    guard tensor.rank > 0 else { return "\(word) \(NumberText.drawn(Double(tensor.item)))" }
    let lines = TensorLines.lines(tensor)
    return "\(word) of shape \(tensor.shape)" + (lines.isEmpty ? "" : " \(lines.joined(separator: " "))")
  }

  private func shortened(_ text: String) -> String {
    TextMeasure.shortened(text, columns: DrawingStyle.labelColumns)
  }
}

/// Small tensors in full.
enum TensorLines {
  /// The rows of a vector or matrix of up to 4 rows and 12 numbers, also within axes of one element, such as a filter's;
  /// nothing for larger ones.
  static func lines<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> [String] {
    let rank = tensor.rank
    guard rank > 0, (1...12).contains(tensor.count) else { return [] }
    let columns = tensor.shape[rank - 1]
    let rows = tensor.count / columns
    guard columns <= 6, rows <= 4, rank == 1 || tensor.shape[rank - 2] == rows else { return [] }
    let numbers = tensor.scalars.map { NumberText.drawn(Double($0)) }
    let (opening, closing) = (String(repeating: "[", count: rank), String(repeating: "]", count: rank))
    return (0..<rows).map { row in
      let inner = numbers[row * columns..<(row + 1) * columns].joined(separator: ", ")
      return (row == 0 ? opening : "[") + inner + (row == rows - 1 ? closing : "],")
    }
  }
}
