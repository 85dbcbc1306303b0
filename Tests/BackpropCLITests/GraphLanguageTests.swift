import Testing

@Suite struct GraphLanguageTests {
  /// By hand with Python's precedence.
  @Test(arguments: [
    ("-2**2", -4.0), ("2**-1", 0.5), ("2**3**2", 512), ("-2 * -3", 6), ("2 - 3 - 4", -5), ("8 / 4 / 2", 1),
    ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20), ("--3", 3), ("2**-2**2", 0.0625), ("10 - -2**2", 14),
    ("2 × 3 − 6 ÷ 4", 4.5), (".5 + 1. + 1e2 + 2.5E-1", 101.75), ("  ( ( 7 ) )  ", 7), ("1 -1", 0),
    ("sum([1, -2, 3]) * 2", 4),
  ])
  func precedence(_ expression: String, _ value: Double) throws {
    #expect(try graph(expression).value == .number(value))
  }

  @Test func nodesStandInForwardOrder() throws {
    let output = try graph("(x + y) * x - 2", ["x": "3", "y": "4"])
    #expect(output.nodes.map(\.id) == [0, 1, 2, 3, 4, 5])
    #expect(output.nodes.map(\.name) == ["x", "y", nil, nil, nil, nil])
    #expect(output.nodes.map(\.operation) == [nil, nil, "add", "multiply", nil, "subtract"])
    #expect(output.nodes.map(\.inputs) == [[], [], [0, 1], [2, 0], [], [3, 4]])
    // By hand: x (x + y) − 2 has the derivatives 2 x + y and x.
    #expect(output.nodes.map { $0.gradient?.scalars } == [[10], [3], [3], [1], nil, [1]])
  }

  @Test(arguments: ["x**2", "x ** (2)", "x** 2.0"])
  func literalExponentIsPartOfTheNode(_ expression: String) throws {
    let output = try graph(expression, ["x": "3"])
    #expect(output.nodes.map(\.operation) == [nil, "power"])
    #expect(output.nodes.map(\.inputs) == [[], [0]])
    #expect(output.gradients["x"] == .number(6))
  }

  @Test func signedLiteralExponent() throws {
    let output = try graph("x ** -2", ["x": "2"])
    #expect(output.nodes.count == 2)
    #expect(output.value == .number(0.25) && output.gradients["x"] == .number(-0.25))
  }

  @Test func namesOfAllScripts() throws {
    let output = try graph(
      "苹果 * W₁ + été_2 + नमस्ते", ["苹果": "2", "W₁": "3", "e\u{301}te\u{301}_2": "4", "नमस्ते": "5"])
    #expect(output.value == .number(15))
    #expect(output.gradients["苹果"] == .number(3))
  }

  @Test(arguments: ["-x**2", "--x", "---x", "----x * 2", "-h*2", "-s * 2", "-f"])
  func leadingMinusNeedsNoTerminator(_ expression: String) throws {
    let name = String(expression.first { $0.isLetter } ?? "x")
    let plain = try CommandRunner.run(["graph", expression, "--set", "\(name)=-3"])
    let terminated = try CommandRunner.run(["graph", "--set", "\(name)=-3", "--", expression])
    #expect(plain.status == 0 && terminated.status == 0)
    #expect(plain.output == terminated.output)
  }

  @Test func numbersReadBackTheSameBits() throws {
    for number in [
      0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 2.2250738585072014e-308,
      123456789.12345679,
    ] {
      #expect(try graph("x", ["x": "\(number)"]).value == .number(number))
    }
    let zero = try graph("-x", ["x": "0"]).value.scalars[0]
    #expect(zero == 0 && zero.sign == .minus)
  }

  @Test func constantsAloneHaveNoDerivatives() throws {
    let output = try graph("[[1, -2], [3, 4]]")
    #expect(output.value.shape == [2, 2])
    #expect(output.gradients.isEmpty)
    #expect(output.nodes.count == 1 && output.nodes[0].gradient == nil)
  }
}
