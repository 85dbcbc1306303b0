import Backprop
import BackpropData
import Foundation
import Testing

@testable import BackpropCLI

/// Commands with networks that are described: presets, lines and files.
@Suite struct NetworkCommandTests {
  private func sum(_ result: CommandResult) -> String? {
    result.output.firstRange(of: "\"parameters_sha256\":\"").map {
      String(result.output[$0.upperBound...].prefix(64))
    }
  }

  @Test("the notes' network by its preset's name has the bits of the command without options")
  func sameBits() throws {
    let data = try SmallDataset(trainCount: 60, testCount: 20)
    let start = ["train", "--data-dir", data.path, "--iterations", "30", "--batch-size", "10", "--seed", "3"]
    let end = ["--format", "json", "--quiet"]
    let usual = try CommandRunner.run(start + end)
    let preset = try CommandRunner.run(start + ["--network", "two-layer"] + end)
    #expect(usual.status == 0 && preset.status == 0, "\(preset.errors)")
    #expect(sum(usual) != nil && sum(usual) == sum(preset))
  }

  @Test("a line, a file and a preset are the same network")
  func sources() throws {
    let data = try SmallDataset(trainCount: 40, testCount: 10)
    let file = data.path + "/net.json"
    try Data(NetworkPreset.mlp.description.json.utf8).write(to: URL(fileURLWithPath: file))
    let sums = try ["mlp", "affine 256, relu, affine 128, relu, affine", file].map { network in
      let result = try CommandRunner.run([
        "train", "--data-dir", data.path, "--iterations", "3", "--batch-size", "8", "--network", network,
        "--format",
        "json", "--quiet",
      ])
      #expect(result.status == 0, "\(result.errors)")
      return sum(result)
    }
    #expect(sums[0] != nil && Set(sums).count == 1)
  }

  @Test("no iterations leave the start, and are no error")
  func noIterations() throws {
    let data = try SmallDataset(trainCount: 30, testCount: 10)
    for length in ["--iterations", "--epochs"] {
      let result = try CommandRunner.run([
        "train", "--data-dir", data.path, length, "0", "--seed", "4", "--format", "json", "--quiet",
      ])
      #expect(result.status == 0 && result.output.contains("\"iterations\":0"), "\(result)")
      let network: Sequential<Float> = try NetworkPreset.twoLayer.description.build(
        for: [784], targets: .classes(10), seed: 4)
      #expect(sum(result) == (try Model(network).parametersSHA256))
    }
  }

  @Test(
    "each optimiser learns with its usual rate",
    arguments: ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
  func optimizers(_ name: String) throws {
    let data = try SmallDataset(trainCount: 200, testCount: 50)
    let result = try CommandRunner.run([
      "train", "--data-dir", data.path, "--epochs", "8", "--batch-size", "10", "--init-std", "he",
      "--optimizer", name,
      "--schedule", "cosine", "--warm-up", "5", "--weight-decay", "0.0001", "--clip", "5",
      "--label-smoothing", "0.1",
      "--sampling", "shuffled", "--format", "json", "--quiet",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let accuracy = try #require(result.output.firstRange(of: "\"train_accuracy\":")).upperBound
    let number = result.output[accuracy...].prefix { $0 != "," }
    #expect(try #require(Double(number)) > 0.6, "\(result.output)")
  }

  @Test("a last, smaller batch of a shuffled epoch is used")
  func lastBatch() throws {
    let data = try SmallDataset(trainCount: 25, testCount: 5)
    let result = try CommandRunner.run([
      "train", "--data-dir", data.path, "--epochs", "2", "--batch-size", "10", "--sampling", "shuffled",
      "--format",
      "json", "--quiet",
    ])
    #expect(result.output.contains("\"iterations\":6"), "\(result)")
  }

  @Test(
    "a mistake in a line of layers is marked, with status 64",
    arguments: [
      (
        "conv 30 5x5, rellu", "There is no layer 'rellu'. Did you mean 'relu'? (column 14 of the network)", 13
      ),
      ("affine 50 relu", "A comma is missing before 'relu'. (column 11 of the network)", 10),
      (
        "relu, maxpool 40, affine",
        "maxpool 40 can't take (1, 28, 28), what comes to it for one sample: a window of 40x40 is larger than an image of "
          + "28x28. (column 7 of the network)", 6
      ),
      (
        "affine, affine",
        "Only the last affine layer has its size from the targets; give this one its size, as in 'affine 100'. (column 1 of "
          + "the network)", 0
      ),
    ])
  func mistakes(_ line: String, _ message: String, _ column: Int) throws {
    for command in ["summary", "train", "check"] {
      let data = command == "summary" ? [] : ["--data", "digits"]
      let result = try CommandRunner.run([command, "--network", line] + data)
      #expect(result.status == 64 && result.output.isEmpty)
      let mark = String(repeating: " ", count: column + 2) + "^"
      #expect(result.errors == "Error: \(message)\n  \(line)\n\(mark)\n", "\(result.errors)")
    }
  }

  @Test("mistakes in a file are told with line and column: what isn't a network, and what doesn't fit")
  func files() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 2)
    let file = data.path + "/net.json"
    let folder = URL(fileURLWithPath: file)
    try Data("{\"layers\": [\n {\"layer\": \"rellu\"}]}".utf8).write(to: folder)
    let unknown = try CommandRunner.run(["summary", "--network", file])
    #expect(
      unknown.status == 74 && unknown.errors.contains("net.json: in line 2, column 12"), "\(unknown.errors)")
    try Data("{\"layers\": [\n {\"layer\": \"maxpool\", \"window\": 40}]}".utf8).write(to: folder)
    let unfit = try CommandRunner.run(["summary", "--network", file])
    #expect(
      unfit.status == 64
        && unfit.errors.contains("net.json, line 2, column 2 (layers[0]): maxpool 40 can't take (1, 28, 28)"),
      "\(unfit.errors)")
    let missing = try CommandRunner.run(["summary", "--network", data.path + "/none.json"])
    #expect(missing.status == 74)
  }

  @Test("a summary is a table, or one object")
  func summary() throws {
    let text = try CommandRunner.run(["summary", "--network", "simple-convnet"])
    #expect(
      text.output.hasPrefix(
        "simple-convnet: conv 30 5x5, relu, maxpool 2, flatten, affine 100, relu, affine 10\n\nlayer"))
    #expect(text.output.contains("433,890"))
    let json = try CommandRunner.run([
      "summary", "--network", "affine 5, relu, affine", "--input", "12", "--classes", "3", "--format", "json",
    ])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["parameters"] as? Int == 83 && object["multiply_adds"] as? Int == 75)
    #expect(
      (object["layers"] as? [[String: Any]])?.map { $0["name"] as? String } == [
        "Affine1", "ReLU1", "Affine2",
      ])
  }

  @Test("a described network is checked as it answers and as it trains")
  func check() throws {
    let data = try SmallDataset(trainCount: 5, testCount: 1)
    let arguments = [
      "check", "--data-dir", data.path, "--network",
      "conv 2 5x5 stride 2, sigmoid, avgpool 2, affine 4, sigmoid, affine",
      "--samples", "2", "--elements", "10",
    ]
    let text = try CommandRunner.run(arguments)
    #expect(text.status == 0, "\(text)")
    #expect(text.output.contains("(evaluation):") && text.output.contains("(a step of training):"))
    let json = try CommandRunner.run(arguments + ["--format", "json"])
    #expect(json.output.contains("\"form\":\"evaluation\"") && json.output.contains("\"form\":\"training\""))
  }
}
