import Backprop

/// An expression as a flat list of instructions in postfix order: operands first, then what is applied to them.
///
/// Being flat, it is run by a loop: no expression is too long, and none too deep, for the stack.
struct Program {
  struct Instruction {
    enum Kind {
      /// A number literal.
      case number(Double)
      /// A list literal.
      case list(Tensor<Double>)
      /// A value that a person gives, by name.
      case name(String)
      /// An operator or function, applied to the last results.
      case apply(GraphFunction)
    }

    var kind: Kind
    /// Where it stands in the expression, counted in characters from 0: an operator's sign, a function's name.
    var position: Int
  }

  private(set) var instructions: [Instruction] = []

  /// The number of instructions.
  var count: Int { instructions.count }

  /// Appends an instruction.
  mutating func append(_ kind: Instruction.Kind, at position: Int) {
    instructions.append(Instruction(kind: kind, position: position))
  }

  /// Appends a power whose exponent begins at an instruction. A number literal as exponent, with or without a minus,
  /// becomes part of the node.
  mutating func appendPower(exponentStart: Int, at position: Int) {
    // Looked at in place: a slice that is still alive would make the change below copy all instructions.
    let count = instructions.count - exponentStart
    var constant: Double?
    if count <= 2, case .number(let number)? = instructions.dropFirst(exponentStart).first?.kind {
      if count == 1 { constant = number }
      if count == 2, case .apply(.negate)? = instructions.last?.kind { constant = -number }
    }
    if let constant {
      instructions.removeLast(count)
      append(.apply(.constantPower(constant)), at: position)
    } else {
      append(.apply(.power), at: position)
    }
  }
}
