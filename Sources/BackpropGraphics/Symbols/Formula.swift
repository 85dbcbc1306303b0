/// A sum of products of symbols, kept simplified: what stands beside a line in place of a number.
///
/// Sums are multiplied out only where a derivative is: a value that is a sum, such as x + y, stays one symbol in
/// products, so that the derivative of its square reads 2(x + y).
package struct Formula: Hashable, Sendable {
  /// What products are made of.
  package indirect enum Atom: Hashable, Sendable {
    /// A value that is known by its name.
    case name(String)
    /// A sum in parentheses.
    case sum(Formula)
    /// A function of a value, such as exp(x).
    case call(String, Formula)
  }

  /// A symbol to a whole power.
  package struct Factor: Hashable, Sendable {
    package var atom: Atom
    package var exponent: Int

    package init(atom: Atom, exponent: Int) {
      self.atom = atom
      self.exponent = exponent
    }
  }

  /// A number times symbols, in the order in which they came.
  package struct Term: Hashable, Sendable {
    package var coefficient: Double
    package var factors: [Factor]

    package init(coefficient: Double, factors: [Factor]) {
      self.coefficient = coefficient
      self.factors = factors
    }

    package static func == (a: Term, b: Term) -> Bool {
      a.coefficient == b.coefficient && a.hasFactors(of: b)
    }

    /// Whether both are the same but for their numbers.
    package func hasFactors(of other: Term) -> Bool {
      factors.count == other.factors.count && Set(factors) == Set(other.factors)
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(coefficient)
      hasher.combine(Set(factors))
    }

    /// The exponent of a symbol, 0 where it doesn't occur.
    package func exponent(of atom: Atom) -> Int { factors.first { $0.atom == atom }?.exponent ?? 0 }

    package static func * (a: Term, b: Term) -> Term {
      var product = a
      product.coefficient *= b.coefficient
      for factor in b.factors {
        if let position = product.factors.firstIndex(where: { $0.atom == factor.atom }) {
          product.factors[position].exponent += factor.exponent
        } else {
          product.factors.append(factor)
        }
      }
      product.factors.removeAll { $0.exponent == 0 }
      return product
    }

    /// The term to a whole power.
    package func power(_ exponent: Int) -> Term {
      var coefficient = 1.0
      for _ in 0..<exponent.magnitude { coefficient *= self.coefficient }
      return Term(
        coefficient: exponent < 0 ? 1 / coefficient : coefficient,
        factors: exponent == 0 ? [] : factors.map { Factor(atom: $0.atom, exponent: $0.exponent * exponent) })
    }
  }

  /// The products, in the order in which they came; none for 0.
  package private(set) var terms: [Term]

  package init(_ terms: [Term]) {
    self.terms = []
    for term in terms { add(term) }
  }

  /// A number.
  package init(_ number: Double) { self.init([Term(coefficient: number, factors: [])]) }

  /// A symbol.
  package init(_ atom: Atom) { self.init([Term(coefficient: 1, factors: [Factor(atom: atom, exponent: 1)])]) }

  /// A value with a name.
  package init(name: String) { self.init(.name(name)) }

  package static func == (a: Formula, b: Formula) -> Bool { Set(a.terms) == Set(b.terms) }

  package func hash(into hasher: inout Hasher) { hasher.combine(Set(terms)) }

  private mutating func add(_ term: Term) {
    guard term.coefficient != 0 else { return }
    guard let position = terms.firstIndex(where: { $0.hasFactors(of: term) }) else {
      terms.append(term)
      return
    }
    terms[position].coefficient += term.coefficient
    if terms[position].coefficient == 0 { terms.remove(at: position) }
  }

  /// The number that it is, if it is one.
  package var number: Double? {
    terms.isEmpty ? 0 : terms.count == 1 && terms[0].factors.isEmpty ? terms[0].coefficient : nil
  }

  /// The formula as a single product: a sum becomes one symbol.
  package var asFactor: Formula { terms.count > 1 ? Formula(.sum(self)) : self }

  package static func + (a: Formula, b: Formula) -> Formula { Formula(a.terms + b.terms) }
  package static prefix func - (a: Formula) -> Formula { a * Formula(-1) }
  package static func - (a: Formula, b: Formula) -> Formula { a + -b }

  /// The product, multiplied out.
  package static func * (a: Formula, b: Formula) -> Formula {
    Formula(a.terms.flatMap { left in b.terms.map { left * $0 } })
  }

  package static func / (a: Formula, b: Formula) -> Formula { a * b.power(-1) }

  /// A whole power; a sum counts as one symbol.
  package func power(_ exponent: Int) -> Formula {
    guard let term = asFactor.terms.first else { return exponent > 0 ? self : Formula(1 / 0.0) }
    return Formula([term.power(exponent)])
  }
}
