import Foundation
import Testing

/// The listings of the README, each of which is an example of this package that is built and run.
@Suite struct ReadmeTests {
  @Test(
    "a listing is the example's source, and the text under it what the example prints",
    arguments: ["README.md", "README.zh-CN.md"], ["Graph", "Layers", "Training"])
  func listing(_ readme: String, _ example: String) throws {
    let text = try Repository.text(readme)
    let source = try Repository.text("Examples/\(example)/main.swift")
    let output = try CommandRunner.run(program: "Example\(example)", [])
    #expect(output.status == 0)
    let block = "```swift\n\(source)```\n\n```text\n\(output.output)```\n"
    #expect(text.contains(block), "\(readme) should contain:\n\(block)")
  }

  @Test(
    "a command's output in the README is what it prints",
    arguments: [
      ("README.md", ["apple * count * tax", "--set", "apple=100", "--set", "count=2", "--set", "tax=1.1"]),
      ("README.md", ["(x + y)**2", "--set", "x=1", "--set", "y=2"]),
      ("README.zh-CN.md", ["(x + y)**2", "--set", "x=1", "--set", "y=2"]),
      ("README.zh-CN.md", ["苹果 * 个数 * 消费税", "--set", "苹果=100", "--set", "个数=2", "--set", "消费税=1.1"]),
    ])
  func graph(_ readme: String, _ arguments: [String]) throws {
    let text = try Repository.text(readme)
    let output = try CommandRunner.run(["graph"] + arguments).output
    let block = output.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    #expect(text.contains(block), "\(readme) should contain:\n\(block)")
  }
}
