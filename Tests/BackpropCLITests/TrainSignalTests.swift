import Foundation
import Testing

/// Signals and limits that end `backprop train`; sent by a shell, as a person's would.
@Suite struct TrainSignalTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("signal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Starts an endless training with both files, waits for its first line, does something to it, and waits for its end.
  private func interrupted(
    _ folder: URL, options: String = "", _ act: String
  ) throws -> (status: Int32, output: String) {
    let result = try CommandRunner.shell(
      """
      cd '\(folder.path)'
      "$backprop" train --data-dir "$data" --iterations 1000000000 --batch-size 20 --hidden 5 --history h.csv --report r.html \
        \(options) >out 2>err &
      job=$!
      (for i in $(seq 400); do kill -0 $job || exit; sleep 0.1; done; kill -KILL $job) 2>/dev/null &
      for i in $(seq 600); do grep -q "^    1 " out && break; sleep 0.05; done
      \(act)
      wait $job
      echo "status $?"
      """, environment: ["data": try data.get().path], timeLimit: .seconds(60))
    let status = result.output.split(separator: "\n").last?.split(separator: " ").last.flatMap { Int32($0) }
    return (try #require(status), result.output + result.errors)
  }

  private let data = Result { try SmallDataset() }

  @Test(
    "Ctrl-C, a request to end and a terminal that goes away end a training with what was asked for",
    arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)] as [(String, Int32)])
  func signal(name: String, status: Int32) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let end = try interrupted(folder, "kill -\(name) $job")
    #expect(end.status == status, "\(end)")
    #expect(try names(in: folder) == ["err", "h.csv", "out", "r.html"])
    let table = try String(contentsOf: folder.appendingPathComponent("h.csv"), encoding: .utf8)
    #expect(table.hasPrefix("iteration,epoch,loss,") && table.hasSuffix("\n"))
    let output = try String(contentsOf: folder.appendingPathComponent("out"), encoding: .utf8)
    #expect(output.contains("Stopped after ") && output.contains("parameters SHA-256"))
  }

  /// The first evaluation of such a network, on all images, takes a while; without an answer to the signal the run would
  /// be killed in the end.
  @Test("Ctrl-C amid the evaluation of a large network ends it, with what was asked for")
  func evaluation() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.shell(
      """
      cd '\(folder.path)'
      "$backprop" train --data digits --iterations 1000000000 --hidden 1500,500 --init-std 0 --history h.csv \
        --report r.html >out 2>err &
      job=$!
      # A sleep of the whole time would hold the test up: it outlives whoever waits for it.
      (for i in $(seq 5000); do kill -0 $job || exit; sleep 0.1; done; kill -KILL $job) 2>/dev/null &
      for i in $(seq 6000); do grep -q "^epoch" out && break; sleep 0.05; done
      sleep 0.5
      kill -INT $job
      wait $job
      echo "status $?"
      """)
    #expect(result.output == "status 130\n", "\(result)")
    #expect(try names(in: folder) == ["err", "h.csv", "out", "r.html"])
    let output = try String(contentsOf: folder.appendingPathComponent("out"), encoding: .utf8)
    #expect(output.contains("Stopped after "), "\(output)")
  }

  @Test("what nohup started goes on without its terminal")
  func nohup() throws {
    let result = try CommandRunner.shell(
      """
      trap '' HUP
      "$backprop" train --data-dir "$data" --iterations 3000 --quiet >/dev/null & job=$!
      for i in 1 2 3 4; do kill -HUP $job; sleep 0.1; done
      wait $job; echo "status $?"
      """, environment: ["data": try data.get().path])
    #expect(result.output == "status 0\n", "\(result)")
  }

  @Test("a second signal, and others that end a program at once, leave no temporary file behind")
  func atOnce() throws {
    for (act, status) in [
      ("kill -INT $job; kill -TERM $job; kill -HUP $job; kill -INT $job", [130, 143, 129]),
      // A shell's job in the background ignores SIGQUIT.
      ("kill -XCPU $job", [152]),
    ] as [(String, [Int32])] {
      let folder = try folder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let end = try interrupted(folder, "ulimit -c 0; " + act)
      #expect(status.contains(end.status), "\(act): \(end)")
      #expect(try names(in: folder).allSatisfy { !$0.hasSuffix(".part") }, "\(act)")
    }
  }

  @Test("what a killed run left is removed by the next one")
  func killed() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let end = try interrupted(folder, "ls -A; kill -KILL $job")
    #expect(end.status == 137)
    let left = try names(in: folder).filter { $0.hasSuffix(".part") }
    #expect(left.count == 1, "\(end)")
    let next = try CommandRunner.run([
      "train", "--data-dir", try data.get().path, "--iterations", "1", "--quiet", "--history",
      folder.appendingPathComponent("h.csv").path,
    ])
    #expect(next.status == 0)
    #expect(try names(in: folder) == ["err", "h.csv", "out"])
  }

  @Test("a file that gets larger than a limit allows is an error, and the report is written all the same")
  func fileSizeLimit() throws {
    // The thread sanitizer writes larger files for itself.
    guard try CommandRunner.shell("ulimit -f 64; \"$backprop\" --version").status == 0 else { return }
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.shell(
      """
      cd '\(folder.path)'
      # In units of 1024 bytes: the table of 3000 iterations is larger, standard output smaller.
      ulimit -f 64
      "$backprop" train --data-dir "$data" --iterations 3000 --batch-size 5 --hidden 3 --history h.csv --quiet
      """, environment: ["data": try data.get().path])
    #expect(result.status == 74, "\(result)")
    #expect(result.errors.contains("h.csv") && result.errors.contains("File too large"))
    #expect(result.output.hasPrefix("Trained "))
    #expect(try names(in: folder).isEmpty)
  }
}
