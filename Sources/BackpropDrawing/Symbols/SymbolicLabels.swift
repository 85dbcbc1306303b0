import Backprop
import BackpropGraphics

/// Texts in symbols for a graph's lines, found by walking the graph: values forward, derivatives by the chain rule.
///
/// Names come from the graph. A value with a name is written by it, and derivatives are written with the names where
/// that makes them shorter: −t₁/y₁ rather than −t₁S/exp(a₁).
public struct SymbolicLabels: Sendable {
  /// How derivatives are written.
  public enum Style: Sendable {
    /// Multiplied and simplified: 2(x + y).
    case simplified
    /// What arrives times the local derivative: 2(x + y)·1.
    case product
    /// The chain of partial derivatives, and below what it comes to: ∂z/∂z·∂z/∂t·∂t/∂x, = 2(x + y).
    case chain
  }

  /// The texts.
  public private(set) var labels = DrawingLabels()

  /// The derivatives by node, not yet written with names.
  private(set) var derivatives: [Int: Formula] = [:]

  private let names: [String]
  private var values: [Formula] = []
  /// What values with names are in terms of others.
  private var definitions: [(name: String, value: Formula)] = []

  /// Finds the texts for a graph.
  ///
  /// - Parameters:
  ///   - upstream: what arrives at the result.
  ///   - sumsToOne: names whose sum is known to be 1, or single names of vectors whose elements' sum is 1.
  ///   - writtenOut: names that derivatives don't use: what they stand for is written in their place.
  ///   - style: how derivatives are written.
  public init<Scalar>(
    _ snapshot: GraphSnapshot<Scalar>, upstream: String = "1", sumsToOne: [[String]] = [],
    writtenOut: Set<String> = [], style: Style = .simplified
  ) {
    let rules = FormulaRules(sumsToOne: sumsToOne)
    names = snapshot.nodes.map { $0.name ?? "v\($0.id)" }
    var shown: [Formula] = []
    var steps: [FormulaRules.Step] = []
    for node in snapshot.nodes {
      let isPositive = node.inputs.map { input -> Bool? in
        let value = snapshot.nodes[input].value
        // A NaN passes where what is positive does.
        return value.rank == 0 ? !(value.item <= 0) : nil
      }
      var step = FormulaRules.Step(
        operation: node.operation ?? "", symbol: node.symbol ?? "", operands: node.inputs.map { values[$0] },
        isPositive: isPositive,
        isRepeated: node.inputs.map { snapshot.nodes[$0].value.shape != node.value.shape },
        outputName: names[node.id], operandNames: node.inputs.map { names[$0] })
      for (name, setting) in node.settings {
        if case .number(let number) = setting { step.settings[name] = number }
      }
      let own = SymbolicLabels.leaf(node)
      let value = own ?? rules.value(step)
      step.operands = node.inputs.map { shown[$0] }
      let written = own ?? node.name.map { Formula(name: $0) } ?? rules.value(step)
      if own == nil, let name = node.name, !writtenOut.contains(name) { definitions.append((name, value)) }
      values.append(value)
      shown.append(written)
      step.operands = node.inputs.map { values[$0] }
      step.output = value
      steps.append(step)
      labels.forward[node.id] = node.operation == nil && node.name != nil ? [] : [written.description]
    }
    derive(snapshot, steps, rules, upstream, style)
  }

  private static func leaf<Scalar>(_ node: GraphSnapshot<Scalar>.Node) -> Formula? {
    guard node.operation == nil else { return nil }
    if let name = node.name { return Formula(name: name) }
    return node.value.rank == 0 ? Formula(Double(node.value.item)) : Formula(name: "v\(node.id)")
  }

  private mutating func derive<Scalar>(
    _ snapshot: GraphSnapshot<Scalar>, _ steps: [FormulaRules.Step], _ rules: FormulaRules,
    _ upstream: String, _ style: Style
  ) {
    guard let result = snapshot.nodes.last else { return }
    let useCounts = snapshot.nodes.reduce(into: [Int](repeating: 0, count: snapshot.nodes.count)) {
      for input in $1.inputs { $0[input] += 1 }
    }
    let start = Double(upstream).map { Formula($0) } ?? Formula(name: upstream)
    var arrived = [Formula?](repeating: nil, count: snapshot.nodes.count)
    var chains = [[String]](repeating: [], count: snapshot.nodes.count)
    var texts = [[String]](repeating: [], count: snapshot.nodes.count)
    arrived[result.id] = start
    chains[result.id] = ["∂\(names[result.id])/∂\(names[result.id])"]
    texts[result.id] = style == .chain ? [chains[result.id][0], "= \(upstream)"] : [upstream]
    for node in snapshot.nodes.reversed() {
      guard let incoming = arrived[node.id].map(rules.simplified), node.operation != nil else { continue }
      for (operand, input) in node.inputs.enumerated() where !snapshot.nodes[input].isConstant {
        let part = rules.backward(steps[node.id], operand: operand, upstream: incoming)
        let chain = chains[node.id] + ["∂\(names[node.id])/∂\(names[input])"]
        let text: [String]
        switch style {
        case .simplified:
          let named = nameOfDerivative(snapshot.nodes[input], upstream).map { "\($0) = " } ?? ""
          text = [named + written(part)]
        case .product:
          let local = rules.local(steps[node.id], operand: operand)
          text = ["\(writtenFactor(incoming))·\(writtenFactor(local))"]
        case .chain: text = [chain.joined(separator: "·"), "= \(written(part))"]
        }
        if useCounts[input] > 1 {
          labels.contributions[.init(node: node.id, position: operand)] = text
        } else {
          texts[input] = text
          chains[input] = chain
        }
        arrived[input] = arrived[input].map { $0 + part } ?? part
      }
    }
    for node in snapshot.nodes where !node.isConstant {
      guard let total = arrived[node.id] else { continue }
      derivatives[node.id] = rules.simplified(total)
      labels.backward[node.id] =
        texts[node.id].isEmpty ? [written(rules.simplified(total))] : texts[node.id]
    }
  }

  /// What the derivative by a tensor is called that comes in from outside, such as ∂L/∂W where ∂L/∂Y arrives; its
  /// formula alone wouldn't say so.
  private func nameOfDerivative<Scalar>(_ node: GraphSnapshot<Scalar>.Node, _ upstream: String) -> String? {
    guard node.operation == nil, node.value.rank > 0, let name = node.name, upstream.hasPrefix("∂"),
      let end = upstream.firstIndex(of: "/")
    else { return nil }
    return "\(upstream[..<end])/∂\(name)"
  }

  /// The formula with names in the place of what they stand for, where that makes it shorter.
  private func written(_ formula: Formula) -> String { named(formula).description }

  private func writtenFactor(_ formula: Formula) -> String { named(formula).factorText }

  func named(_ formula: Formula) -> Formula {
    let result = Formula(formula.terms.map(shortened))
    return Formula(
      result.terms.map { term in
        var term = term
        for position in term.factors.indices {
          if case .sum(let sum) = term.factors[position].atom {
            term.factors[position].atom = .sum(named(sum))
          }
        }
        return term
      })
  }

  /// A product with the definitions divided out, or multiplied in, that make it shortest.
  private func shortened(_ product: Formula.Term) -> Formula.Term {
    var product = product
    while true {
      var best = product
      // Later definitions are made of earlier ones, so they say more.
      for (name, value) in definitions.reversed() {
        guard let definition = value.asFactor.terms.first, !definition.factors.isEmpty else { continue }
        let symbol = Formula.Term(coefficient: 1, factors: [.init(atom: .name(name), exponent: 1)])
        for power in [1, -1] {
          var candidate = product * definition.power(-power) * symbol.power(power)
          guard size(candidate) < size(best) else { continue }
          // The name takes the place of what it stands for.
          let place = product.factors.firstIndex { factor in
            definition.factors.contains { $0.atom == factor.atom }
          }
          if let place, candidate.factors.last?.atom == .name(name), product.exponent(of: .name(name)) == 0 {
            let own = candidate.factors.removeLast()
            candidate.factors.insert(own, at: min(place, candidate.factors.count))
          }
          best = candidate
        }
      }
      if size(best) == size(product) { return product }
      product = best
    }
  }

  private func size(_ term: Formula.Term) -> Int {
    term.factors.reduce(term.coefficient.magnitude == 1 ? 0 : 1) { sum, factor in
      sum + Int(factor.exponent.magnitude) * weight(factor.atom)
    }
  }

  private func weight(_ atom: Formula.Atom) -> Int {
    switch atom {
    case .name: 1
    case .sum(let sum): 2 + sum.terms.count * 2
    case .call: 2
    }
  }
}
