import BackpropFiles
import Foundation
import Testing

/// How much weights decay in a training on few rows that tell a number.
@Suite("Trials of decays")
struct DecayTrialTests {
  /// Rows with two numbers and a third that follows from them, or has nothing to do with them.
  private static func table(_ rows: Int, isNoise: Bool) -> String {
    var state: UInt64 = 7
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    let lines = (0..<rows).map { _ in
      let (a, b, noise) = (random(), random(), random())
      return "\(a),\(b),\(isNoise ? noise : sin(5 * a) * b)"
    }
    return "a,b,y\n" + lines.joined(separator: "\n") + "\n"
  }

  private func summary(_ rows: Int, isNoise: Bool, _ options: [String] = []) throws -> JSONValue {
    let path = NSTemporaryDirectory() + "decay-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Self.table(rows, isNoise: isNoise).write(toFile: path, atomically: true, encoding: .utf8)
    let arguments = ["train", "--data", path, "--target", "y", "--format", "json", "--quiet"]
    let result = try CommandRunner.run(arguments + options)
    try #require(result.status == 0, "\(result.errors)")
    return try JSONValue(parsing: result.output, file: "output")
  }

  @Test("noise gets a strong decay, what follows from the rows a weak one")
  func choice() throws {
    let noise = try summary(200, isNoise: true)
    let smooth = try summary(200, isNoise: false)
    #expect(noise["weight_decay"]?.asDouble == 40.0 / 160)
    #expect(smooth["weight_decay"]?.asDouble == 3.0 / 160)
    #expect(smooth["hold_out_r2"]?.asDouble ?? 0 > 0.95)
  }

  @Test("threads change nothing, and what is asked for isn't tried")
  func settings() throws {
    let (one, two) = (
      try summary(60, isNoise: false, ["--threads", "1"]),
      try summary(60, isNoise: false, ["--threads", "2"])
    )
    #expect(one["weight_decay"]?.asDouble != nil)
    #expect(one["parameters_sha256"]?.asString == two["parameters_sha256"]?.asString)
    for options in [
      ["--weight-decay", "0.1"], ["--epochs", "2"], ["--optimizer", "adamw"], ["--network", "affine"],
      ["--hidden", "3"], ["--batch-size", "10"],
    ] {
      #expect(try summary(60, isNoise: false, options)["weight_decay"] == nil, "\(options)")
    }
    // Too few rows to leave a quarter of them out.
    #expect(try summary(10, isNoise: false)["weight_decay"] == nil)
  }
}
