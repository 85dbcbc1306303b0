import Foundation
import Testing

/// The READMEs beside each other, and what they and CONTRIBUTING.md point to.
@Suite struct DocumentationTests {
  @Test("both READMEs have the same parts in the same order")
  func sameParts() throws {
    let english = Markdown(try Repository.text("README.md")).parts
    let chinese = Markdown(try Repository.text("README.zh-CN.md")).parts
    #expect(english.count > 50)
    for (position, pair) in zip(english, chinese).enumerated() where pair.0 != pair.1 {
      Issue.record("part \(position): \(pair.0) in README.md, but \(pair.1) in README.zh-CN.md")
      return
    }
    #expect(english.count == chinese.count)
  }

  @Test(
    "links lead to files",
    arguments: [
      "README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "Documentation/Figures.md",
      "Documentation/Benchmarks.md", "Documentation/Growth.md", "Documentation/Tables.md",
    ])
  func links(_ file: String) throws {
    let folder = URL(fileURLWithPath: file, relativeTo: Repository.root).deletingLastPathComponent()
    for target in Markdown(try Repository.text(file)).linkTargets where !target.hasPrefix("https://") {
      let path = folder.appendingPathComponent(target).path
      #expect(FileManager.default.fileExists(atPath: path), "\(file) points to \(target), which isn't there")
    }
  }

  @Test("every path in the table of CONTRIBUTING.md exists")
  func paths() throws {
    let rows = try Repository.text("CONTRIBUTING.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
      .dropFirst(2)
    #expect(rows.count > 40)
    // A name is looked for in the root, then beside the path before it and in the folders around that. A row that
    // goes on with the one before, …, goes on with its paths, too.
    var around = [""]
    for row in rows {
      let cells = row.components(separatedBy: " | ")
      #expect(cells.count == 2, "\(row) has a column too many")
      if !cells[0].hasPrefix("| …") { around = [""] }
      for path in Markdown.codeSpans(in: cells[1]) {
        let found = around.map { $0.isEmpty ? path : $0 + "/" + path }.first(where: Repository.has)
        guard let found else {
          Issue.record("\(path) in the row \(row)")
          continue
        }
        let parts = found.split(separator: "/")
        around = [""] + parts.indices.reversed().map { parts[...$0].joined(separator: "/") }
      }
    }
  }
}

/// The files of this repository.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The paths of the Swift files in a folder and below it.
  static func swiftFiles(under folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(folder).path)
      .filter { $0.hasSuffix(".swift") }.map { folder + "/" + $0 }
  }

  static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }
}

/// As much of Markdown as the READMEs use.
struct Markdown {
  let text: String

  init(_ text: String) { self.text = text }

  /// What a translation has in common with the original, in order: the levels of headings, code between fences but for
  /// its comments, the number of lines of indented code, the rows' cells of tables, list items, links and pictures.
  var parts: [String] {
    var parts: [String] = []
    var fence: String?
    var indented = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        fence = fence == nil ? line : nil
        parts.append(line)
      } else if fence != nil {
        if !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") { parts.append(line) }
      } else if line.hasPrefix("    ") {
        indented += 1
        continue
      } else {
        if indented > 0, !line.isEmpty {
          parts.append("\(indented) lines of code")
          indented = 0
        }
        if line.hasPrefix("#") {
          parts.append(String(line.prefix { $0 == "#" }))
        } else if line.hasPrefix("|") {
          parts.append("\(line.components(separatedBy: " | ").count) cells")
        } else if line.hasPrefix("- ") {
          parts.append("item")
        }
        // The link to the other language differs.
        parts += Markdown(line).linkTargets.filter { !$0.hasPrefix("README") }
      }
    }
    return parts
  }

  /// Where links and pictures lead, in order.
  var linkTargets: [String] {
    text.components(separatedBy: "](").dropFirst().compactMap { part in
      part.firstIndex(of: ")").map { String(part[..<$0]) }
    }
  }

  /// The texts between backquotes.
  static func codeSpans(in text: String) -> [String] {
    text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }
}
