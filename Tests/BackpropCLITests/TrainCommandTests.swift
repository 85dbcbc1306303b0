import Backprop
import Foundation
import Testing

/// A line of `backprop train --format json`.
struct TrainingLine: Decodable {
  var event: String
  var epoch: Int?
  var iteration: Int?
  var loss: Double?
  var trainAccuracy: Double?
  var testAccuracy: Double?
  var dataset: String?
  var iterations: Int?
  var parameters: Int?
  var seconds: Double?
  var stepMicroseconds: Double?
  var threads: Int?
  var seed: UInt64?
  var parametersSha256: String?
}

/// Runs `backprop train` with JSON output, in which every line must be an object.
func train(_ arguments: [String], environment: [String: String] = [:]) throws -> [TrainingLine] {
  let result = try CommandRunner.run(
    ["train", "--format", "json"] + arguments, environment: environment, timeLimit: .seconds(900))
  try #require(result.status == 0, "\(arguments): \(result.errors)")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try result.output.split(separator: "\n").map {
    try decoder.decode(TrainingLine.self, from: Data($0.utf8))
  }
}

@Suite struct TrainCommandTests {
  @Test("JSON: a line at the first update of each epoch, then the summary")
  func lines() throws {
    let data = try SmallDataset()
    let lines = try train([
      "--data-dir", data.path, "--epochs", "3", "--batch-size", "20", "--seed", "18446744073709551615",
      "--threads", "2",
    ])
    // 300 images in batches of 20 make an epoch of 15 iterations.
    #expect(lines.map(\.event) == ["epoch", "epoch", "epoch", "summary"])
    #expect(lines.dropLast().map(\.epoch) == [1, 2, 3])
    #expect(lines.dropLast().map(\.iteration) == [1, 16, 31])
    let summary = try #require(lines.last)
    #expect(summary.iterations == 45)
    // 784 · 50 + 50 + 50 · 10 + 10
    #expect(summary.parameters == 39_760)
    #expect(summary.seed == .max && summary.threads == 2)
    #expect(summary.parametersSha256?.count == 64)
    #expect(summary.dataset == URL(fileURLWithPath: data.path).lastPathComponent)
    #expect((summary.seconds ?? 0) > 0 && (summary.stepMicroseconds ?? 0) > 0)
  }

  @Test(
    "the same seed gives the same bits for any number of threads and any instruction set; another seed others"
  )
  func sameBits() throws {
    let data = try SmallDataset()
    func hash(_ seed: Int, threads: Int, instructionSet: String? = nil) throws -> String? {
      try train(
        [
          "--data-dir", data.path, "--iterations", "6", "--hidden", "33,17", "--init-std", "he", "--seed",
          "\(seed)",
          "--threads", "\(threads)", "--quiet",
        ], environment: instructionSet.map { ["BACKPROP_INSTRUCTION_SET": $0] } ?? [:]
      ).last?.parametersSha256
    }
    let expected = try hash(3, threads: 1)
    for threads in [2, 3, 8] { #expect(try hash(3, threads: threads) == expected) }
    for name in InstructionSet.all {
      #expect(try hash(3, threads: 2, instructionSet: name) == expected)
    }
    #expect(try hash(4, threads: 1) != expected)
  }

  @Test("a network learns the built-in digits")
  func learns() throws {
    let data = try SmallDataset(trainCount: 1000, testCount: 200)
    let lines = try train([
      "--data-dir", data.path, "--epochs", "12", "--init-std", "he", "--batch-size", "20", "--learning-rate",
      "0.2",
    ])
    let first = try #require(lines.first?.testAccuracy)
    let last = try #require(lines.last?.testAccuracy)
    #expect(first < 0.5)
    #expect(last > 0.7)
  }

  @Test("text for people: a header, a line an epoch, a summary; --quiet leaves the summary")
  func text() throws {
    let data = try SmallDataset()
    let arguments = [
      "train", "--data-dir", data.path, "--epochs", "2", "--activation", "sigmoid", "--hidden", "20,10",
    ]
    let full = try CommandRunner.run(arguments)
    #expect(full.status == 0)
    #expect(full.output.hasPrefix("Training 784-20-10-10 (16,020 parameters)"))
    #expect(full.output.contains("\n    2          4"))
    #expect(full.output.contains("test accuracy"))
    #expect(!full.output.contains("\u{1B}") && !full.output.contains("\r"))
    let quiet = try CommandRunner.run(arguments + ["--quiet"])
    #expect(quiet.output.hasPrefix("Trained ") && quiet.output.split(separator: "\n").count == 3)
  }

  @Test("another set's test images can be used, unless their size differs")
  func testData() throws {
    let data = try SmallDataset()
    let other = try SmallDataset(trainCount: 20, testCount: 40)
    let lines = try train(["--data-dir", data.path, "--test-data-dir", other.path, "--iterations", "1"])
    // 40 images: a multiple of 1/40.
    let accuracy = try #require(lines.last?.testAccuracy)
    #expect((accuracy * 40).rounded() == accuracy * 40)
  }

  @Test("without a network and a cache, auto says why and trains on the built-in digits")
  func fallsBack() throws {
    let folder = try SmallDataset()
    // Every address goes to a closed port of this machine.
    let blocked = ["https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].map {
      ($0, "http://127.0.0.1:1")
    }
    let result = try CommandRunner.run(
      ["train", "--iterations", "1", "--format", "json"],
      environment: Dictionary(uniqueKeysWithValues: blocked + [("XDG_CACHE_HOME", folder.path)]))
    #expect(result.status == 0)
    #expect(result.errors.contains("MNIST isn't available"))
    #expect(result.errors.contains("built-in digits"))
    #expect(result.output.contains("\"dataset\":\"digits\""))
  }
}
