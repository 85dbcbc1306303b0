import Testing

@Suite struct GraphLimitTests {
  // One argument may have 128 KiB on Linux, which bounds the lengths here.

  @Test(arguments: ["+1", "*1", "**1", "-0"])
  func longExpressions(_ term: String) throws {
    let count = 40_000
    let expression = "1" + String(repeating: term, count: count)
    let value = term == "+1" ? Double(count + 1) : 1
    try check(expression, value)
  }

  @Test func manySignsAndParentheses() throws {
    try check(String(repeating: "-", count: 100_000) + "1", 1)
    try check(String(repeating: "(", count: 200) + "7" + String(repeating: ")", count: 200), 7)
  }

  private func check(_ expression: String, _ value: Double) throws {
    let result = try CommandRunner.run(
      ["graph", "--format", "json", "--", expression], timeLimit: .seconds(60))
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("{\"value\":\(value),"))
  }

  @Test(arguments: ["(", "exp(", "[", "-(", "2**(", "[[1],"])
  func deepNesting(_ opening: String) throws {
    let result = try CommandRunner.run(["graph", "--", String(repeating: opening, count: 20_000) + "1"])
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: "))
    #expect(result.errors.contains("deep") || opening == "[[1],")
  }

  /// A person's script may set as many names as a command line holds.
  @Test func manySettings() throws {
    let names = (0..<18_000).map { "x\($0)" }
    let settings = names.flatMap { name in ["--set", "\(name)=1"] }
    let used = names.prefix(15_000).joined(separator: "+")
    let result = try CommandRunner.run(
      ["graph", used, "--format", "json"] + settings, timeLimit: .seconds(60))
    #expect(result.status == 0 && result.output.hasPrefix("{\"value\":15000.0,"))
    #expect(result.errors.contains("2980 other names"))
  }

  @Test func settingsKeepTheirMeaningWhereverTheyStand() throws {
    let plain = try CommandRunner.run(["graph", "x - y * z", "--set", "x=1", "--set", "y=-2", "--set", "z=3"])
    #expect(plain.status == 0 && plain.output.contains("= #0 − #3"))
    for arguments in [
      ["--set=x=1", "--set", "y=-2", "x - y * z", "--set=z=3"],
      ["--set", "x=1", "--set=y=-2", "--set", "z=3", "--", "x - y * z"],
    ] {
      #expect(try CommandRunner.run(["graph"] + arguments).output == plain.output)
    }
    // Behind -- all is the expression.
    let behind = try CommandRunner.run(["graph", "--set", "x=1", "--", "x", "--set", "y=1"])
    #expect(behind.status == 64 && behind.errors.contains("there are 3 here"))
    let missing = try CommandRunner.run(["graph", "x", "--set", "x=1", "--set"])
    #expect(missing.status == 64 && missing.errors.contains("Missing value"), "\(missing.errors)")
  }

  @Test func deeplyNestedValues() throws {
    let result = try CommandRunner.run([
      "graph", "x", "--set", "x=" + String(repeating: "[", count: 60_000),
    ])
    #expect(result.status == 64 && result.errors.contains("nested 64 deep"))
  }

  @Test(arguments: [
    ("x + reshape(x, -1, 1)", "add"), ("reshape(x, -1, 1) @ reshape(x, 1, -1)", "matmul"),
    ("x ** reshape(x, -1, 1)", "power"), ("reshape([], 0, 9999999999)", "reshape"),
    ("reshape([1], 9223372036854775807, 9223372036854775807)", "reshape"),
  ])
  func giganticResultsAreRefused(_ expression: String, _ operation: String) throws {
    let numbers = "[" + Array(repeating: "1", count: 20_000).joined(separator: ",") + "]"
    let result = try CommandRunner.run(["graph", expression, "--set", "x=\(numbers)"])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("The result of \(operation) would have"), "\(result.errors)")
  }

  @Test func largeResultsComeOutWhole() throws {
    let numbers = "[" + (0..<200).map(String.init).joined(separator: ",") + "]"
    let output = try graph("x * reshape(x, -1, 1)", ["x": numbers])
    #expect(output.value.shape == [200, 200])
    #expect(output.value.scalars.last == 39_601)
    // By hand: x appears as row and as column, and 2 · (0 + 1 + … + 199) = 39800.
    #expect(output.gradients["x"]?.scalars.allSatisfy { $0 == 39_800 } == true)
  }

  @Test func emptyValuesPassThrough() throws {
    #expect(try graph("sum(x) + mean([2])", ["x": "[[], []]"]).value == .number(2))
    #expect(try graph("x @ y", ["x": "[[], []]", "y": "[]"]).value.scalars == [0, 0])
  }
}
