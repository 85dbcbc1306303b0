import BackpropFiles
import Foundation
import Testing

@testable import BackpropCLI

/// Trainings by several processes, as far as one process shows them; `Scripts/mpi.sh` starts several.
@Suite struct ClusterTests {
  private static let short = [
    "train", "--iterations", "12", "--threads", "1", "--hidden", "20", "--format", "json",
  ]

  private func sum(_ output: String) -> Substring? {
    output.firstMatch(of: /"parameters_sha256":"([0-9a-f]*)"/).map { $0.1 }
  }

  @Test("shards change the last bits, and 1 of them none")
  func shards() throws {
    let whole = try CommandRunner.run(Self.short)
    let one = try CommandRunner.run(Self.short + ["--shards", "1"])
    let eight = try CommandRunner.run(Self.short + ["--shards", "8"])
    #expect(whole.status == 0 && one.status == 0 && eight.status == 0, "\(eight.errors)")
    #expect(sum(whole.output) != nil && sum(whole.output) == sum(one.output))
    #expect(sum(eight.output) != nil && sum(eight.output) != sum(whole.output))
    #expect(try sum(CommandRunner.run(Self.short + ["--shards", "8"]).output) == sum(eight.output))
  }

  @Test("a number of shards has a rule", arguments: ["0", "-2", "3", "2048", "x", "1.5"])
  func rule(_ number: String) throws {
    let result = try CommandRunner.run(Self.short + ["--shards", number])
    #expect(result.status == 64)
    #expect(result.errors.contains("--shards"), "\(result.errors)")
  }

  @Test("what only several processes or tables have is told where there are none")
  func withoutUse() throws {
    let alone = try CommandRunner.run(Self.short + ["--rank-logs", NSTemporaryDirectory() + "none"])
    #expect(
      alone.status == 0 && alone.errors.contains("Warning: --rank-logs writes nothing"), "\(alone.errors)")
    #expect(!FileManager.default.fileExists(atPath: NSTemporaryDirectory() + "none/rank-0.log"))
    let noTable = try CommandRunner.run(Self.short + ["--cache-dir", NSTemporaryDirectory()])
    #expect(noTable.status == 64 && noTable.errors.contains("--cache-dir is for tables"), "\(noTable.errors)")
  }

  #if !MPI
    @Test(
      "a training that a launcher starts several times says that it can't, and only once",
      arguments: ["mpirun", "srun"])
    func launched(_ launcher: String) throws {
      for rank in 0..<2 {
        let environment =
          launcher == "mpirun"
          ? ["OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": "\(rank)"]
          : ["SLURM_STEP_NUM_TASKS": "2", "SLURM_PROCID": "\(rank)"]
        let result = try CommandRunner.run(Self.short, environment: environment)
        #expect(result.status == 64 && result.output.isEmpty)
        let sentence =
          "Error: \(launcher) has started 2 processes, and this backprop was built without MPI: each would train for itself."
        #expect(rank == 0 ? result.errors.hasPrefix(sentence) : result.errors.isEmpty, "\(result.errors)")
        // What doesn't train may be started as often as anybody likes.
        #expect(try CommandRunner.run(["graph", "1 + 2"], environment: environment).status == 0)
        #expect(try CommandRunner.run(["train", "--help"], environment: environment).status == 0)
      }
    }
  #endif

  @Test("a table's numbers are kept where --cache-dir says, and give the same training")
  func cache() throws {
    let folder = NSTemporaryDirectory() + "cluster-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var text = "a,b,kind\n"
    for row in 0..<60 { text += "\(row % 7),\(row % 11).5,\(row % 7 > 3 ? "yes" : "no")\n" }
    try text.write(toFile: folder + "/table.csv", atomically: false, encoding: .utf8)
    let arguments = [
      "train", "--data", folder + "/table.csv", "--target", "kind", "--epochs", "3", "--format", "json",
    ]
    let whole = try CommandRunner.run(arguments)
    for _ in 0..<2 {
      let cached = try CommandRunner.run(arguments + ["--cache-dir", folder + "/cache"])
      #expect(cached.status == 0 && sum(cached.output) == sum(whole.output) && sum(whole.output) != nil)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/cache").count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["cache", "table.csv"])
    // A table to measure with has a file of its own, and gives the same figures from it.
    try text.write(toFile: folder + "/test.csv", atomically: false, encoding: .utf8)
    func accuracy(_ options: [String]) throws -> Double? {
      let result = try CommandRunner.run(arguments + ["--test", folder + "/test.csv"] + options)
      let last = String(try #require(result.output.split(separator: "\n").last))
      return try JSONValue(parsing: last, file: "output")["hold_out_accuracy"]?.asDouble
    }
    let measured = try #require(try accuracy([]))
    for _ in 0..<2 { #expect(try accuracy(["--cache-dir", folder + "/cache"]) == measured) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/cache").count == 2)
    let refused = try CommandRunner.run(arguments + ["--cache-dir", folder + "/table.csv/none"])
    #expect(refused.status == 74 && refused.errors.contains("--cache-dir"), "\(refused.errors)")
  }
}
