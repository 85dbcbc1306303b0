import Testing

@Suite struct UsageTests {
  @Test func version() throws {
    let result = try CommandRunner.run(["--version"])
    #expect(result.status == 0)
    #expect(result.output.split(separator: ".").count == 3)
  }

  @Test("every command explains itself", arguments: [[], ["train"], ["check"], ["graph"], ["bench"]])
  func help(_ command: [String]) throws {
    let result = try CommandRunner.run(command + ["--help"])
    #expect(result.status == 0)
    #expect(result.output.contains("USAGE: backprop"))
    #expect(result.errors.isEmpty)
  }

  @Test(
    "wrong usage is reported on standard error, with status 64 and nothing on standard output",
    arguments: [
      ["nonsense"], ["--nonsense"], ["train", "--hidden", "0"], ["train", "--hidden", "50,,50"],
      ["train", "--hidden", ""], ["train", "--hidden", "99999999999999999999"],
      ["train", "--iterations", "-1"],
      ["train", "--iterations", "0"], ["train", "--iterations", "9223372036854775807"],
      ["train", "--epochs", "9223372036854775807"], ["train", "--iterations", "5", "--epochs", "5"],
      ["train", "--batch-size", "0"], ["train", "--batch-size", "9223372036854775807"],
      ["train", "--learning-rate", "nan"], ["train", "--learning-rate", "inf"],
      ["train", "--learning-rate", "-1"],
      ["train", "--init-std", "-1"], ["train", "--init-std", "much"], ["train", "--activation", "none"],
      ["train", "--threads", "0"], ["train", "--threads", "100000"], ["train", "--seed", "-1"],
      ["train", "--seed", "18446744073709551616"], ["train", "--data", "cifar"],
      ["train", "--format", "xml"],
      ["train", "--data", "digits", "--data-dir", "."], ["train", "--test-data", "auto"], ["train", "extra"],
      ["train", "--data", "digits", "--hidden", "1000000,1000000"],
      ["check", "--samples", "0"], ["check", "--samples", "1000000"], ["check", "--step", "0"],
      ["check", "--step", "nan"], ["check", "--hidden", "-5"],
      ["bench", "--filter", "nothing of that name"], ["bench", "--threads", "0"],
      ["bench", "--format", "xml"],
      ["bench", "--time-scale", "nan"], ["bench", "--time-scale", "0"],
    ])
  func wrongUsage(_ arguments: [String]) throws {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Error: "))
  }

  @Test(
    "files that can't be read are reported with status 74",
    arguments: [
      ["train", "--data-dir", "/nowhere/at/all"], ["check", "--data-dir", "/dev/null"],
      ["train", "--data", "digits", "--test-data-dir", "/nowhere/at/all"],
      ["bench", "--filter", "whole job", "--format", "json", "--data-dir", "/nowhere/at/all"],
    ])
  func inputAndOutput(_ arguments: [String]) throws {
    let result = try CommandRunner.run(arguments)
    #expect(result.status == 74)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(arguments.last!))
  }
}
