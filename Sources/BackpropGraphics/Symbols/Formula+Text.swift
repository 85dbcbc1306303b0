import BackpropFiles

extension Formula: CustomStringConvertible {
  /// The formula as it is written by hand: −t₁/y₁, 2(x + y), Σ tᵢ log yᵢ.
  package var description: String {
    if terms.isEmpty { return "0" }
    if let sum = indexedSum { return sum }
    // A sum begins with what is added, where anything is.
    let ordered = terms.filter { $0.coefficient > 0 } + terms.filter { $0.coefficient <= 0 }
    return ordered.enumerated().map { index, term in
      let text = Formula.text(of: term)
      if index == 0 { return text }
      return text.hasPrefix("−") ? " − " + text.dropFirst() : " + " + text
    }.joined()
  }

  /// The formula as a part of a product.
  package var factorText: String { terms.count > 1 ? "(\(description))" : description }

  /// Three and more terms that differ in their index only, as one term with a sign for the sum.
  private var indexedSum: String? {
    guard terms.count > 2 else { return nil }
    let texts = terms.map(Formula.text)
    let general = Set(texts.map { String($0.map { Formula.subscripts.contains($0) ? "ᵢ" : $0 }) })
    let isIndexed = texts.enumerated().allSatisfy { index, text in
      Set(text.filter(Formula.subscripts.contains)).count == 1
    }
    guard general.count == 1, isIndexed, Set(texts).count == texts.count, let text = general.first else {
      return nil
    }
    return text.hasPrefix("−") ? "−Σ " + text.dropFirst() : "Σ " + text
  }

  private static let subscripts = "₀₁₂₃₄₅₆₇₈₉"

  private static func text(of term: Term) -> String {
    let upper = term.factors.filter { $0.exponent > 0 }.enumerated()
      .sorted { (rank($0.element.atom), $0.offset) < (rank($1.element.atom), $1.offset) }.map(\.element)
    let lower = term.factors.filter { $0.exponent < 0 }
    let magnitude = term.coefficient.magnitude
    var text = magnitude == 1 && !upper.isEmpty ? "" : NumberText.drawn(magnitude)
    for factor in upper {
      let next = written(factor.atom, factor.exponent)
      text += separator(text, next) + next
    }
    if !lower.isEmpty {
      let below = lower.reduce(into: "") { below, factor in
        let next = written(factor.atom, -factor.exponent)
        below += separator(below, next) + next
      }
      text += "/" + (lower.count > 1 ? "(\(below))" : below)
    }
    return (term.coefficient < 0 ? "−" : "") + text
  }

  /// Names stand before sums in parentheses, and functions behind them: t₁ log y₁.
  private static func rank(_ atom: Atom) -> Int {
    switch atom {
    case .name: 0
    case .sum: 1
    case .call: 2
    }
  }

  private static func written(_ atom: Atom, _ exponent: Int) -> String {
    let base: String
    switch atom {
    case .name(let name): base = name.contains("/") && exponent != 1 ? "(\(name))" : name
    case .sum(let sum): base = "(\(sum))"
    case .call("log", let operand) where exponent == 1 && operand.isSymbol: base = "log \(operand)"
    case .call(let function, let operand): base = "\(function)(\(operand))"
    }
    guard exponent != 1 else { return base }
    let digits: [Character: Character] = [
      "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
      "-": "⁻",
    ]
    return base + String(String(exponent).map { digits[$0] ?? $0 })
  }

  private var isSymbol: Bool {
    guard terms.count == 1, terms[0].coefficient == 1, terms[0].factors.count == 1 else { return false }
    if case .name = terms[0].factors[0].atom { return terms[0].factors[0].exponent == 1 }
    return false
  }

  /// What stands between two factors: nothing between short symbols and before parentheses, a dot between others.
  private static func separator(_ left: String, _ right: String) -> String {
    if left.isEmpty { return "" }
    if right.hasPrefix("log ") { return " " }
    func isShort(_ text: String) -> Bool {
      let letters = text.filter { !"₀₁₂₃₄₅₆₇₈₉ᵢ⁰¹²³⁴⁵⁶⁷⁸⁹".contains($0) }
      return letters.count <= 1 || letters.allSatisfy { $0.isNumber || $0 == "." }
    }
    let last = left.split(separator: "·").last.map(String.init) ?? left
    if right.hasPrefix("(") { return last.contains("/") ? "·" : "" }
    let isPlain = last.allSatisfy { $0.isLetter || $0.isNumber || "₀₁₂₃₄₅₆₇₈₉".contains($0) }
    return isPlain && last.count <= 3 && isShort(right) ? "" : "·"
  }
}
