import BackpropFiles
import Testing

/// A mistake in an expression: where the caret must stand and what the sentence must say.
struct Mistake: Sendable, CustomTestStringConvertible {
  var expression: String
  var column: Int
  var words: String

  init(_ expression: String, _ column: Int, _ words: String) {
    self.expression = expression
    self.column = column
    self.words = words
  }

  var testDescription: String { expression }
}

@Suite struct GraphMistakeTests {
  /// Runs a wrong command: nothing may be on standard output, and the status is that of wrong usage.
  private func errors(_ arguments: [String], status: Int32 = 64) throws -> String {
    let result = try CommandRunner.run(["graph"] + arguments)
    #expect(result.status == status)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: "))
    return result.errors
  }

  @Test(arguments: [
    Mistake("", 1, "empty"), Mistake("   ", 1, "empty"), Mistake("1 +", 4, "ends where a value must follow"),
    Mistake("1 +* 2", 4, "missing before this *"), Mistake("(1 + (2)", 1, "never closed"),
    Mistake("1)", 2, "no opening one"), Mistake("1 2", 3, "operator is missing"), Mistake("2x", 2, "write *"),
    Mistake("1.2.3", 4, "second point"), Mistake("2^3", 2, "**"), Mistake("1 $ 2", 3, "$"),
    Mistake("[1, [2]]", 5, "ragged"), Mistake("[[1, 2], [3]]", 12, "ragged"), Mistake("[1, x]", 5, "numbers"),
    Mistake("[1", 1, "never closed"), Mistake("[1,]", 4, "missing"), Mistake("(1, 2)", 3, "comma"),
    Mistake("exp(1, 2)", 6, "exp(x)"), Mistake("exp()", 5, "missing"),
    Mistake("cross_entropy([1])", 18, "second value"), Mistake("sum([1], 0)", 10, "axis="),
    Mistake("conv2d([1])", 11, "second value"),
    Mistake("max_pool2d([1])", 15, "The window's size is missing"),
    Mistake("max_pool2d([1], x)", 17, "whole number"),
    Mistake("avg_pool2d([1], 2, 3)", 20, "stride= and padding="),
    Mistake("max_pool2d([1], 2, stride=1, stride=1)", 30, "twice"),
    Mistake("conv2d([1], stride=2)", 13, "stride= can stand only after the values"),
    Mistake("conv2d([1], [1], [1], 4)", 23, "stride= and padding="),
    Mistake("conv2d([1], [1], padding=x)", 26, "padding=1"),
    Mistake("conv2d([1], [1])", 1, "images must have four axes"),
    Mistake("sum([1], axis=x)", 15, "whole number"), Mistake("sum([1], axis=3)", 1, "no axis 3"),
    Mistake("leaky_relu([1], x)", 17, "The slope must be a number, as in leaky_relu(x, 0.2)"),
    Mistake("leaky_relu([1], 1, 2)", 18, "closing parenthesis"), Mistake("gelu([1], 2)", 9, "gelu(x)"),
    Mistake("swish([1])", 1, "write silu(x)"), Mistake("leakyReLU([1])", 1, "write leaky_relu(x)"),
    Mistake("reshape([1], 1.5)", 14, "whole number"), Mistake("reshape([1, 2], 3)", 1, "2 elements"),
    Mistake("reshape([1, 2], -1, -1)", 1, "only one"), Mistake("nothing * 2", 1, "--set nothing=VALUE"),
    Mistake("sigmod(1)", 1, "Did you mean sigmoid?"), Mistake("exp", 1, "parentheses"),
    Mistake("x = 2", 1, "--set x=VALUE"), Mistake("1 + _x", 5, "letter"),
  ])
  func expression(_ mistake: Mistake) throws {
    let lines = try errors(["--", mistake.expression]).split(
      separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count >= 3)
    #expect(lines[0].contains(mistake.words), "\(lines[0])")
    #expect(lines[0].hasSuffix("(column \(mistake.column) of the expression)"), "\(lines[0])")
    #expect(lines[1] == "  " + mistake.expression)
    #expect(lines[2] == String(repeating: " ", count: mistake.column + 1) + "^")
  }

  @Test func caretStandsUnderWideCharacters() throws {
    let lines = try errors(["苹果 * e\u{301} * 梨", "--set", "苹果=1", "--set", "é=2"]).split(separator: "\n")
    #expect(lines[0].contains("--set 梨=VALUE") && lines[0].contains("(column 10 of"))
    // Two columns for each of the two characters before, one for the accented letter.
    #expect(lines[2] == "  " + String(repeating: " ", count: 11) + "^")
  }

  @Test func longExpressionsAreShownAroundTheMistake() throws {
    let expression = Array(repeating: "x", count: 500).joined(separator: " + ") + " + ? + 1"
    let lines = try errors([expression, "--set", "x=1"]).split(separator: "\n")
    #expect(lines[1].count < 90)
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let place = lines[1].index(
      lines[1].startIndex, offsetBy: lines[2].distance(from: lines[2].startIndex, to: caret))
    #expect(lines[1][place] == "?")
  }

  @Test func shapesThatDoNotFitAreNamed() throws {
    let message = try errors(["x @ W + 1", "--set", "x=[1, 2]", "--set", "W=[[1], [2], [3]]"])
    for words in ["matmul", "x of shape (2,)", "W of shape (3, 1)", "column 3 of the expression"] {
      #expect(message.contains(words), "\(message)")
    }
    let sum = try errors(["x * 2 + y", "--set", "x=[1, 2]", "--set", "y=[1, 2, 3]"])
    #expect(sum.contains("add") && sum.contains("(2,)") && sum.contains("y of shape (3,)"))
  }

  @Test func misspeltNamesAreRecognised() throws {
    #expect(try errors(["appel * 2", "--set", "apple=1"]).contains("Did you mean apple?"))
    #expect(try !errors(["pear * 2", "--set", "apple=1"]).contains("Did you mean"))
  }

  @Test(arguments: [
    ("x", "NAME=VALUE"), ("=1", "a name before"), ("1x=2", "'1x' isn't a name"),
    ("x y=2", "'x y' isn't a name"),
    ("_x=2", "isn't a name"), ("x=", "empty"), ("x=[1,2", "column 5 of the value"),
    ("x=[1,,2]", "column 4 of the"),
    ("x=[[1,2],[3]]", "ragged"), ("x=[1,[2]]", "ragged"), ("x=[[1],2]", "ragged"), ("x=1 2", "more after"),
    ("x=007", "isn't a JSON number"), ("x=.5", "isn't a JSON number"), ("x=abc", "isn't a JSON number"),
    ("x={}", "JSON object"),
    ("x=[1]]", "more after"), ("x=true", "isn't a JSON number"), ("x=\"1\"", "isn't a JSON number"),
  ])
  func setting(_ argument: String, _ words: String) throws {
    let message = try errors(["x", "--set", argument])
    #expect(message.contains(words), "\(message)")
  }

  @Test func aNameCanBeSetOnce() throws {
    // The same letters, composed and decomposed, are one name.
    let message = try errors(["é", "--set", "é=1", "--set", "e\u{301}=2"])
    #expect(message.contains("set twice"))
  }

  @Test(arguments: [
    Mistake("np.dot(x, W)", 1, "for np.dot write dot(x, W), which is x @ W"),
    Mistake("1 + np.exp(x)", 5, "for np.exp write exp(x)"),
    Mistake("numpy.maximum(x, 0)", 1, "write relu(x) for the larger one of 0 and x"),
    Mistake("np.sum(x, axis=0)", 1, "sum(x) or sum(x, axis=0)"), Mistake("np.sin(x)", 1, "no function sin"),
    Mistake("torch.sigmod(x)", 1, "Did you mean sigmoid?"), Mistake("x.T @ W", 1, "write transpose(x)"),
    Mistake("(x @ W).sum()", 8, "write sum(x)"), Mistake("ln(x)", 1, "write log(x)"),
    Mistake("log10(x)", 1, "log(x) / log(10)"), Mistake("pow(x, 2)", 1, "write x ** y"),
    Mistake("abs(x)", 1, "relu(x) + relu(-x)"), Mistake("min(x)", 1, "-max(-x)"),
    Mistake("cross_entropy_error(y, t)", 1, "write cross_entropy(y, t)"),
    Mistake("affine(x, W, b)", 1, "x @ W + b"), Mistake("Sigmod(x)", 1, "Did you mean sigmoid?"),
    Mistake("5 // 2", 4, "write / to divide"), Mistake("2 · 3", 3, "write * to multiply"),
    Mistake("√(2)", 1, "sqrt(x)"), Mistake("2 （3", 3, "write (, in half width"), Mistake("3²", 2, "**"),
    Mistake("e ** 2", 1, "write exp(x)"), Mistake("2 * pi", 5, "--set pi=3.14159"),
    Mistake("dot(1)", 6, "dot(x, W)"), Mistake("dot", 1, "needs parentheses"),
  ])
  func habitsFromElsewhere(_ mistake: Mistake) throws {
    let line = try #require(try errors(["--", mistake.expression]).split(separator: "\n").first)
    #expect(line.contains(mistake.words), "\(line)")
    #expect(line.hasSuffix("(column \(mistake.column) of the expression)"), "\(line)")
  }

  /// What steers a terminal or rearranges the words beside it is shown as an escape, and the caret keeps its column.
  @Test func charactersThatCannotBeSeenAreShownAsEscapes() throws {
    let texts = [
      try errors(["x", "--set", "x\u{1B}[31m=1"]), try errors(["x", "--set", "a\u{202E}b=1"]),
      try errors(["x", "--set", "\u{200F}\u{9B}2J"]), try errors(["x", "--set", "x=1\u{1B}[2J"]),
      try errors(["x", "--set", "x=@no\u{202E}file"], status: 74), try errors(["1", "a\u{1B}[2J\u{2066}"]),
      try errors(["x + \u{202E}y\u{1B}[2J"]), try errors(["x \u{2066}\u{7}+ + 1", "--upstream", "\u{1B}c"]),
    ]
    for text in texts {
      #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isUnseen }, "\(text.debugDescription)")
      #expect(text.contains("\\u{"), "\(text.debugDescription)")
    }
    let lines = try errors(["1 + \u{202E}\u{202E} 2"]).split(separator: "\n")
    #expect(lines[0].contains("The character U+202E") && lines[0].hasSuffix("(column 5 of the expression)"))
    #expect(lines[1] == "  1 + \\u{202E}\\u{202E} 2" && lines[2] == "      ^")
  }

  @Test func unusedSettingsAreWarnedOf() throws {
    let result = try CommandRunner.run(["graph", "x + 1", "--set", "x=1", "--set", "y=2"])
    #expect(result.status == 0)
    #expect(result.errors == "Warning: y is set, but the expression doesn't use it.\n")
  }

  @Test func oneExpressionIsNeeded() throws {
    #expect(try errors([]).contains("Give an expression"))
    #expect(try errors(["1", "+", "2"]).contains("quotes"))
  }
}
