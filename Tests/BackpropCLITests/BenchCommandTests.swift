import Foundation
import Testing

@testable import BackpropCLI

/// A line of `backprop bench --format json`.
private struct BenchLine: Decodable {
  var event: String
  var instructionSet: String?
  var data: String?
  var name: String?
  var type: String?
  var threads: Int?
  var bestSeconds: Double?
  var medianSeconds: Double?
  var samples: Int?
  var flops: Double?
  var gflops: Double?
  var shareOfPeak: Double?
  var series: String?
  var value: Int?
}

@Suite struct BenchCommandTests {
  /// Runs the benchmarks as shortly as can be and reads their JSON.
  private func bench(_ arguments: [String]) throws -> [BenchLine] {
    let result = try CommandRunner.run(["bench", "--format", "json", "--time-scale", "0.001"] + arguments)
    try #require(result.status == 0, "\(arguments): \(result.errors)")
    #expect(result.errors.isEmpty)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try result.output.split(separator: "\n").map {
      try decoder.decode(BenchLine.self, from: Data($0.utf8))
    }
  }

  @Test("JSON: the machine, then a row for each type and number of threads that the filter leaves")
  func rows() throws {
    let lines = try bench(["--filter", "product 100x50", "--threads", "2"])
    #expect(lines.map(\.event) == ["machine", "row", "row", "row", "row"])
    #expect(lines[0].instructionSet?.isEmpty == false && lines[0].data == "digits")
    let rows = lines.dropFirst()
    #expect(rows.map(\.type) == ["float", "double", "float", "double"])
    #expect(rows.map(\.threads) == [1, 1, 2, 2])
    for row in rows {
      #expect(row.name == "product 100x50 · 50x10")
      #expect(row.flops == 100_000)
      let (best, median) = (try #require(row.bestSeconds), try #require(row.medianSeconds))
      #expect(best > 0 && best <= median)
      #expect((row.samples ?? 0) >= 1)
      let gflops = try #require(row.gflops)
      #expect((gflops * best - 1e-4).magnitude < 1e-10)
      #expect((row.shareOfPeak ?? 0) > 0)
    }
  }

  @Test(
    "each kind of row can be run by itself, on the images of a folder",
    arguments: [
      ("at their peak float 1 thread", "multiply-adds at their peak"),
      ("step 784-50-10, batch 100 float 2", "step 784-50-10, batch 100"),
      ("step simple-convnet", "step simple-convnet, batch 100"),
      ("inference deep-convnet, batch 1 float", "inference deep-convnet, batch 1"),
      ("scalar chain", "scalar chain, one node"),
      ("inference 784-50-10, batch 1 float", "inference 784-50-10, batch 1"),
      ("--version", "start of the process (--version)"), ("READING", "reading four .gz files"),
      (
        "convolution 1x28x28 · 30x5x5, batch 1, by weight",
        "convolution 1x28x28 · 30x5x5, batch 1, by weight"
      ),
      ("max pool 64x8x8 · 2x2, batch 256, by", "max pool 64x8x8 · 2x2, batch 256, by input"),
      ("adamw 10M parameters float 2", "adamw 10M parameters"),
      ("gelu of 1M numbers float 2", "gelu of 1M numbers"),
      ("growth batch 16:", "growth batch 16: 784-50-10, batch 16"),
    ])
  func row(_ filter: String, _ name: String) throws {
    let data = try SmallDataset()
    let lines = try bench(["--filter=\(filter)", "--threads", "2", "--data-dir", data.path])
    #expect(lines.first?.data == URL(fileURLWithPath: data.path).lastPathComponent)
    let row = try #require(lines.last)
    #expect(lines.count == 2 && row.name == name)
    #expect((row.bestSeconds ?? 0) > 0)
    #expect((row.series == nil) == !name.hasPrefix("growth"))
  }

  @Test("a saved model's answers are measured instead of everything else")
  func model() throws {
    let data = try SmallDataset(trainCount: 20, testCount: 5)
    let file = data.path + "/model.safetensors"
    let trained = try CommandRunner.run([
      "train", "--data-dir", data.path, "--iterations", "2", "--batch-size", "4", "--save", file, "--quiet",
    ])
    try #require(trained.status == 0, "\(trained.errors)")
    let lines = try bench(["--model", file, "--threads", "2"])
    #expect(
      lines.map(\.name) == [nil, "inference of the model, batch 1", "inference of the model, batch 100"])
    #expect(lines.dropFirst().allSatisfy { ($0.bestSeconds ?? 0) > 0 && $0.threads == 2 })
    let none = try CommandRunner.run(["bench", "--model", data.path + "/none.safetensors"])
    #expect(none.status == 74 && none.output.isEmpty && none.errors.contains("none.safetensors"))
  }

  @Test("text: a table whose numbers stand under their headings")
  func table() throws {
    let result = try CommandRunner.run([
      "bench", "--filter", "product 100x50 · 50x10 float 1 thread", "--time-scale", "0.001",
    ])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[0].hasPrefix("Instruction set "))
    #expect(lines[1].hasSuffix("of peak") && lines[2].hasSuffix(" %"))
    #expect(lines[1].count == lines[2].count)
  }

  @Test("a filter that leaves nothing is refused with a list of the rows")
  func nothingLeft() throws {
    let result = try CommandRunner.run(["bench", "--filter", "nonsense"])
    #expect(result.status == 64)
    #expect(result.errors.contains("no row's name contains 'nonsense'"))
    #expect(result.errors.contains("whole job 784-50-10"))
  }

  @Test("floating-point operations are counted by products, two for each multiply-add")
  func flops() {
    #expect(FlopCount.product(2, 3, 4) == 48)
    #expect(FlopCount.forward([784, 50, 10], batch: 1) == 79_400)
    // Forward and weights: 2 · 100 · (784 · 50 + 50 · 10) each; the hidden layer's derivative: 2 · 100 · 10 · 50.
    #expect(FlopCount.step([784, 50, 10], batch: 100) == 2 * 7_940_000 + 100_000)
    #expect(FlopCount.parameters([784, 50, 10]) == 39_760)
    #expect(FlopCount.numericalGradient([784, 50, 10], batch: 3) == 2 * 39_760 * 3 * 79_400)
    #expect(
      FlopCount.job([784, 50, 10], batch: 100, steps: 10, evaluations: 2, images: 1000)
        == 10 * 15_980_000 + 2 * 1000 * 79_400)
    // A network without a hidden layer has no derivative by a layer's output to pass on.
    #expect(FlopCount.step([3, 2], batch: 5) == 120)
  }

  @Test("a full run has convolutions of batches of 100 alone, with all their multiply-adds")
  func convolutions() throws {
    let setting = BenchmarkSetting(threads: 2, data: BenchmarkData(folder: nil))
    let rows = ConvolutionSubject.cases(setting)
    #expect(rows.count == 3 * (7 * 3 + 4 * 2))
    #expect(rows.filter(\.isInFullRun).count == 7 * 3 + 4 * 2)
    #expect(rows.filter(\.isInFullRun).allSatisfy { $0.name.contains("batch 100, ") })
    let row = try #require(rows.first { $0.name == "convolution 32x14x14 · 32x3x3 pad 2, batch 1, by input" })
    #expect(row.flops == Double(2 * 16 * 16 * 32 * 32 * 9))
  }

  @Test("a timing is the best and the median of what was measured")
  func timing() throws {
    let odd = try #require(Timing([3, 1, 2]))
    #expect(odd.best == 1 && odd.median == 2 && odd.samples == 3)
    #expect(Timing([4, 1, 2, 3])?.median == 2.5)
    #expect(Timing([]) == nil)
    #expect(odd.divided(by: 2).median == 1)
  }

  @Test("a job is repeated until its time is up, and often enough where it is long")
  func stopwatch() {
    var runs = 0
    let timing = Stopwatch(scale: 0).measure(seconds: 1, fewest: 3) { runs += 1 }
    #expect(runs == 3 && timing.samples == 3)
    runs = 0
    _ = Stopwatch().measure(seconds: 0.01) { runs += 1 }
    #expect(runs > 3)
  }
}
