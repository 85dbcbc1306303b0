import Backprop

/// Graphs made from a seed: of any width and depth, with values that feed several operations, tensors, constants,
/// groups within groups, and names of all kinds.
enum GeneratedGraph {
  private static let names = [
    "x", "苹果的个数", "a rather long name for a value", "<script>alert(1)</script>", "W₁", "é̂", "👩‍👩‍👧", "\"&'",
  ]

  /// A graph of about so many nodes, with its derivatives.
  ///
  /// - Parameter values: other values of inputs, by their node.
  static func snapshot(
    seed: UInt64, size: Int, values: [Int: Tensor<Double>] = [:]
  ) -> GraphSnapshot<Double> {
    var random = Philox4x32(seed: seed, stream: 7)
    func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
    let graph = Graph<Double>()
    let isTensor = draw(3) == 0
    func value() -> Tensor<Double> {
      isTensor ? .uniform([2, 3], in: 0.5..<1.5, using: &random) : Tensor(Double(draw(1000)) / 400 + 0.5)
    }
    var open: [Variable<Double>] = []
    for _ in 0..<max(2, size / 6) {
      let name = draw(3) > 0 ? names[draw(names.count)] : nil
      let isConstant = draw(4) == 0
      let drawn = value()
      let given = values[open.count] ?? drawn
      open.append(isConstant ? graph.constant(given, name: name) : graph.variable(given, name: name))
    }
    func step() {
      let a = open[draw(open.count)]
      let b = open[draw(open.count)]
      let result: Variable<Double>
      switch draw(7) {
      case 0: result = a.tanh()
      case 1: result = a.exp().log()
      case 2: result = a * b
      case 3: result = a - b
      case 4: result = a + 2
      case 5: result = a.sigmoid() * b
      default: result = a + b
      }
      if draw(5) == 0 { result.named(names[draw(names.count)]) }
      open.append(result)
      // Old values are forgotten now and then, so that graphs grow deep and not only wide.
      if draw(2) == 0 { open.remove(at: draw(open.count)) }
    }
    func steps(_ count: Int, depth: Int) {
      var rest = count
      while rest > 0 {
        let part = min(rest, 1 + draw(6))
        if draw(3) == 0, depth < 2 {
          graph.group(names[draw(names.count)]) { steps(part, depth: depth + 1) }
        } else {
          for _ in 0..<part { step() }
        }
        rest -= part
      }
    }
    steps(size / 2, depth: 0)
    let result = open.dropFirst().reduce(open[0]) { $0 + $1 }
    return graph.snapshot(gradients: result.backward(), withContributions: true)
  }

  /// A chain of one operation after the other.
  static func chain(length: Int) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    var x = graph.variable(0.5, name: "x")
    for _ in 0..<length { x = x.tanh() }
    return graph.snapshot(gradients: x.backward())
  }
}
