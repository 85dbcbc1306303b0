import Foundation
import Testing

/// Names that could break out of the files that a command writes.
@Suite struct HostileNameTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "hostile-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  private var outputs: [String] {
    ["--svg", path("a.svg"), "--html", path("a.html"), "--dot", path("a.dot"), "--mermaid", path("a.mmd")]
  }

  private static let markup = [
    "<script>alert(1)</script>", "</script>", "\"]]>", "]]>", "-->", "<!--", "&lt;", "x&y", "\"", "\\\"",
    "x\\",
    "x\ny", "x\u{202E}y", "x\u{2066}y", "x\u{1B}[31m", "x\u{0}y", "x\"]; n9 [label=\"y", "x\"]\n  click n0",
  ]

  @Test(
    "what is no name is refused, in an expression and in --set, and nothing is written", arguments: markup)
  func refused(_ name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // The system ends an argument at a zero.
    guard !name.contains("\0") else { return }
    for arguments in [["x", "--set", "\(name)=1"], ["--set", "x=1", "--", "x * \(name)"]] {
      let result = try CommandRunner.run(["graph"] + outputs + arguments)
      #expect(result.status == 64 && result.output.isEmpty, "\(arguments): \(result)")
      for scalar in result.errors.unicodeScalars where scalar != "\n" {
        #expect(scalar.properties.generalCategory != .control && !scalar.properties.isBidiControl)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// Names may hold joiners, accents and words of the files' languages; an expression may span lines.
  @Test(
    "what is a name leaves every file whole",
    arguments: [
      "x\u{200D}y", "e\u{301}", "苹果", "end", "graph", "digraph", "subgraph", "class", "click", "constructor",
      "hasOwnProperty", "script", "node", "style", "toString",
    ])
  func names(_ name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.run(["graph", "\(name) *\n\t2", "--set", "\(name)=1"] + outputs)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(try WellFormed.elements(text("a.svg")).first == "svg")
    let page = try text("a.html")
    let elements = try WellFormed.elements(page: page)
    #expect(elements.first == "html" && elements.filter { $0 == "script" }.count == 2, "\(elements)")
    let dot = try text("a.dot")
    #expect(dot.contains("label=\"\(name)\"") && dot.filter { $0 == "{" }.count == 1)
    let mermaid = try text("a.mmd").split(separator: "\n")
    #expect(mermaid.first == "flowchart LR" && mermaid.contains { $0.hasPrefix("  n0[\"") })
    #expect(!mermaid.contains { ["end", "graph"].contains($0.trimmingCharacters(in: .whitespaces)) })
  }

  @Test("a folder's name leaves a training's report whole", arguments: markup)
  func report(_ name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    guard !name.contains("\0"), !name.contains("/") else { return }
    let data = try SmallDataset(trainCount: 20, testCount: 10)
    try FileManager.default.copyItem(atPath: data.path, toPath: path(name))
    let result = try CommandRunner.run([
      "train", "--data-dir", path(name), "--iterations", "1", "--batch-size", "2", "--hidden", "2",
      "--report",
      path("r.html"), "--quiet",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let page = try text("r.html")
    let elements = try WellFormed.elements(page: page)
    #expect(elements.first == "html" && elements.filter { $0 == "script" }.count == 1)
    for scalar in page.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value))
    }
  }
}
