import Foundation
import Testing

/// The jobs of the notes on real data, where `BACKPROP_DATA` names a folder with `mnist/` and `fashion/`.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["BACKPROP_DATA"] != nil, "set BACKPROP_DATA to run on real data"))
struct RealDataTests {
  private let folder = ProcessInfo.processInfo.environment["BACKPROP_DATA"] ?? ""

  @Test("two epochs on MNIST: the second line of the notes is near 0.905")
  func mnist() throws {
    let lines = try train(["--data-dir", "\(folder)/mnist", "--epochs", "2", "--seed", "1"])
    let epochs = lines.filter { $0.event == "epoch" }
    #expect(epochs.map(\.iteration) == [1, 601])
    #expect(epochs[0].testAccuracy! < 0.3)
    #expect(epochs[1].testAccuracy! > 0.88)
  }

  @Test("the built-in digits prepare for real handwriting")
  func digits() throws {
    let lines = try train([
      "--data", "digits", "--test-data-dir", "\(folder)/mnist", "--epochs", "2", "--seed", "1",
    ])
    #expect(lines.last!.testAccuracy! > 0.8)
  }

  @Test(
    "the gradient check on three images has differences of the sizes that were computed in NumPy with float64"
  )
  func check() throws {
    let result = try CommandRunner.run([
      "check", "--data-dir", "\(folder)/mnist", "--hidden", "10", "--seed", "1", "--format", "json",
    ])
    #expect(result.status == 0)
    #expect(result.output.contains("\"passed\":true"))
  }
}
