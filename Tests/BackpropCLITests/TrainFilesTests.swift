import Backprop
import Foundation
import Testing

/// `backprop train` with files to write, and what stops it.
@Suite struct TrainFilesTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("train-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("history and report of two runs are the same, byte for byte, and say what the summary says")
  func files() throws {
    let (data, folder) = (try SmallDataset(), try folder())
    defer { try? FileManager.default.removeItem(at: folder) }
    func run(_ name: String) throws -> CommandResult {
      try CommandRunner.run([
        "train", "--data-dir", data.path, "--epochs", "2", "--batch-size", "20", "--hidden", "9", "--seed",
        "5",
        "--history", folder.appendingPathComponent(name + ".csv").path,
        "--report", folder.appendingPathComponent(name + ".html").path,
      ])
    }
    let first = try run("a")
    try #require(first.status == 0, "\(first.errors)")
    #expect(try run("b").status == 0)
    // No temporary file is left behind.
    #expect(try names(in: folder) == ["a.csv", "a.html", "b.csv", "b.html"])
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    #expect(try text("a.csv") == text("b.csv") && text("a.html") == text("b.html"))
    let history = try TrainingHistory(csv: try text("a.csv"))
    #expect(history.iterations == 30 && history.epochs.map(\.iteration) == [1, 16])
    let accuracy = try #require(history.final?.testAccuracy)
    #expect(first.output.contains("test accuracy \(String(format: "%.4f", accuracy))"))
    let report = try text("a.html")
    let hash = try #require(first.output.split(separator: "\n").last?.split(separator: " ").last)
    #expect(report.contains(hash) && report.contains("784-9-10") && report.contains(InstructionSet.current))
    #expect(report.contains(String(format: "<dd>%.4f</dd>", accuracy)))
    // Times differ from run to run: they are reported only on request.
    #expect(!report.contains(", measured"))
  }

  @Test("measured times are in the report when they are asked for")
  func times() throws {
    let (data, folder) = (try SmallDataset(), try folder())
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("r.html").path
    let result = try CommandRunner.run([
      "train", "--data-dir", data.path, "--iterations", "2", "--report", path, "--report-times", "--quiet",
    ])
    #expect(result.status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("time of a step, measured"))
  }

  @Test(
    "a file that can't be written is reported before the training, with status 74",
    arguments: ["--history", "--report"])
  func unwritable(option: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for path in ["\(folder.path)/missing/file", folder.path] {
      let result = try CommandRunner.run(
        ["train", "--data", "digits", "--iterations", "1000000000", "\(option)=\(path)"],
        timeLimit: .seconds(20))
      #expect(result.status == 74, "\(path)")
      #expect(result.output.isEmpty && result.errors.hasPrefix("Error: "))
      #expect(result.errors.contains("expected"))
    }
    #expect(try names(in: folder).isEmpty)
  }

  @Test("mistakes in usage have status 64")
  func usage() throws {
    for arguments in [["--history", "x.csv", "--report", "./x.csv"], ["--report-times"]] {
      #expect(try CommandRunner.run(["train", "--data", "digits"] + arguments).status == 64)
    }
  }

  @Test("a folder named after Fashion-MNIST has its classes, whatever else its name holds")
  func names() throws {
    let (data, folder) = (try SmallDataset(), try folder())
    defer { try? FileManager.default.removeItem(at: folder) }
    let hostile = folder.appendingPathComponent("fashion <script>alert(1)<%2Fscript>")
    try FileManager.default.copyItem(atPath: data.path, toPath: hostile.path)
    let path = folder.appendingPathComponent("r.html").path
    let result = try CommandRunner.run([
      "train", "--data-dir", hostile.path, "--iterations", "1", "--report", path, "--quiet",
    ])
    #expect(result.status == 0)
    let report = try String(contentsOfFile: path, encoding: .utf8)
    #expect(report.contains("Ankle boot") && report.contains("fashion &lt;script&gt;"))
    #expect(!report.contains("<script>alert"))
  }

  @Test("control characters in a folder's name don't reach the terminal")
  func controlCharacters() throws {
    let (data, folder) = (try SmallDataset(), try folder())
    defer { try? FileManager.default.removeItem(at: folder) }
    let hostile = folder.path + "/\u{1B}[31mred\nline"
    try FileManager.default.copyItem(atPath: data.path, toPath: hostile)
    let result = try CommandRunner.run(["train", "--data-dir", hostile, "--iterations", "1"])
    #expect(result.status == 0)
    #expect(result.output.contains(#" on \u{1B}[31mred\u{A}line: 300 images"#), "\(result.output)")
    let bench = try CommandRunner.run([
      "bench", "--data-dir", hostile, "--filter", "product 100x50 · 50x10 float 1 thread", "--time-scale",
      "0.001",
    ])
    #expect(bench.output.contains(#"images: \u{1B}[31mred\u{A}line"#), "\(bench.output)\(bench.errors)")
    let broken = try CommandRunner.run(["train", "--data-dir", hostile + "/none", "--iterations", "1"])
    #expect(broken.status == 74)
    for text in [result.output, bench.output, broken.errors] { #expect(!text.contains("\u{1B}")) }
  }

  @Test("--watch-nan stops a training that diverges, says where, and writes what there is")
  func watchNaN() throws {
    let (data, folder) = (try SmallDataset(), try folder())
    defer { try? FileManager.default.removeItem(at: folder) }
    let arguments = ["train", "--data-dir", data.path, "--iterations", "50", "--learning-rate", "1e30"]
    let report = folder.appendingPathComponent("r.html").path
    let watched = try CommandRunner.run(arguments + ["--watch-nan", "--report", report])
    #expect(watched.status == 1)
    #expect(watched.output.contains("Stopped after "))
    #expect(watched.errors.hasPrefix("Error: The first value that isn't finite in iteration "))
    #expect(watched.errors.contains("affine (node ") && watched.errors.contains("made it from"))
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains("node operation wrong"))
    let json = try CommandRunner.run(arguments + ["--watch-nan", "--format", "json"])
    #expect(json.status == 1)
    #expect(json.output.contains(#"{"event":"non_finite","iteration":1,"phase":"forward","node":"#))
    for line in json.output.split(separator: "\n") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    // Without it the training runs to its end, which is told.
    let unwatched = try CommandRunner.run(arguments)
    #expect(unwatched.status == 1 && unwatched.output.contains("nan"))
    let calm = try CommandRunner.run(["train", "--data-dir", data.path, "--iterations", "5", "--watch-nan"])
    #expect(calm.status == 0 && calm.errors.isEmpty)
  }

  @Test("a plot is drawn when it is asked for, and not into a file otherwise")
  func plot() throws {
    let data = try SmallDataset()
    let arguments = ["train", "--data-dir", data.path, "--epochs", "3", "--batch-size", "20"]
    func isPlotted(_ options: [String]) throws -> Bool {
      let result = try CommandRunner.run(arguments + options)
      #expect(result.status == 0)
      return result.output.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
    }
    #expect(try !isPlotted([]) && isPlotted(["--plot"]) && isPlotted(["--plot", "--quiet"]))
    #expect(try !isPlotted(["--no-plot"]) && !isPlotted(["--plot", "--format", "json"]))
  }

  @Test("graph --watch-nan names the operation, marks it in the drawing, and has status 1")
  func graph() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let svg = folder.appendingPathComponent("g.svg").path
    let forward = try CommandRunner.run(["graph", "log(x) * 2", "--set", "x=0", "--watch-nan", "--svg", svg])
    #expect(forward.status == 1)
    #expect(forward.errors.contains("log (node 1) made it from\n  x (): 0\n"))
    #expect(try String(contentsOfFile: svg, encoding: .utf8).contains("node operation wrong"))
    let backward = try CommandRunner.run(["graph", "sqrt(x)", "--set", "x=0", "--watch-nan"])
    #expect(backward.status == 1)
    #expect(backward.errors.contains("the derivative by x, which sqrt (node 1) computed backward from"))
    #expect(try CommandRunner.run(["graph", "log(x)", "--set", "x=0"]).status == 0)
    #expect(try CommandRunner.run(["graph", "log(x)", "--set", "x=1", "--watch-nan"]).status == 0)
  }

  @Test("check --svg draws the graph of the loss, without marks where all is well")
  func check() throws {
    let (data, folder) = (try SmallDataset(trainCount: 5, testCount: 1), try folder())
    defer { try? FileManager.default.removeItem(at: folder) }
    let svg = folder.appendingPathComponent("c.svg").path
    let arguments = ["check", "--data-dir", data.path, "--hidden", "2", "--samples", "1", "--svg", svg]
    #expect(try CommandRunner.run(arguments).status == 0)
    let sound = try String(contentsOfFile: svg, encoding: .utf8)
    #expect(sound.contains("Affine1") && !sound.contains("operation wrong"))
    // A step that rounding swallows is widened until it tells.
    let widened = try CommandRunner.run(arguments + ["--step", "1e-17", "--elements", "20"])
    #expect(widened.status == 0 && widened.output.contains("Passed: "))
    #expect(try CommandRunner.run(arguments.dropLast() + ["/nowhere/c.svg"]).status == 74)
  }
}
