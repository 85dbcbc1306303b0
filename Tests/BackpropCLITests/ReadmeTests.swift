import Foundation
import Testing

/// The listings of the README, each of which is an example of this package that is built and run.
@Suite struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    "a listing is the example's source, and the text under it what the example prints",
    arguments: ["README.md", "README.zh-CN.md"], ["Graph", "Layers", "Training"])
  func listing(_ readme: String, _ example: String) throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent(readme), encoding: .utf8)
    let source = try String(
      contentsOf: Self.root.appendingPathComponent("Examples/\(example)/main.swift"), encoding: .utf8)
    let output = try CommandRunner.run(program: "Example\(example)", [])
    #expect(output.status == 0)
    let block = "```swift\n\(source)```\n\n```text\n\(output.output)```\n"
    #expect(text.contains(block), "\(readme) should contain:\n\(block)")
  }

  @Test(
    "a command's output in the README is what it prints",
    arguments: [
      ("README.md", ["(x + y)**2", "--set", "x=1", "--set", "y=2"]),
      ("README.zh-CN.md", ["苹果 * 个数 * 消费税", "--set", "苹果=100", "--set", "个数=2", "--set", "消费税=1.1"]),
    ])
  func graph(_ readme: String, _ arguments: [String]) throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent(readme), encoding: .utf8)
    let output = try CommandRunner.run(["graph"] + arguments).output
    let block = output.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    #expect(text.contains(block), "\(readme) should contain:\n\(block)")
  }
}
