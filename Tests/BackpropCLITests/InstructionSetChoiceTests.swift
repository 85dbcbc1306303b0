import Backprop
import Foundation
import Testing

@Suite("BACKPROP_INSTRUCTION_SET") struct InstructionSetChoiceTests {
  /// Misspelt names, and those of other machines.
  private static let others =
    ["avx521", "AVX2", "sse\n2"] + ["neon", "avx512"].filter { !InstructionSet.all.contains($0) }

  @Test("that names none of this machine is told before anything is done", arguments: others)
  func mistaken(_ name: String) throws {
    let result = try CommandRunner.run(
      ["graph", "x * y", "--set", "x=2", "--set", "y=3"], environment: ["BACKPROP_INSTRUCTION_SET": name])
    let shown = name.replacing("\n", with: "\\u{A}")
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(
      result.errors
        == "Error: BACKPROP_INSTRUCTION_SET is '\(shown)', but the instruction sets here are "
        + "\(InstructionSet.all.joined(separator: ", ")). Name one of them, or unset the variable to have the fastest.\n"
    )
  }

  @Test("that names one, or nothing, is obeyed")
  func known() throws {
    for name in InstructionSet.all + [""] {
      let result = try CommandRunner.run(
        ["graph", "x * y", "--set", "x=2", "--set", "y=3"], environment: ["BACKPROP_INSTRUCTION_SET": name])
      #expect(result.status == 0 && result.errors.isEmpty, "\(name): \(result.errors)")
    }
  }

  @Test("that is mistaken is told in Chinese, too; the help is shown all the same")
  func languages() throws {
    let environment = ["BACKPROP_INSTRUCTION_SET": "avx521", "LC_ALL": "zh_CN.UTF-8"]
    let result = try CommandRunner.run(["graph", "x * y"], environment: environment)
    #expect(result.status == 64 && result.errors.contains("“avx521”，而这台机器的指令集有 portable"))
    #expect(try CommandRunner.run(["--help"], environment: environment).status == 0)
  }

  @Test("that is mistaken is told once by a program with the library, which goes on")
  func library() throws {
    let program = "ExampleLayers"
    let usual = try CommandRunner.run(program: program, [])
    let result = try CommandRunner.run(
      program: program, [], environment: ["BACKPROP_INSTRUCTION_SET": "avx521"])
    #expect(result.status == 0 && result.output == usual.output)
    let best = try #require(InstructionSet.all.last)
    #expect(
      result.errors.hasPrefix(
        "Warning: BACKPROP_INSTRUCTION_SET is \"avx521\", but the instruction sets here are ")
        && result.errors.hasSuffix(" Until then it is \(best).\n"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }
}
