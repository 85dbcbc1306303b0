import Foundation
import Testing

@Suite struct CheckCommandTests {
  private struct Line: Decodable {
    var event: String
    var form: String?
    var name: String?
    var meanAbsoluteDifference: Double?
    var maxRelativeError: Double?
    var verdict: String?
    var passed: Bool?
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

  @Test("a step that is too large for agreement fails with status 1")
  func failure() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    let result = try CommandRunner.run([
      "check", "--data-dir", data.path, "--hidden", "2", "--samples", "1", "--step", "1e-15",
    ])
    #expect(result.status == 1)
    #expect(result.output.contains("Failed"))
  }
}
