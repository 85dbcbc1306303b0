import Foundation
import Testing

/// An output that names what the same run reads would destroy it.
@Suite struct InputProtectionTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "kept-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// A file of values with a link, a further name and another spelling.
  private func values() throws -> [String] {
    let files = FileManager.default
    try Data("[1, 2]".utf8).write(to: folder.appendingPathComponent("v"))
    try files.createSymbolicLink(atPath: path("link"), withDestinationPath: "v")
    try files.linkItem(atPath: path("v"), toPath: path("second"))
    try files.createDirectory(atPath: path("sub"), withIntermediateDirectories: true)
    return [path("v"), path("link"), path("second"), path("sub/../v")]
  }

  @Test(
    "graph refuses to draw into a file of values, by whatever name",
    arguments: ["svg", "html", "dot", "mermaid"])
  func graph(_ option: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = try values()
    for name in names {
      let result = try CommandRunner.run(["graph", "x", "--set", "x=@\(path("link"))", "--\(option)", name])
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains("--\(option) and --set x name the same file, "), "\(result.errors)")
      #expect(result.errors.contains("\nUsage: backprop graph "))
    }
    let upstream = try CommandRunner.run([
      "graph", "x", "--set", "x=[0,0]", "--upstream", "@\(names[0])", "--\(option)", names[2],
    ])
    #expect(
      upstream.status == 64 && upstream.errors.contains("--\(option) and --upstream name the same file, "))
    #expect(try String(contentsOfFile: names[0], encoding: .utf8) == "[1, 2]")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4)
    // A file beside it, a copy and a device are no harm.
    try FileManager.default.copyItem(atPath: names[0], toPath: path("copy"))
    for name in [path("copy"), path("new"), "/dev/null"] {
      #expect(
        try CommandRunner.run(["graph", "x", "--set", "x=@\(names[0])", "--\(option)", name]).status == 0)
    }
  }

  @Test("train and check refuse to write into the files of their data")
  func data() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = try SmallDataset(trainCount: 20, testCount: 10)
    let labels = data.path + "/train-labels-idx1-ubyte"
    let images = data.path + "/t10k-images-idx3-ubyte.gz"
    try FileManager.default.linkItem(atPath: images, toPath: path("second"))
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: labels)
    let before = try [labels, images].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    for (arguments, words) in [
      (["train", "--data-dir", data.path, "--history", labels], "--history and --data-dir"),
      (["train", "--data-dir", data.path, "--report", path("second")], "--report and --data-dir"),
      (
        ["train", "--data-dir", data.path, "--report", "/dev/null", "--history", path("link")],
        "--history and --data-dir"
      ),
      (
        [
          "train", "--data", "digits", "--test-data-dir", data.path, "--history",
          data.path + "/../" + folder.lastPathComponent + "/second",
        ],
        "--history and --test-data-dir"
      ),
      (["check", "--data-dir", data.path, "--svg", path("link")], "--svg and --data-dir"),
    ] {
      let result = try CommandRunner.run(arguments)
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains("Error: \(words) name the same file, \(data.path)/"), "\(result.errors)")
    }
    #expect(try [labels, images].map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
    // What lies beside the data and belongs to no data set may be replaced.
    for _ in 0..<2 {
      let result = try CommandRunner.run([
        "train", "--data-dir", data.path, "--iterations", "1", "--quiet", "--history", data.path + "/h.csv",
      ])
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test("the cache's files are kept, too")
  func cache() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = path("swift-backprop/mnist")
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    let file = cache + "/t10k-labels-idx1-ubyte.gz"
    try Data([1]).write(to: URL(fileURLWithPath: file))
    for options in [[], ["--data", "mnist"], ["--data", "digits", "--test-data", "mnist"]] {
      let result = try CommandRunner.run(
        ["train", "--history", file] + options, environment: ["XDG_CACHE_HOME": folder.path])
      #expect(
        result.status == 64 && result.errors.contains(" name the same file, \(file)"), "\(result.errors)")
    }
  }

  @Test("check doesn't draw into the file that its own text goes to")
  func standardOutput() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.shell(
      "\"$backprop\" check --data digits --svg '\(path("out"))' >'\(path("out"))'")
    #expect(
      result.status == 64 && result.errors.contains("--svg names the file that the command's own output"))
  }
}
