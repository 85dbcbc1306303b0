import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where `backprop train` writes, and what of it is lost where something can't be written.
@Suite struct TrainOutputTests {
  private let folder: URL
  private let data = Result { try SmallDataset() }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("output-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func cleanUp() { try? FileManager.default.removeItem(at: folder) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// Runs the shell's lines in the folder; `$train` trains for two iterations.
  private func shell(_ script: String) throws -> CommandResult {
    try CommandRunner.shell(
      """
      cd '\(folder.path)'
      train() { "$backprop" train --data-dir "$data" --iterations 2 --quiet "$@"; }
      \(script)
      """, environment: ["data": try data.get().path])
  }

  @Test("a standard output that is closed gets nothing of its own into the files, and has status 74")
  func closedOutput() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "closed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.shell(
      """
      cd '\(folder.path)'
      "$backprop" train --data digits --hidden 2 --iterations 2 --quiet --history h.csv >&-; echo "$?" >&2
      "$backprop" graph x --set x=1 --dot g.dot >&-; echo "$?" >&2
      """)
    #expect(result.errors.split(separator: "\n").filter { $0.allSatisfy(\.isNumber) } == ["74", "74"])
    let history = try String(contentsOf: folder.appending(path: "h.csv"), encoding: .utf8)
    #expect(history.hasPrefix("iteration,"))
    #expect(try String(contentsOf: folder.appending(path: "g.dot"), encoding: .utf8).hasPrefix("digraph"))
  }

  @Test(
    "a drawing that can't be written keeps neither a graph's result nor a check's verdict from being told")
  func failedDrawing() throws {
    let graph = try CommandRunner.run([
      "graph", "x", "--set", "x=1", "--svg", "/dev/full", "--format", "json",
    ])
    #expect(graph.status == 74 && graph.output.hasPrefix("{"))
    let check = try CommandRunner.run(
      [
        "check", "--data", "digits", "--hidden", "1", "--samples", "1", "--elements", "2", "--svg",
        "/dev/full",
      ])
    #expect(check.status == 74 && check.output.contains("Passed: "))
  }

  @Test("/dev/stdout is written to, not replaced; so are pipes")
  func standardOutput() throws {
    defer { cleanUp() }
    let result = try shell(
      "ls -di out >/dev/null 2>&1; : >out; ls -i out; train --report /dev/stdout >out; ls -i out")
    let lines = result.output.split(separator: "\n")
    #expect(result.status == 0 && lines.count == 2 && lines[0] == lines[1], "\(result)")
    let written = try text("out")
    #expect(written.hasPrefix("Trained ") && written.contains("</html>"))
    let piped = try shell("train --history /dev/stdout | tail -n 2; train --history >(cat >copy); sleep 0.5")
    #expect(piped.status == 0 && piped.output.contains("\n2,1,"), "\(piped)")
    #expect(try text("copy").hasPrefix("iteration,epoch"))
    #expect(try names() == ["copy", "out"])
  }

  @Test("a full device loses nothing but its own file, and every failure is told")
  func fullDevice() throws {
    defer { cleanUp() }
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let history = try shell("train --history /dev/full --report r.html")
    #expect(
      history.status == 74 && history.errors.contains("/dev/full") && history.output.hasPrefix("Trained "))
    #expect(try text("r.html").contains("</html>"))
    let report = try shell("train --history h.csv --report /dev/full")
    #expect(report.status == 74 && report.errors.contains("No space left"))
    #expect(try text("h.csv").split(separator: "\n").count == 3)
    let both = try shell("rm -f *; train --history /dev/full --report /dev/full")
    #expect(both.status == 74 && both.errors.components(separatedBy: "Error: ").count == 3)
    // What is printed can't be written, but the files can.
    let output = try shell("train --history h.csv --report r.html >/dev/full")
    #expect(output.status == 74 && output.errors.contains("can't write to standard output"))
    #expect(try names() == ["h.csv", "r.html"])
  }

  @Test("the disk of one file may be full while the other's isn't", .enabled(if: geteuid() == 0))
  func fullDisk() throws {
    defer { cleanUp() }
    let result = try shell(
      """
      mkdir full; mount -t tmpfs -o size=4k none full 2>/dev/null || { echo skipped; exit 0; }
      dd if=/dev/zero of=full/zeros bs=4096 count=1 status=none
      train --history full/h.csv --report r.html; echo "status $?"
      ls -A full; umount full
      """)
    guard !result.output.hasPrefix("skipped") else { return }
    #expect(
      result.output.hasSuffix("status 74\nzeros\n") && result.errors.contains("full/h.csv"), "\(result)")
    #expect(try names() == ["full", "r.html"])
  }

  @Test("--history and --report that mean one file are refused, however they are spelt")
  func sameFile() throws {
    defer { cleanUp() }
    for (prepare, history, report) in [
      (":", "x", "./x"), ("mkdir d", "d/x", "d/../d/x"), ("mkdir d; ln -s d e", "d/x", "e/x"),
      ("ln -s x y", "x", "y"), ("ln -s x y", "y", "x"), ("ln -s x y; ln -s x z", "y", "z"),
      ("touch x; ln x y", "x", "y"), ("touch x; ln -s x y; ln -s y z", "x", "z"),
      ("touch x", "x", "$PWD/x"),
    ] {
      let result = try shell(
        "rm -rf *; \(prepare); ls -A >../before; train --history \(history) --report \(report)")
      #expect(result.status == 64 && result.output.isEmpty, "\(prepare): \(result)")
      #expect(result.errors.contains("--history and --report name the same file"))
      #expect(result.errors.contains("Usage: backprop train"))
    }
    let redirected = try shell("train --report out >out")
    #expect(redirected.status == 64 && redirected.errors.contains("--report names the file that"))
    let parted = try shell(
      "train --history a --report /dev/null; train --history /dev/null --report /dev/null")
    #expect(parted.status == 0)
  }

  @Test("what couldn't get its name in the end is refused before the training")
  func refusedEarly() throws {
    defer { cleanUp() }
    let long = String(repeating: "n", count: 250)
    for (prepare, path) in [
      ("ln -s nothing link", "link"), ("ln -s circle circle", "circle"), ("mkdir d", "d"),
      (":", "missing/x"), (":", long + "nnnnnn"),
    ] {
      let result = try CommandRunner.shell(
        """
        cd '\(folder.path)'; rm -rf *; \(prepare)
        "$backprop" train --data digits --iterations 1000000000 --report \(path)
        """, timeLimit: .seconds(20))
      #expect(result.status == 74 && result.output.isEmpty, "\(path): \(result)")
      #expect(result.errors.hasPrefix("Error: "))
    }
  }

  @Test("the table holds every iteration and is the same as the history's own")
  func table() throws {
    defer { cleanUp() }
    let result = try CommandRunner.run([
      "train", "--data-dir", try data.get().path, "--epochs", "3", "--batch-size", "20", "--quiet",
      "--history",
      folder.appendingPathComponent("h.csv").path,
    ])
    #expect(result.status == 0)
    let table = try text("h.csv")
    let lines = table.split(separator: "\n")
    // 300 images in batches of 20: epochs begin at 1, 16 and 31; the last is 45.
    #expect(lines.count == 46)
    let measured = lines.dropFirst().filter { !$0.hasSuffix(",,,,") }.compactMap {
      $0.split(separator: ",").first
    }
    #expect(measured == ["1", "16", "31", "45"])
  }
}
