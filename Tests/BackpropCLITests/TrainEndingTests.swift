import Foundation
import Testing

/// How `backprop train` ends when its numbers do, and what it says of a network that learns nothing.
@Suite struct TrainEndingTests {
  @Test("a training whose loss or parameters aren't finite says so everywhere and has status 1")
  func notFinite() throws {
    let data = try SmallDataset()
    let arguments = ["train", "--data-dir", data.path, "--iterations", "40", "--learning-rate", "1e30"]
    for options in [[], ["--quiet"], ["--hidden", "20,10"]] {
      let text = try CommandRunner.run(arguments + options)
      #expect(text.status == 1)
      #expect(text.output.contains("\nnot finite: "), "\(text.output)")
      #expect(text.errors.contains("Error: the training ended with values that aren't finite: "))
      #expect(text.errors.contains("--learning-rate") && text.errors.contains("--watch-nan"))
    }
    let json = try CommandRunner.run(arguments + ["--quiet", "--format", "json"])
    #expect(json.status == 1)
    let summary = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(summary?["finite"] as? Bool == false)
    // JSON has no NaN: numbers that aren't finite are strings, as everywhere here.
    #expect(["nan", "inf"].contains(summary?["loss"] as? String))
    let calm = try CommandRunner.run(
      ["train", "--data-dir", data.path, "--iterations", "5", "--quiet", "--format", "json"])
    #expect(calm.status == 0 && calm.errors.isEmpty)
    let finite = try JSONSerialization.jsonObject(with: Data(calm.output.utf8)) as? [String: Any]
    #expect(finite?["finite"] as? Bool == true && (finite?["loss"] as? Double ?? .nan).isFinite)
  }

  @Test(
    "a number that single precision makes infinite or 0 is refused with the rule",
    arguments: [
      ("--learning-rate", "1e39"), ("--learning-rate", "1e-50"), ("--learning-rate", "0"),
      ("--learning-rate", "-1"), ("--learning-rate", "nan"), ("--learning-rate", "fast"),
    ])
  func learningRate(option: String, value: String) throws {
    let result = try CommandRunner.run(["train", "--data", "digits", option, value])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("\(option) must be a number above 0 that single precision can hold"))
    #expect(result.errors.contains("Usage: backprop train"))
  }

  @Test(
    "every option of numbers says its rule, whatever is wrong",
    arguments: [
      ("--init-std", "-1", "finite number ≥ 0"), ("--init-std", "1e39", "finite number ≥ 0"),
      ("--init-std", "1e-60", "finite number ≥ 0"), ("--init-std", "large", "or he, xavier, heuniform"),
      ("--iterations", "many", "a whole number from 0 to 1,000,000,000"),
      ("--iterations", "1.5", "a whole number from 0 to 1,000,000,000"),
      ("--iterations", "99999999999999999999", "a whole number from 0 to 1,000,000,000"),
      ("--epochs", "-1", "a whole number from 0 to 1,000,000"),
      ("--batch-size", "", "a whole number from 1 to 100,000"),
      ("--threads", "two", "a whole number from 1 to 256"),
      ("--seed", "-1", "a whole number from 0 to 184467"),
    ])
  func rules(option: String, value: String, rule: String) throws {
    let result = try CommandRunner.run(["train", "--data", "digits", option, value])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("\(option) must be") && result.errors.contains(rule), "\(result.errors)")
  }

  @Test("deep networks that don't get off the ground from small weights are given a hint, others not")
  func hint() throws {
    let data = try SmallDataset()
    func errors(_ options: String...) throws -> String {
      let result = try CommandRunner.run(["train", "--data-dir", data.path, "--quiet"] + options)
      #expect(result.status == 0)
      return result.errors
    }
    let deep = ["--hidden", "20,20,20,20", "--batch-size", "20"]
    for options in [deep, deep + ["--activation", "sigmoid"], deep + ["--init-std", "0"]] {
      let result = try CommandRunner.run(
        ["train", "--data-dir", data.path, "--quiet", "--iterations", "1000"] + options)
      #expect(
        result.status == 0
          && result.errors.hasPrefix("Hint: the network can't learn from where it starts: behind Affine"),
        "\(options): \(result.errors)")
      #expect(result.errors.count(where: \.isNewline) == 1)
      #expect(result.errors.contains("--init-std \(options.contains("sigmoid") ? "xavier" : "he")"))
    }
    #expect(try errors("--iterations", "1", "--hidden", "20,20,20,20").isEmpty)
    #expect(try errors("--iterations", "1000", "--hidden", "20,20,20,20", "--init-std", "he").isEmpty)
    #expect(try errors("--iterations", "600").isEmpty)
    #expect(
      try errors("--iterations", "600", "--learning-rate", "1e-9").contains("Give another --learning-rate"))
  }
}
