import Backprop
import Testing

@testable import BackpropDrawing

@Suite struct SymbolTests {
  @Test("The derivation of Softmax-with-Loss comes out of the graph, in symbols")
  func softmaxWithLoss() {
    let (snapshot, nodes) = softmax()
    let labels = SymbolicLabels(snapshot, sumsToOne: [["t₁", "t₂", "t₃"]]).labels
    func backward(_ name: String) -> [String] { (nodes[name] ?? []).map { labels.backward[$0]?.first ?? "" } }
    #expect(backward("L") == ["1"])
    #expect(backward("sum") == ["−1"])
    #expect(backward("product") == ["−1", "−1", "−1"])
    #expect(backward("log") == ["−t₁", "−t₂", "−t₃"])
    #expect(backward("y") == ["−t₁/y₁", "−t₂/y₂", "−t₃/y₃"])
    #expect(backward("1/S") == ["−S"])
    #expect(backward("S") == ["1/S"])
    #expect(backward("a") == ["y₁ − t₁", "y₂ − t₂", "y₃ − t₃"])
    for (index, y) in (nodes["y"] ?? []).enumerated() {
      let name = "₁₂₃".map(String.init)[index]
      #expect(labels.contributions[.init(node: y, position: 0)] == ["−t\(name)/exp(a\(name))"])
      #expect(labels.contributions[.init(node: y, position: 1)] == ["−t\(name)S"])
    }
    #expect(labels.forward[nodes["sum"]?.first ?? -1] == ["Σ tᵢ log yᵢ"])
  }

  @Test("The chain rule is written out")
  func chain() {
    let graph = Graph<Double>()
    let x = graph.variable(1, name: "x")
    let t = (x + graph.variable(2, name: "y")).named("t")
    let z = t.power(2).named("z")
    let snapshot = graph.snapshot(gradients: z.backward())
    #expect(SymbolicLabels(snapshot).labels.backward[0] == ["2t"])
    #expect(SymbolicLabels(snapshot, writtenOut: ["t"]).labels.backward[0] == ["2(x + y)"])
    #expect(SymbolicLabels(snapshot, writtenOut: ["t"], style: .product).labels.backward[0] == ["2(x + y)·1"])
    #expect(
      SymbolicLabels(snapshot, writtenOut: ["t"], style: .chain).labels.backward[1]
        == ["∂z/∂z·∂z/∂t·∂t/∂y", "= 2(x + y)"])
  }

  @Test("An unknown operation's derivative is written as such")
  func unknown() throws {
    struct Unknown: GraphOperation {
      let name = "f"
      func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] }
      func backward(_ step: BackwardStep<Double>) { step.pass(step.upstream, to: 0) }
    }
    let graph = Graph<Double>()
    let y = try graph.apply(Unknown(), to: [graph.variable(1, name: "x")]).named("y")
    let labels = SymbolicLabels(graph.snapshot(gradients: y.backward()), upstream: "E").labels
    #expect(labels.backward[0] == ["E·∂y/∂x"])
  }

  @Test("Formulas simplify and are written as by hand")
  func formulas() {
    let (x, y) = (Formula(name: "x"), Formula(name: "y"))
    #expect("\(x - x)" == "0")
    #expect("\(x + x)" == "2x")
    #expect("\((x + y).asFactor * Formula(2))" == "2(x + y)")
    #expect("\(x * y / x)" == "y")
    #expect("\(-x / y.power(2))" == "−x/y²")
    #expect("\(x / (y * Formula(name: "z")))" == "x/(yz)")
    #expect("\(-(x + y))" == "−x − y")
    #expect("\(x - y)" == "x − y" && "\(y * Formula(-1) + x)" == "x − y")
    #expect("\(Formula(.call("exp", -x)) * y.power(2))" == "y²·exp(−x)")
    #expect(x + y == y + x && x * y == y * x && x != y)
    #expect("\(Formula(0).power(-1))" == "∞")
  }

  @Test("Symbolic derivatives have the library's values", arguments: 0..<60)
  func agreesWithTheLibrary(seed: UInt64) throws {
    var random = Philox4x32(seed: seed, stream: 3)
    let graph = Graph<Double>()
    var open = (0..<3).map {
      graph.variable(Tensor(Double.random(in: 0.5...1.5, using: &random)), name: "x\($0)")
    }
    for index in 0..<8 {
      let a = open[Int.random(in: 0..<open.count, using: &random)]
      let b = open[Int.random(in: 0..<open.count, using: &random)]
      let next: Variable<Double>
      switch Int.random(in: 0..<15, using: &random) {
      case 0: next = a + b
      case 1: next = a - b
      case 2: next = a * b
      case 3: next = a / b
      case 4: next = a.exp()
      case 5: next = a.squareRoot()
      case 6: next = a.sigmoid()
      case 7: next = a.tanh()
      case 8: next = -a
      case 9: next = a.reciprocal()
      case 10: next = a.leakyReLU(slope: 0.25)
      case 11: next = a.gelu()
      case 12: next = a.silu()
      case 13: next = a.softplus()
      default: next = a.power(3)
      }
      open.append(index % 3 == 0 ? next.named("v\(index)") : next)
    }
    let result = open.dropFirst().reduce(open[0]) { $0 + $1 }
    let snapshot = graph.snapshot(gradients: result.backward())
    var values: [String: Double] = [:]
    for node in snapshot.nodes { if let name = node.name { values[name] = node.value.item } }
    let symbolic = SymbolicLabels(snapshot)
    for node in snapshot.nodes {
      guard let expected = node.gradient?.item, expected.isFinite else { continue }
      let formula = try #require(symbolic.derivatives[node.id])
      let found = value(formula, values)
      #expect(
        (found - expected).magnitude <= 1e-9 * max(1, expected.magnitude), "\(formula), node \(node.id)")
      let shown = value(symbolic.named(formula), values)
      #expect((shown - expected).magnitude <= 1e-9 * max(1, expected.magnitude), "\(symbolic.named(formula))")
    }
  }

  private func value(_ formula: Formula, _ values: [String: Double]) -> Double {
    func value(of atom: Formula.Atom) -> Double {
      switch atom {
      case .name(let name): return values[name] ?? .nan
      case .sum(let sum): return self.value(sum, values)
      case .call(let function, let operand):
        let x = self.value(operand, values)
        switch function {
        case "exp": return .exp(x)
        case "log": return .log(x)
        case "sqrt": return x.squareRoot()
        case "tanh": return .tanh(x)
        case "sigmoid": return 1 / (1 + .exp(-x))
        case "softplus": return .log(1 + .exp(x))
        case "silu": return x / (1 + .exp(-x))
        case "Φ", "gelu":
          let probability = Double.erfc(-x / 2.0.squareRoot()) / 2
          return function == "gelu" ? x * probability : probability
        case "φ": return Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        default: return .nan
        }
      }
    }
    return formula.terms.reduce(0) { sum, term in
      sum + term.factors.reduce(term.coefficient) { $0 * .pow(value(of: $1.atom), Double($1.exponent)) }
    }
  }

  private func softmax() -> (GraphSnapshot<Double>, [String: [Int]]) {
    let graph = Graph<Double>()
    let indices = ["₁", "₂", "₃"]
    let a = indices.map { graph.variable(0.5, name: "a" + $0) }
    let t = indices.map { graph.constant($0 == "₂" ? 1 : 0, name: "t" + $0) }
    let powers = a.map { $0.exp() }
    let sum = (powers[0] + powers[1] + powers[2]).named("S")
    let inverse = sum.reciprocal()
    let y = zip(powers, indices).map { ($0 * inverse).named("y" + $1) }
    let logs = y.map { $0.log() }
    let products = zip(t, logs).map { $0 * $1 }
    let total = products[0] + products[1] + products[2]
    let loss = (total * -1).named("L")
    let nodes: [String: [Variable<Double>]] = [
      "a": a, "y": y, "log": logs, "product": products, "sum": [total], "1/S": [inverse], "S": [sum],
      "L": [loss],
    ]
    return (graph.snapshot(gradients: loss.backward()), nodes.mapValues { $0.map(\.index) })
  }
}
