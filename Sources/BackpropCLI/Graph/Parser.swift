/// Turns an expression into a program, by precedence with a stack of its own (Dijkstra's shunting yard).
///
/// From the weakest: `+ −`; `* / @`; unary minus; `**`, which groups from the right and takes a unary minus on its
/// right. Nothing here is recursive.
struct Parser {
  /// Parentheses may be nested this deep. Not a limit of the method, but nobody reads deeper ones.
  static let depthLimit = 200

  /// What waits on the stack for its right operand or its closing parenthesis.
  private enum Pending {
    case binary(GraphFunction, precedence: Int, position: Int)
    case power(position: Int, exponentStart: Int)
    case negate(position: Int)
    case parenthesis(position: Int)
    case call(GraphFunction, position: Int, valueCount: Int)

    /// How strongly it binds the operand on its right; brackets don't.
    var precedence: Int {
      switch self {
      case .binary(_, let precedence, _): precedence
      case .negate: 3
      case .power: 4
      case .parenthesis, .call: 0
      }
    }
  }

  private let source: [Character]
  private let tokens: [Token]
  private var index = 0
  private var pending: [Pending] = []
  private var depth = 0
  private var program = Program()

  /// The program of an expression.
  static func parse(_ source: [Character]) throws(SourceError) -> Program {
    var parser = Parser(source: source, tokens: try Lexer.tokens(of: source))
    try parser.run()
    return parser.program
  }

  private init(source: [Character], tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  private var token: Token { tokens[index] }

  private mutating func run() throws(SourceError) {
    if token.kind == .end { throw SourceError("The expression is empty.", at: 0) }
    while true {
      try operand()
      // Closing parentheses end operands that are whole already; settings of a call come right before its own.
      repeat {
        while try closeParenthesis() {}
      } while try settings()
      if try !binaryOperator() { return }
    }
  }

  // MARK: Operands

  /// Reads up to the end of a number, list or name, with the signs and opening parentheses before it.
  private mutating func operand() throws(SourceError) {
    while true {
      let token = token
      switch token.kind {
      case .number(let number):
        index += 1
        return program.append(.number(number), at: token.start)
      case .name(let name):
        index += 1
        guard self.token.isSign("(") else {
          if self.token.isSign("=") { throw SourceError(keywordError(name), at: token.start) }
          return program.append(.name(name), at: token.start)
        }
        guard let function = GraphFunction.named(name) else {
          throw SourceError(ForeignNames.advice(forFunction: name), at: token.start)
        }
        try open(.call(function, position: token.start, valueCount: 1))
        if self.token.isSign(")") {
          throw SourceError("A value is missing here: \(function.usage).", at: self.token.start)
        }
      case .sign("("): try open(.parenthesis(position: token.start))
      case .sign("["):
        return program.append(
          .list(try ListLiteral.tensor(of: tokens, from: &index)), at: token.start)
      case .sign("-"):
        pending.append(.negate(position: token.start))
        index += 1
      default: throw SourceError(missingOperand(), at: token.start)
      }
    }
  }

  /// Puts an opening parenthesis, at which the parser stands, on the stack.
  private mutating func open(_ bracket: Pending) throws(SourceError) {
    depth += 1
    guard depth <= Parser.depthLimit else {
      throw SourceError("Parentheses can be nested \(Parser.depthLimit) deep, not deeper.", at: token.start)
    }
    pending.append(bracket)
    index += 1
  }

  private func keywordError(_ name: String) -> String {
    if name == "stride" || name == "padding" {
      return
        "\(name)= can stand only after the values of conv2d, max_pool2d and avg_pool2d, as in max_pool2d(x, 2, \(name)=1)."
    }
    return name == "axis"
      ? "axis= can stand only after the value in sum, mean and max, as in sum(x, axis=0)."
      : "An expression sets no values; give them with --set \(Names.shown(name))=VALUE."
  }

  private func missingOperand() -> String {
    switch token.kind {
    case .end: return "The expression ends where a value must follow."
    case .sign("+") where index == 0 || !isValue(tokens[index - 1]):
      return "A value is missing here; a + has no meaning without one before it."
    case .sign("/") where index > 0 && tokens[index - 1].isSign("/"):
      return "The sign // has no meaning here; write / to divide."
    case .sign(let sign): return "A value is missing before this \(sign)."
    default: return "A value is missing here."
    }
  }

  private func isValue(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .name: true
    case .sign(let sign): sign == ")" || sign == "]"
    case .end: false
    }
  }

  // MARK: Operators

  /// Reads what stands between operands; `false` at the end of the expression.
  private mutating func binaryOperator() throws(SourceError) -> Bool {
    let token = token
    switch token.kind {
    case .sign("+"): push(.add, precedence: 1, at: token.start)
    case .sign("-"): push(.subtract, precedence: 1, at: token.start)
    case .sign("*"): push(.multiply, precedence: 2, at: token.start)
    case .sign("/"): push(.divide, precedence: 2, at: token.start)
    case .sign("@"): push(.matmul, precedence: 2, at: token.start)
    // Whatever stands on the stack binds its operand less than ** does, or is a ** itself, which waits.
    case .sign("**"): pending.append(.power(position: token.start, exponentStart: program.count))
    case .sign(","): try nextValue()
    case .end:
      reduce(downTo: 1)
      guard let last = pending.last else { return false }
      switch last {
      case .parenthesis(let position): throw SourceError("This parenthesis is never closed.", at: position)
      case .call(_, let position, _):
        throw SourceError("The parenthesis of this function is never closed.", at: position)
      default: return false
      }
    case .sign("="):
      throw SourceError("The sign = has no meaning here; give values with --set NAME=VALUE.", at: token.start)
    case .sign("]"): throw SourceError("This ] has no opening [.", at: token.start)
    case .sign("("), .sign("["), .number, .name:
      throw SourceError("An operator is missing here; write * to multiply.", at: token.start)
    case .sign(let sign): throw SourceError("A \(sign) has no meaning here.", at: token.start)
    }
    index += 1
    return true
  }

  private mutating func push(_ function: GraphFunction, precedence: Int, at position: Int) {
    reduce(downTo: precedence)
    pending.append(.binary(function, precedence: precedence, position: position))
  }

  /// Moves from the stack to the program what binds at least as strongly as `precedence`.
  private mutating func reduce(downTo precedence: Int) {
    while let last = pending.last, last.precedence >= precedence {
      pending.removeLast()
      switch last {
      case .binary(let function, _, let position): program.append(.apply(function), at: position)
      case .negate(let position): program.append(.apply(.negate), at: position)
      case .power(let position, let exponentStart):
        program.appendPower(exponentStart: exponentStart, at: position)
      case .parenthesis, .call: return
      }
    }
  }

  // MARK: Parentheses

  /// Reads a closing parenthesis; `false` if there is none.
  private mutating func closeParenthesis() throws(SourceError) -> Bool {
    guard token.isSign(")") else { return false }
    reduce(downTo: 1)
    guard let bracket = pending.popLast() else {
      throw SourceError("This closing parenthesis has no opening one.", at: token.start)
    }
    if case .call(let function, let position, let valueCount) = bracket {
      try finish(function, position: position, valueCount: valueCount)
    }
    depth -= 1
    index += 1
    return true
  }

  /// Applies a function at its closing parenthesis.
  private mutating func finish(
    _ function: GraphFunction, position: Int, valueCount: Int
  ) throws(SourceError) {
    if valueCount < function.valueCount {
      throw SourceError("A second value is missing here: \(function.usage).", at: token.start)
    }
    if function == .reshape([]) {
      throw SourceError("The sizes are missing here: \(function.usage).", at: token.start)
    }
    if case .pooling(_, nil, _) = function {
      throw SourceError("The window's size is missing here: \(function.usage).", at: token.start)
    }
    program.append(.apply(function.taking(values: valueCount)), at: position)
  }

  /// Reads a comma within a call, after which another value must follow.
  private mutating func nextValue() throws(SourceError) {
    reduce(downTo: 1)
    guard case .call(let function, let position, let valueCount)? = pending.last else {
      throw SourceError("A comma has a meaning only within lists and calls of functions.", at: token.start)
    }
    guard valueCount < function.mostValues else {
      throw SourceError("Nothing more can follow here: \(function.usage).", at: token.start)
    }
    pending[pending.count - 1] = .call(function, position: position, valueCount: valueCount + 1)
  }

  /// Reads the comma and the sizes or the axis that may follow the value of a call; `false` if there are none.
  private mutating func settings() throws(SourceError) -> Bool {
    guard token.isSign(",") else { return false }
    reduce(downTo: 1)
    guard case .call(let function, let position, let valueCount)? = pending.last else { return false }
    if case .convolution(_, let values) = function {
      // Another value, the bias, unless a setting follows.
      guard valueCount >= values,
        isSetting(tokens[index + 1], tokens[min(index + 2, tokens.count - 1)])
          || valueCount >= function.mostValues
      else {
        return false
      }
      finishCall(.convolution(try windowSteps(function), values: values))
    } else if case .pooling(let kind, nil, _) = function {
      index += 1
      let window = try wholeNumber("The window's size must be a whole number, as in max_pool2d(x, 2).")
      finishCall(.pooling(kind, window: window, try windowSteps(function)))
    } else if function == .reshape([]) {
      try finishReshape(position)
    } else if case .leakyReLU = function {
      try finishLeakyReLU()
    } else if function.takesAxis {
      try finishReduction(function, position)
    } else {
      return false
    }
    return true
  }

  private mutating func finishReshape(_ position: Int) throws(SourceError) {
    var sizes: [Int] = []
    repeat {
      index += 1
      sizes.append(try wholeNumber("A size must be a whole number, as in reshape(x, 2, 3)."))
    } while token.isSign(",")
    try expectParenthesis(after: "The sizes")
    guard sizes.count <= NestedNumbers.depthLimit else {
      throw SourceError("A value can have \(NestedNumbers.depthLimit) axes, not more.", at: position)
    }
    finishCall(.reshape(sizes))
  }

  private mutating func finishLeakyReLU() throws(SourceError) {
    index += 1
    let start = token.start
    let isNegative = token.isSign("-")
    if isNegative { index += 1 }
    guard case .number(let size) = token.kind, size.isFinite else {
      throw SourceError("The slope must be a number, as in leaky_relu(x, 0.2).", at: start)
    }
    index += 1
    try expectParenthesis(after: "The slope")
    finishCall(.leakyReLU(slope: isNegative ? -size : size))
  }

  private mutating func finishReduction(_ function: GraphFunction, _ position: Int) throws(SourceError) {
    index += 1
    guard token.kind == .name("axis"), tokens[index + 1].isSign("=") else {
      throw SourceError(
        "After the value only axis= can follow: \(function.usage).", at: token.start)
    }
    index += 2
    let axis = try wholeNumber("The axis must be a whole number, as in axis=0 or axis=-1.")
    try expectParenthesis(after: "The axis")
    finishCall(function.along(axis: axis))
  }

  /// Whether two tokens begin a setting, such as `stride=`.
  private func isSetting(_ name: Token, _ sign: Token) -> Bool {
    if case .name = name.kind { return sign.isSign("=") }
    return false
  }

  /// Reads the stride and the padding that may follow the values of a call, up to its closing parenthesis.
  private mutating func windowSteps(_ function: GraphFunction) throws(SourceError) -> WindowSteps {
    var steps = WindowSteps()
    var seen: Set<String> = []
    while token.isSign(",") {
      index += 1
      let start = token.start
      guard case .name(let name) = token.kind, name == "stride" || name == "padding",
        tokens[index + 1].isSign("=")
      else {
        throw SourceError("Here only stride= and padding= can follow: \(function.usage).", at: start)
      }
      guard seen.insert(name).inserted else {
        throw SourceError("The setting \(name)= stands here twice.", at: start)
      }
      index += 2
      let number = try wholeNumber("A setting must be a whole number, as in \(name)=1.")
      if name == "stride" { steps.stride = number } else { steps.padding = number }
    }
    try expectParenthesis(after: "The settings")
    return steps
  }

  /// Puts a function with its settings in the place of the plain one; its parenthesis is read next.
  private mutating func finishCall(_ function: GraphFunction) {
    guard case .call(_, let position, let valueCount)? = pending.popLast() else { return }
    pending.append(.call(function, position: position, valueCount: valueCount))
  }

  private func expectParenthesis(after subject: String) throws(SourceError) {
    guard token.isSign(")") else {
      throw SourceError("\(subject) must be followed by a closing parenthesis.", at: token.start)
    }
  }

  /// Reads a whole number with an optional minus.
  private mutating func wholeNumber(_ rule: String) throws(SourceError) -> Int {
    let start = token.start
    let isNegative = token.isSign("-")
    if isNegative { index += 1 }
    guard case .number = token.kind else { throw SourceError(rule, at: token.start) }
    let digits = source[token.start..<token.end]
    guard digits.allSatisfy(NumberReading.isDigit) else { throw SourceError(rule, at: start) }
    guard let number = Int((isNegative ? "-" : "") + String(digits)) else {
      throw SourceError("This number is too large.", at: start)
    }
    index += 1
    return number
  }
}
