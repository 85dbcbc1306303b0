import Backprop
import Foundation
import Testing

@testable import BackpropCLI

@Suite struct CheckCommandTests {
  private struct Line: Decodable {
    var event: String
    var form: String?
    var name: String?
    var meanAbsoluteDifference: Double?
    var maxRelativeError: Double?
    var verdict: String?
    var passed: Bool?
    var checked: Int?
    var elements: Int?
  }

  @Test("both forms of the loss, a line a parameter, and the verdict")
  func json() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    let result = try CommandRunner.run([
      "check", "--data-dir", data.path, "--hidden", "4", "--samples", "2", "--seed", "7", "--format", "json",
    ])
    #expect(result.status == 0)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let lines = try result.output.split(separator: "\n").map {
      try decoder.decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.dropLast().map(\.name) == ["W1", "b1", "W2", "b2", "W1", "b1", "W2", "b2"])
    #expect(lines.last?.event == "summary" && lines.last?.passed == true)
    for line in lines.dropLast() {
      let difference = try #require(line.meanAbsoluteDifference)
      // The notes' ε of 1e-7 is seen in the differences; the stable form leaves rounding, near 1e-10 for b2 at most.
      #expect(difference < (line.form == "notes" ? 1e-6 : 1e-9))
      #expect(["ok", "kink"].contains(line.verdict))
    }
    let lastBiases = lines.filter { $0.name == "b2" }.compactMap(\.meanAbsoluteDifference)
    #expect(lastBiases[0] > 100 * lastBiases[1])
  }

  @Test("text names the two forms and ends with the verdict")
  func text() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    let result = try CommandRunner.run(["check", "--data-dir", data.path, "--hidden", "2", "--samples", "1"])
    #expect(result.status == 0)
    #expect(result.output.contains("The notes' form") && result.output.contains("The stable form"))
    #expect(result.output.hasSuffix("Passed: backpropagation and numerical differentiation agree.\n"))
  }

  @Test("text has the verdict in front of the figures, and explanations below the table")
  func verdictFirst() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    let result = try CommandRunner.run(["check", "--data-dir", data.path, "--hidden", "2", "--samples", "1"])
    let lines = result.output.split(separator: "\n")
    for name in ["W1", "b1", "W2", "b2"] {
      #expect(
        lines.contains { $0.hasPrefix("  \(name)  ok ") || $0.hasPrefix("  \(name)  kink ") }, "\(name)")
    }
  }

  @Test(
    "a step that alone would show nothing but rounding doesn't keep it from an answer",
    arguments: ["1e-15", "0.5"])
  func step(_ step: String) throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    let result = try CommandRunner.run([
      "check", "--data-dir", data.path, "--hidden", "2", "--samples", "1", "--elements", "20", "--step", step,
    ])
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("where rounding hides the gradients of a deep network that hardly has any: status 3")
  func undecided() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    let arguments = [
      "check", "--data-dir", data.path, "--hidden", "3,3,3,3,3,3,3,3", "--samples", "1", "--elements", "5",
    ]
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 3, "\(result.output)")
    #expect(
      result.output.contains("  can't tell  ") && result.output.contains("use Double or a larger loss scale"))
    let json = try CommandRunner.run(arguments + ["--format", "json"])
    #expect(json.status == 3)
    #expect(json.output.contains("\"verdict\":\"can't tell\",\"passed\":false"))
  }

  @Test("each verdict has its status and its last line")
  func statuses() {
    let expected: [GradientReport.Verdict: Int32?] = [.ok: nil, .kink: nil, .rounding: 3, .wrong: 1, .nan: 1]
    for verdict in GradientReport.Verdict.allCases {
      #expect(CheckCommand.status(for: verdict) == expected[verdict]!, "\(verdict)")
    }
    #expect(
      CheckCommand.conclusion(.wrong).hasPrefix("Failed") && CheckCommand.conclusion(.nan).hasPrefix("Failed")
    )
    #expect(CheckCommand.conclusion(.rounding).hasPrefix("Can't tell"))
  }

  @Test("--elements checks so many of each parameter, the same ones for any number of threads")
  func elements() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    func run(_ more: [String]) throws -> CommandResult {
      try CommandRunner.run(
        ["check", "--data-dir", data.path, "--hidden", "4", "--samples", "2", "--elements", "7"] + more)
    }
    let json = try run(["--format", "json"])
    let decoder = JSONDecoder()
    let lines = try json.output.split(separator: "\n").map {
      try decoder.decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.dropLast().map(\.checked) == [7, 4, 7, 7, 7, 4, 7, 7])
    #expect(lines[0].elements! > 7)
    #expect(try run(["--format", "json"]).output == json.output)
    #expect(try run(["--format", "json", "--seed", "1"]).output != json.output)
    #expect(try run([]).output.contains(", 7 of "))
    for count in ["0", "-3"] {
      let refused = try CommandRunner.run(["check", "--data", "digits", "--elements", count])
      #expect(refused.status == 64)
      #expect(refused.errors.contains("--elements must be a whole number from 1 on"))
    }
  }

  @Test(
    "a described network isn't checked on the kinks on which it starts, where an image is empty",
    arguments: [
      "conv 8 3x3 pad 1, relu, conv 8 3x3 pad 1, relu, maxpool 2, affine",
      "conv 4 3x3 pad 1, batchnorm, relu, conv 4 3x3 pad 1, batchnorm, relu, maxpool 2, affine",
    ])
  func kinksOfTheStart(_ network: String) throws {
    let result = try CommandRunner.run(["check", "--data", "digits", "--elements", "4", "--network", network])
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("a large network is sampled by itself, a small one is checked whole")
  func automaticSample() throws {
    func limit(_ sizes: [Int]) throws -> Int? {
      var random = Philox4x32(seed: 0)
      let network = Sequential<Double>(sizes: sizes, weights: .normal(standardDeviation: 0), using: &random)
      return CheckCommand.elementLimit(for: try Model(network), samples: 3)
    }
    #expect(try limit([784, 50, 10]) == nil)
    // About 318,000 parameters: 4 passes of 0.4 ms an element leave 18,000 elements in half a minute.
    let large = try #require(try limit([784, 400, 10]))
    #expect((5_000...20_000).contains(large))
    #expect(try #require(try limit([784, 5000, 10])) < 1000)
  }

  @Test("the progress line fits the terminal")
  func progress() {
    #expect(
      CheckProgress.line(1000, of: 4000, seconds: 10, columns: 60, signs: .unicode)
        == "████░░░░░░░░░░░░░░ 25 %, 1,000 of 4,000 elements, 30 s left")
    for columns in 0...100 {
      #expect(CheckProgress.line(0, of: 0, seconds: 0, columns: columns).count <= max(columns - 1, 0))
    }
  }
}
