import Foundation
import Testing

@Suite("backprop graph --upstream") struct GraphUpstreamTests {
  private func run(_ expression: String, _ upstream: String, _ settings: [String]) throws -> CommandResult {
    try CommandRunner.run(
      ["graph", expression, "--upstream", upstream] + settings.flatMap { ["--set", $0] })
  }

  /// The notes' examples of the two nodes.
  @Test("gives the notes' numbers", arguments: [("x + y", "1.3", "1.3"), ("x * y", "6.5", "13")])
  func notes(expression: String, x: String, y: String) throws {
    let result = try run(expression, "1.3", ["x=10", "y=5"])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(
      result.output.hasSuffix(
        "\n\nderivatives, with the upstream value 1.3 at the result\n  x  \(x)\n  y  \(y)\n"),
      "\(result.output)")
    let row = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("#2") })
    #expect(row.hasSuffix("  1.3"))
  }

  /// By hand: x² has the derivative 2x, times what arrives.
  @Test(
    "takes a number for every element, or a value of the result's shape",
    arguments: [("-2", [-4.0, -8]), ("[1, 10]", [2, 40]), ("[0, \"inf\"]", [0, .infinity])])
  func shapes(upstream: String, derivative: [Double]) throws {
    let result = try CommandRunner.run([
      "graph", "x ** 2", "--upstream", upstream, "--set", "x=[1, 2]", "--format", "json",
    ])
    let output = try JSONDecoder().decode(GraphOutput.self, from: Data(result.output.utf8))
    #expect(output.gradients["x"]?.scalars == derivative)
    #expect(result.output.contains("\"upstream\":"))
    #expect(try !CommandRunner.run(["graph", "1", "--format", "json"]).output.contains("upstream"))
  }

  @Test(
    "refuses other shapes and what is no value",
    arguments: [
      ("[1, 2, 3]", "--upstream has the shape (3,), but the result has (2,)"), ("[[1, 2]]", "(1, 2)"),
      ("[1]", "(1,)"), ("x", "The value of --upstream can't be read"), ("", "empty"), ("[1, [2]]", "ragged"),
    ])
  func mistakes(upstream: String, words: String) throws {
    let result = try run("x ** 2", upstream, ["x=[1, 2]"])
    #expect(result.status == 64 && result.output.isEmpty && result.errors.contains(words), "\(result.errors)")
    let network = try CommandRunner.run(["graph", "--network", "2,3", "--upstream", "1"])
    #expect(network.status == 64 && network.errors.contains("--upstream"))
  }

  @Test("is drawn, and told in the page")
  func drawings() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "upstream-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = ["svg", "html", "dot", "mermaid"]
    let options = names.flatMap { ["--\($0)", folder.appendingPathComponent($0).path] }
    let result = try CommandRunner.run(
      ["graph", "x * y", "--upstream", "1.3", "--set", "x=10", "--set", "y=5", "--drawing", "always"]
        + options)
    #expect(result.status == 0)
    for name in names {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for number in ["1.3", "6.5", "13"] { #expect(text.contains(number), "\(name): \(number)") }
      #expect(name != "html" || text.contains("\"isUpstreamGiven\":true"))
    }
    let drawing = result.output.components(separatedBy: "node").first ?? ""
    #expect(drawing.contains("1.3") && drawing.contains("6.5"))
  }
}
