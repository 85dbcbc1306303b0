import Foundation
import Testing

/// What PyTorch made of a run of 100 steps; see Scripts/pytorch-optimizers.py, which wrote it.
struct RecordedRun: Sendable, CustomTestStringConvertible {
  /// What follows each of these words in the run's line.
  let optimizer: String
  var settings: [String: String] = [:]
  /// Parameters after some steps, counted from 1: W (2, 3), then b (3,).
  var parameters: [(step: Int, numbers: [Double])] = []
  /// The learning rate before each step, where it changes.
  var rates: [Double] = []

  var testDescription: String {
    "\(optimizer) \(settings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " "))"
  }

  func number(_ name: String) -> Double { settings[name].flatMap(Double.init) ?? .nan }

  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Recorded")

  static var areHere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// All runs of the file; none where it doesn't lie beside these tests.
  static let all: [RecordedRun] = {
    let file = folder.appending(path: "optimizers.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var runs: [RecordedRun] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "case": runs.append(RecordedRun(words))
      case "rates": runs[runs.count - 1].rates = words.dropFirst().compactMap(Double.init)
      default:
        runs[runs.count - 1].parameters.append(
          (Int(words[0]) ?? 0, words.dropFirst().compactMap(Double.init)))
      }
    }
    return runs
  }()

  private init(_ words: [String]) {
    optimizer = words[1]
    var rest = words.dropFirst(2)
    while let name = rest.popFirst() {
      // The word of the parameters that decay stands by itself.
      if name == "all" || name == "weights" {
        settings["decays"] = name
      } else {
        settings[name] = rest.popFirst()
      }
    }
  }
}
