import Foundation
import Testing

@testable import BackpropCLI

/// Networks that fit the images' shape and still can't be run on them are refused in a sentence.
@Suite struct UnfitNetworkTests {
  private func refusal(_ command: [String], _ data: SmallDataset) throws -> String {
    let result = try CommandRunner.run([command[0], "--data-dir", data.path] + command.dropFirst())
    #expect(result.status == ExitStatus.usage, "\(result)")
    return result.errors
  }

  @Test("a batch norm with a batch of one sample")
  func batchNorm() throws {
    let data = try SmallDataset(trainCount: 21, testCount: 5)
    let network = ["--network", "affine 5, batchnorm, relu, affine"]
    let single = try refusal(["train", "--epochs", "1", "--batch-size", "1"] + network, data)
    #expect(
      single.contains("BatchNorm1 normalises") && single.contains("batch size of 2 or more"), "\(single)")
    let last = try refusal(
      ["train", "--epochs", "1", "--batch-size", "10", "--sampling", "shuffled"] + network, data)
    #expect(last.contains("batches of 10 leave one over"), "\(last)")
    let check = try refusal(["check", "--samples", "1"] + network, data)
    #expect(check.contains("give --samples 2 or more"), "\(check)")
    let chinese = ErrorTranslation.message(last, in: .chinese)
    #expect(chinese.contains("按每批 10 个分，会余下一个"), "\(chinese)")
  }

  @Test("an embedding that would look up pixels, or what a layer has computed")
  func embedding() throws {
    let data = try SmallDataset(trainCount: 20, testCount: 5)
    for command in ["train", "check"] {
      let pixels = try refusal([command, "--network", "embedding 256 2, affine"], data)
      #expect(pixels.contains("embedding takes whole numbers"), "\(pixels)")
      let computed = try refusal([command, "--network", "relu, embedding 256 2, affine"], data)
      #expect(computed.contains("its indices must be whole numbers"), "\(computed)")
    }
  }

  @Test("a bias before a batch norm passes the check")
  func check() throws {
    let data = try SmallDataset(trainCount: 20, testCount: 5)
    let result = try CommandRunner.run([
      "check", "--data-dir", data.path, "--network", "conv 2 3x3, batchnorm, relu, flatten, affine",
      "--elements",
      "3",
    ])
    #expect(result.status == 0, "\(result)")
  }

  @Test("an early-stopped training says last which parameters it has, and names its options")
  func earlyStopping() throws {
    let data = try SmallDataset(trainCount: 40, testCount: 10)
    let options = [
      "train", "--data-dir", data.path, "--epochs", "60", "--batch-size", "5", "--learning-rate", "0.8",
      "--optimizer", "momentum", "--schedule", "cosine", "--sampling", "shuffled", "--early-stopping", "1",
      "--init-std", "he",
    ]
    let text = try CommandRunner.run(options)
    #expect(text.status == 0, "\(text.errors)")
    let lines = text.output.split(separator: "\n")
    #expect(
      lines[0].hasSuffix(
        "momentum, schedule cosine, shuffled, 4 images to validate with, early stopping after 1 epoch"),
      "\(lines[0])")
    #expect(lines[1].hasSuffix("  train   valid    test"), "\(lines[1])")
    #expect(lines.last?.contains("with the parameters of epoch ") == true, "\(text.output)")
    let json = try CommandRunner.run(options + ["--format", "json"])
    let events = json.output.split(separator: "\n")
    #expect(events[0].contains("\"validation_accuracy\":") && events[0].contains("\"validation_loss\":"))
    let summary = try #require(events.last)
    for member in [
      "\"best_epoch\":", "\"stopped_early\":", "\"optimizer\":\"momentum\"", "\"schedule\":\"cosine\"",
    ] {
      #expect(summary.contains(member), "\(member): \(summary)")
    }
  }

  @Test("the notes' job has the members that it always had")
  func notes() throws {
    let data = try SmallDataset(trainCount: 20, testCount: 5)
    let result = try CommandRunner.run([
      "train", "--data-dir", data.path, "--iterations", "2", "--format", "json",
    ])
    let lines = result.output.split(separator: "\n")
    for word in ["validation", "best", "optimizer", "network", "schedule", "finding"] {
      #expect(!lines.contains { $0.contains(word) }, "\(word): \(result.output)")
    }
  }
}
