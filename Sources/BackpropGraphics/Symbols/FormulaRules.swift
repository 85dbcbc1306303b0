/// What operations do to formulas, forward and backward: the rules of differentiation as they are taught.
package struct FormulaRules {
  /// The names whose sum is 1, such as those of one-hot targets.
  package var sumsToOne: [[String]]

  package init(sumsToOne: [[String]]) { self.sumsToOne = sumsToOne }

  /// An operation with everything that its rules look at.
  package struct Step {
    package var operation: String
    package var symbol: String
    package var operands: [Formula]
    /// Whether each operand is positive, where it is a single number.
    package var isPositive: [Bool?]
    /// Whether each operand was repeated to fit the other.
    package var isRepeated: [Bool]
    package var output = Formula(0)
    /// What the formula needs beyond its operands, such as a slope.
    package var settings: [String: Double] = [:]
    /// What output and operands are called in a derivative that no rule is known for.
    package var outputName: String
    package var operandNames: [String]

    package init(
      operation: String, symbol: String, operands: [Formula], isPositive: [Bool?], isRepeated: [Bool],
      outputName: String, operandNames: [String]
    ) {
      self.operation = operation
      self.symbol = symbol
      self.operands = operands
      self.isPositive = isPositive
      self.isRepeated = isRepeated
      self.outputName = outputName
      self.operandNames = operandNames
    }

    fileprivate var slope: Double { settings["slope"] ?? 0 }
    fileprivate var exponent: Int? { symbol.hasPrefix("**") ? Int(symbol.dropFirst(2)) : nil }
  }

  /// The value of an operation on formulas.
  package func value(_ step: Step) -> Formula {
    let x = step.operands.first ?? Formula(0)
    let y = step.operands.count > 1 ? step.operands[1] : Formula(0)
    switch step.operation {
    case "add": return step.operands.reduce(Formula(0), +)
    case "subtract": return x - y
    case "multiply": return x.asFactor * y.asFactor
    case "divide": return x.asFactor / y.asFactor
    case "negate": return -x.asFactor
    case "reciprocal": return x.power(-1)
    case "power":
      if let exponent = step.exponent { return x.power(exponent) }
      if let exponent = step.operands.count > 1 ? y.number.flatMap({ Int(exactly: $0) }) : nil {
        return x.power(exponent)
      }
    case "relu":
      switch step.isPositive.first ?? nil {
      case true?: return x
      case false?: return Formula(0)
      case nil: break
      }
    case "leaky_relu":
      switch step.isPositive.first ?? nil {
      case true?: return x
      case false?: return Formula(step.slope) * x.asFactor
      case nil: break
      }
    case "matmul": return Formula(name: "\(x.factorText)·\(y.factorText)")
    default: break
    }
    let words = step.operands.map(\.description).joined(separator: ", ")
    return step.operands.count == 1
      ? Formula(.call(step.operation, x)) : Formula(name: "\(step.operation)(\(words))")
  }

  /// The derivative of an operation's output by one of its operands.
  package func local(_ step: Step, operand: Int) -> Formula {
    let (x, output) = (step.operands[0], step.output.asFactor)
    let y = step.operands.count > 1 ? step.operands[1].asFactor : Formula(0)
    switch (step.operation, operand) {
    case ("add", _), ("subtract", 0): return Formula(1)
    case ("subtract", _), ("negate", _): return Formula(-1)
    case ("multiply", 0): return y
    case ("multiply", _): return x.asFactor
    case ("divide", 0): return y.power(-1)
    case ("divide", _): return -output / y
    case ("reciprocal", _): return -output.power(2)
    case ("exp", _): return output
    case ("log", _): return x.power(-1)
    case ("sqrt", _): return (Formula(2) * output).power(-1)
    case ("tanh", _): return (Formula(1) - output.power(2)).asFactor
    case ("sigmoid", _): return output * (Formula(1) - output).asFactor
    case ("relu", _):
      if let isPositive = step.isPositive[0] { return Formula(isPositive ? 1 : 0) }
    case ("leaky_relu", _):
      if let isPositive = step.isPositive[0] { return Formula(isPositive ? 1 : step.slope) }
    case ("softplus", _): return Formula(.call("sigmoid", x))
    case ("silu", _):
      let share = Formula(.call("sigmoid", x))
      return (share + output * (Formula(1) - share).asFactor).asFactor
    case ("gelu", _):
      // The normal distribution's Φ and its density φ.
      return (Formula(.call("Φ", x)) + x.asFactor * Formula(.call("φ", x))).asFactor
    case ("power", 0):
      if let exponent = step.exponent ?? y.number.flatMap({ Int(exactly: $0) }) {
        return Formula(Double(exponent)) * x.power(exponent - 1)
      }
    case ("cross_entropy", 0): return -y / x.asFactor
    case ("cross_entropy", _): return -Formula(.call("log", x))
    default: break
    }
    return Formula(name: "∂\(step.outputName)/∂\(step.operandNames[operand])")
  }

  /// The derivative that an operation passes to one of its operands.
  package func backward(_ step: Step, operand: Int, upstream: Formula) -> Formula {
    if step.operation == "softmax" {
      // Every output depends on every input: y ∂L/∂y − y Σ (∂L/∂y y).
      let y = step.output.asFactor
      return simplified(upstream * y - y * sum(of: upstream * y))
    }
    if step.operation == "matmul" {
      let other = step.operands[1 - operand].factorText
      return Formula(
        name: operand == 0 ? "\(upstream.factorText)·\(other)ᵀ" : "\(other)ᵀ·\(upstream.factorText)")
    }
    let derivative = simplified(upstream * local(step, operand: operand))
    // Where broadcasting repeated an operand, the derivatives of the repetitions are summed.
    return step.isRepeated[operand] && step.operation == "add"
      ? Formula(name: "sum(\(derivative), axis=0)") : derivative
  }

  /// A formula with what is known about sums put in.
  package func simplified(_ formula: Formula) -> Formula {
    var formula = formula
    for names in sumsToOne where names.count > 1 {
      let atoms = names.map { Formula.Atom.name($0) }
      search: for term in formula.terms where term.exponent(of: atoms[0]) == 1 {
        let rest = Formula([term]) / Formula(atoms[0])
        let parts = atoms.map { rest * Formula($0) }
        for part in parts where !formula.terms.contains(where: { Formula([$0]) == part }) { continue search }
        formula = parts.reduce(formula) { $0 - $1 } + rest
      }
    }
    return formula
  }

  /// The sum over the elements of a vector.
  private func sum(of formula: Formula) -> Formula {
    Formula(
      formula.terms.flatMap { term -> [Formula.Term] in
        for names in sumsToOne where names.count == 1 && term.exponent(of: .name(names[0])) == 1 {
          let rest = Formula([term]) / Formula(name: names[0])
          if rest.number != nil { return rest.terms }
        }
        return Formula(.call("Σ", Formula([term]))).terms
      })
  }
}
