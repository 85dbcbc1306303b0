import Foundation
import Testing

@Suite("backprop graph draws") struct GraphDrawingTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "drawing-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  @Test("into files of three kinds, whole or not at all")
  func files() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.run([
      "graph", "苹果 * 2 * 1.1", "--set", "苹果=100", "--svg", path("a.svg"), "--dot", path("a.dot"), "--mermaid",
      path("a.mmd"),
    ])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(try text("a.svg").hasPrefix("<svg xmlns"))
    #expect(try text("a.svg").contains(">苹果</text>") && text("a.svg").contains(">2.2</text>"))
    #expect(try text("a.dot").hasPrefix("digraph"))
    #expect(try text("a.mmd").hasPrefix("flowchart LR"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "a.dot", "a.mmd", "a.svg",
      ])
    let plain = try CommandRunner.run(["graph", "苹果 * 2 * 1.1", "--set", "苹果=100"])
    #expect(result.output == plain.output)
    let before = try text("a.svg")
    _ = try CommandRunner.run(["graph", "苹果 * 2 * 1.1", "--set", "苹果=100", "--svg", path("a.svg")])
    #expect(try text("a.svg") == before)
  }

  @Test("in rows that are no wider than --width")
  func width() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let expression = (0..<12).reduce("x") { inner, _ in "tanh(2 * \(inner))" }
    func width(_ options: [String]) throws -> Double {
      let result = try CommandRunner.run(
        ["graph", expression, "--set", "x=1", "--svg", path("w.svg")] + options)
      #expect(result.status == 0, "\(result.errors)")
      let text = try text("w.svg").components(separatedBy: " width=\"")[1]
      return Double(text.prefix { $0 != "\"" }) ?? 0
    }
    #expect(try width(["--width", "500"]) <= 500)
    #expect(try width([]) <= 1200)
    #expect(try width(["--width", "20000"]) > 1200)
    for wrong in ["0", "99", "20001", "a", "-1", "1e3"] {
      let result = try CommandRunner.run(["graph", "x", "--set", "x=1", "--width", wrong])
      #expect(
        result.status == 64 && result.errors.contains("--width must be a whole number from 100 to 20,000"))
    }
  }

  /// A sum of many equal parts side by side.
  private static func tree(_ depth: Int) -> String {
    depth == 0 ? "exp(x)" : "(\(tree(depth - 1)) + \(tree(depth - 1)))"
  }

  @Test("and says where it can't be, on paper, too")
  func tooWideOnPaper() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // A program that copies what it gets stands for a converter.
    let tool = folder.appendingPathComponent("rsvg-convert")
    try Data(
      """
      #!/bin/sh
      while [ "$#" -gt 0 ]; do [ "$1" = --output ] && out="$2"; last="$1"; shift; done
      cp "$last" "$out"
      """.utf8
    ).write(to: tool)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path)
    let expression = "a_parameter_with_a_long_name_1 * another_parameter_with_a_long_name"
    let onPaper = try CommandRunner.run(
      ["graph", Self.tree(6), "--pdf", path("tree.pdf"), "--set", "x=1"],
      environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
    let words = " more than the 900 that a PDF file's should have without --width: "
    #expect(onPaper.status == 0 && onPaper.errors.contains(words), "\(onPaper.errors)")
    for (option, width, limit) in [
      ("--svg", "150", "150"), ("--pdf", "150", "150"), ("--png", "150", "150"), ("--svg", nil, nil),
      ("--pdf", nil, nil),
    ] {
      let result = try CommandRunner.run(
        [
          "graph", expression, "--set", "a_parameter_with_a_long_name_1=1", "--set",
          "another_parameter_with_a_long_name=2",
        ]
          + [option, path("wide")] + (width.map { ["--width", $0] } ?? []),
        environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
      #expect(result.status == 0, "\(result.errors)")
      let isTold = result.errors.contains("pixels wide, more than the \(limit ?? "?") of --width")
      #expect(isTold == (limit != nil), "\(option) \(width ?? ""): \(result.errors)")
    }
  }

  @Test("into PNG and PDF where a converter is installed, and names one where none is")
  func pictures() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let none = try CommandRunner.run(
      ["graph", "x", "--set", "x=1", "--svg", path("a.svg"), "--png", path("a.png")],
      environment: ["PATH": "/nowhere"])
    if none.status != 0 {
      #expect(none.status == 74 && none.errors.contains("rsvg-convert") && none.errors.contains("Chromium"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
    // A program that says what it was asked for stands for a converter.
    let tools = folder.appendingPathComponent("tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    let tool = tools.appendingPathComponent("rsvg-convert")
    try Data(
      """
      #!/bin/sh
      while [ "$#" -gt 0 ]; do [ "$1" = --output ] && out="$2"; last="$1"; shift; done
      grep -c "<svg" "$last" > "$out"
      """.utf8
    ).write(to: tool)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path)
    let search = tools.path + ":/usr/bin:/bin"
    let made = try CommandRunner.run(
      ["graph", "x", "--set", "x=1", "--png", path("a.png"), "--pdf", path("a.pdf")],
      environment: ["PATH": search])
    #expect(made.status == 0, "\(made.errors)")
    // A sheet has a window in it, so that nothing beyond its rows is seen.
    #expect(try text("a.png") == "1\n" && text("a.pdf") == "2\n")
    try Data("#!/bin/sh\nexit 3\n".utf8).write(to: tool)
    let failed = try CommandRunner.run(
      ["graph", "x", "--set", "x=1", "--png", path("b.png")], environment: ["PATH": search])
    #expect(failed.status == 74 && failed.errors.contains("ended with status 3"), "\(failed.errors)")
    // A browser is given an address, in which a folder's name may mean something else.
    try FileManager.default.removeItem(at: tool)
    let browser = tools.appendingPathComponent("chromium")
    try Data(
      """
      #!/bin/sh
      for word; do case "$word" in --screenshot=*) out="${word#--screenshot=}" ;; esac; last="$word"; done
      echo "$last" > "$out"
      """.utf8
    ).write(to: browser)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: browser.path)
    let odd = folder.appendingPathComponent("a#b%41")
    try FileManager.default.createDirectory(at: odd, withIntermediateDirectories: true)
    let shot = try CommandRunner.run(
      ["graph", "x", "--set", "x=1", "--png", path("c.png")],
      environment: ["PATH": tools.path, "TMPDIR": odd.path])
    #expect(shot.status == 0, "\(shot.errors)")
    let address = try text("c.png")
    #expect(address.contains("/a%23b%2541/"), "\(address)")
  }

  @Test("into a page that is stepped through, the same one twice")
  func page() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let command = ["graph", "苹果 * 2 - 苹果**2", "--set", "苹果=100", "--html", path("a.html")]
    let result = try CommandRunner.run(command)
    #expect(result.status == 0 && result.errors.isEmpty)
    let html = try text("a.html")
    #expect(html.hasPrefix("<!doctype html>") && html.hasSuffix("</html>\n"))
    #expect(html.contains("<bdi id=\"title\">苹果 * 2 - 苹果**2</bdi>"))
    // Of the two parts of a derivative each comes along its own line.
    #expect(html.contains("\"parts\":[[2.0],null]") && html.contains("\"parts\":[[-200.0]]"))
    _ = try CommandRunner.run(command)
    #expect(try text("a.html") == html)
    let network = try CommandRunner.run(["graph", "--network", "8,4,2", "--html", path("n.html")])
    #expect(network.status == 0)
    #expect(try text("n.html").contains("\"isDouble\":false"))
  }

  @Test("JSON tells of the first value that isn't finite where --watch-nan asks for it, and only there")
  func nonFinite() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let command = ["graph", "log(x) * 2", "--set", "x=[1,0]", "--format", "json"]
    #expect(try !CommandRunner.run(command).output.contains("non_finite"))
    let watched = try CommandRunner.run(command + ["--watch-nan"])
    #expect(watched.status == 1)
    #expect(
      watched.output.hasSuffix(
        #"],"non_finite":{"phase":"forward","node":1,"operation":"log","name":null,"operand":null,"shape":[2],"#
          + #""element":[1],"value":"-inf","count":1,"path":[1,3]}}"# + "\n"), "\(watched.output)")
    let backward = try CommandRunner.run([
      "graph", "sqrt(x)", "--set", "x=0", "--format", "json", "--watch-nan",
    ])
    #expect(
      backward.output.contains(#""non_finite":{"phase":"backward","node":1,"operation":"sqrt","#)
        && backward.output.contains(#""operand":0,"#) && backward.output.contains(#""path":[1,0]"#),
      "\(backward.output)")
    let finite = try CommandRunner.run(["graph", "x", "--set", "x=1", "--format", "json", "--watch-nan"])
    #expect(finite.status == 0 && finite.output.hasSuffix(#"],"non_finite":null}"# + "\n"))
    _ = try JSONSerialization.jsonObject(with: Data(watched.output.utf8))
  }

  @Test("a file that can't be written ends it with status 74")
  func unwritable() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for option in ["--svg", "--html", "--dot", "--mermaid"] {
      let result = try CommandRunner.run(["graph", "x", "--set", "x=1", option, path("missing/a")])
      #expect(result.status == 74)
      #expect(result.output.contains("result\n  1\n"))
      #expect(result.errors.contains("missing/a") && result.errors.contains("No such file or directory"))
    }
  }

  @Test("one file that can't be written leaves the others as they were")
  func allOrNone() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: folder.appendingPathComponent("keep.svg"))
    let result = try CommandRunner.run([
      "graph", "x", "--set", "x=1", "--svg", path("keep.svg"), "--html", path("missing/a"),
    ])
    #expect(result.status == 74 && result.output.contains("result\n  1\n"))
    #expect(try text("keep.svg") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["keep.svg"])
  }

  @Test("two outputs can't go into one file")
  func sameFile() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for (first, second) in [("--svg", "--html"), ("--html", "--dot"), ("--svg", "--mermaid")] {
      let result = try CommandRunner.run([
        "graph", "x", "--set", "x=1", second, path("a"), first, path("./a"),
      ])
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains("\(first) and \(second) name the same file"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("in lines of text where that is asked for, and not into a file by itself")
  func terminal() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let command = ["graph", "apple * 2", "--set", "apple=100"]
    let drawn = try CommandRunner.run(command + ["--drawing", "always"])
    #expect(drawn.output.hasPrefix("       100        200\napple ─────┬─▶(×)──────▶─\n"), "\(drawn.output)")
    #expect(drawn.output.contains("▶(×)") && drawn.output.contains("#2 = #0 × #1"))
    let plain = try CommandRunner.run(command)
    #expect(!plain.output.contains("▶") && drawn.output.hasSuffix(plain.output))
    let columns = ["COLUMNS": "10"]
    let narrow = try CommandRunner.run(command + ["--drawing", "always"], environment: columns)
    #expect(narrow.output == (try CommandRunner.run(command, environment: columns).output))
    let json = try CommandRunner.run(command + ["--drawing", "always", "--format", "json"])
    #expect(json.status == 64 && json.errors.contains("--format asks for JSON"), "\(json.errors)")
  }

  @Test("a network by the sizes of its layers")
  func network() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.run(["graph", "--network", "784,50,10", "--svg", path("n.svg")])
    #expect(
      result.output == """
        layer             input      output    parameters
        Affine1           (N, 784)   (N, 50)   W1 (784, 50), b1 (50,)   39,250
        ReLU1             (N, 50)    (N, 50)   –
        Affine2           (N, 50)    (N, 10)   W2 (50, 10), b2 (10,)       510
        SoftmaxWithLoss   (N, 10)    ()        –
                                               together                 39,760

        """)
    let svg = try text("n.svg")
    for words in [
      "Affine1 · 39,250 parameters", "(784, 50)", "∂L/∂W1", "(N, 784)", "Softmax-with-Loss", "ReLU1", ">t<",
      "∂L/∂x2",
    ] {
      #expect(svg.contains(words), "\(words)")
    }
    _ = try CommandRunner.run(["graph", "--network", "784,50,10", "--html", path("n.html")])
    let html = try text("n.html")
    // A page of shapes: neither the batch that stands for N nor a number of its values.
    #expect(html.contains("\"shape\":[\"N\",784]") && html.contains("\"isOfShapesOnly\":true"))
    for page in [svg, html] { #expect(!page.contains("(2, ") && !page.contains("2.30")) }
    let model = html.components(separatedBy: "id=\"graph-data\">")[1].components(separatedBy: "</script>")[0]
    #expect(!model.contains("\"gradient\"") && !model.contains("\"value\":[") && !model.contains("[2,"))
    let json = try CommandRunner.run([
      "graph", "--network", "4,3,3,2", "--activation", "sigmoid", "--format", "json",
    ])
    #expect(json.output.hasPrefix("{\"sizes\":[4,3,3,2],\"activation\":\"sigmoid\",\"parameter_count\":35,"))
  }

  @Test("a network that is described, with layers of all kinds")
  func describedNetwork() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let line =
      "conv 4 3x3 pad 1, batchnorm, gelu, maxpool 2, residual (conv 4 3x3 pad 1, relu), dropout 0.3, affine"
    let options = ["--input", "2x8x8", "--classes", "3"]
    let result = try CommandRunner.run(["graph", "--network", line, "--svg", path("n.svg")] + options)
    #expect(result.status == 0, "\(result.errors)")
    for words in ["Conv2D1", "(N, 2, 8, 8)", "(N, 4, 8, 8)", "(N, 3)", "SoftmaxWithLoss", "together"] {
      #expect(result.output.contains(words), "\(words)")
    }
    let svg = try text("n.svg")
    for words in ["Conv2D1 · 76 parameters", "(N, 2, 8, 8)", "BatchNorm", "gelu", "MaxPool"] {
      #expect(svg.contains(words), "\(words)")
    }
    let json = try CommandRunner.run(["graph", "--network", line, "--format", "json"] + options)
    #expect(
      json.output.hasPrefix("{\"network\":\"conv 4 3x3 pad 1,") && json.output.contains("\"input\":[2,8,8]"))
    let preset = try CommandRunner.run(["graph", "--network", "simple-convnet"])
    #expect(preset.status == 0 && preset.output.contains("433,890"))
    let own = try CommandRunner.run(["graph", "--network", "affine, softmax", "--input", "4"])
    #expect(own.status == 0 && own.output.contains("CrossEntropy"))
  }

  @Test(
    "wrong usage of --network is refused with status 64",
    arguments: [
      ["2 * x", "--set", "x=1", "--input", "3"], ["2 * x", "--set", "x=1", "--activation", "relu"],
      ["--network", "2,3", "--input", "3"], ["--network", "2,3", "--classes", "3"],
      ["--network", "mlp", "--activation", "relu"], ["--network", "mlp", "--input", "3x"],
      ["--network", "mlp", "--classes", "0"], ["--network", "conv 8 3x3, affine", "--input", "784"],
      ["--network", "affine 100000, affine", "--input", "1000"], ["--network", "affine 5, rleu, affine"],
      ["--network", "784"], ["--network", "0,10"], ["--network", "a"], ["--network", "2,3", "x + 1"],
      ["--network", "2,3", "--set", "x=1"], ["--network", "100000,100000"],
      ["--network", "9223372036854775807,9223372036854775807"], ["--network", "9223372036854775806,1"],
    ])
  func wrongUsage(arguments: [String]) throws {
    let result = try CommandRunner.run(["graph"] + arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty && result.errors.contains("Error: "))
  }

  @Test("wrong sizes are refused with the rule, without a long list")
  func sizes() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let rule = "sizes separated by commas, at most 100 of them, each a whole number of at least 1"
    func errors(_ sizes: String) throws -> String {
      let result = try CommandRunner.run(["graph", "--network", sizes])
      #expect(result.status == 64 && result.output.isEmpty)
      return result.errors
    }
    #expect(try errors("10,0,3").contains("--network takes \(rule); '0' isn't one."))
    let long = try errors(Array(repeating: "7", count: 300).joined(separator: ","))
    #expect(long.contains("--network takes \(rule); there are 300.") && !long.contains("7,7"))
    let large = try errors(Array(repeating: "9000", count: 90).joined(separator: ","))
    #expect(large.contains("a network 9000-9000-9000-…-9000 has more than"))
    let hidden = try CommandRunner.run(["train", "--data", "digits", "--hidden", "50,,50"])
    #expect(hidden.status == 64 && hidden.errors.contains("--hidden takes \(rule); '' isn't one."))
  }

  @Test("a drawing that can't keep to its width says so, and only such a one")
  func tooWide() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = (0..<14).map { "x\($0)" }
    let values = names.flatMap { ["--set", "\($0)=1.5"] }
    // Each function of all others: many lines side by side everywhere.
    let sums = names.map { name in names.map { "exp(\($0) * \(name))" }.joined(separator: " + ") }
    let dense = sums.map { "tanh(\($0))" }.joined(separator: " * ")
    let wide = try CommandRunner.run(["graph", dense, "--svg", path("wide.svg"), "--width", "300"] + values)
    #expect(wide.status == 0)
    #expect(wide.errors.hasPrefix("Note: the drawing is ") && wide.errors.contains(" the 300 of --width: "))
    #expect(wide.errors.split(separator: "\n").count == 1, "\(wide.errors)")
    // Without the option its name isn't blamed for the number.
    let usual = try CommandRunner.run(["graph", Self.tree(6), "--svg", path("usual.svg"), "--set", "x=1"])
    #expect(
      usual.errors.contains(" more than the 1200 that it should have without --width: "), "\(usual.errors)")
    let plain = try CommandRunner.run(
      ["graph", "x0 * x1 + x2", "--svg", path("plain.svg"), "--width", "1000"] + values.prefix(6))
    #expect(plain.status == 0 && plain.errors.isEmpty, "\(plain.errors)")
    // Graphviz has a width of its own.
    let other = try CommandRunner.run(["graph", dense, "--dot", path("wide.dot"), "--width", "300"] + values)
    #expect(other.status == 64 && other.errors.contains("--width is for the drawings"), "\(other.errors)")
  }

  @Test("the page of figures names each of the notes' pictures once, in both languages")
  func figuresPage() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("Documentation/Figures.md"), encoding: .utf8)
    let originals = [
      "question1-answer1", "question1-answer2", "question2", "buy-many", "question1-reverse",
      "chart-backpropagation", "chain-backpropagation", "chain-backpropagation-result", "add-backpropagation",
      "large-computational-graph", "add-backpropagation-example", "multiply-backpropagation",
      "multiply-backpropagation-example", "apple-backpropagation", "buy-apple-orange", "relu-multiply",
      "sigmoid-multiply-forward", "sigmoid-multiply-backward-step1", "sigmoid-multiply-backward-step2",
      "sigmoid-multiply-backward-step3", "sigmoid-multiply-backward", "sigmoid-multiply-backward-compact",
      "sigmoid-multiply-backward-optimization", "affine-multiply", "affine-multiply-backward",
      "matrix-multiply-backward", "affine-multiply-batch", "softmax", "softmax-with-loss-multiply",
      "softmax-with-loss-multiply-simplified",
    ]
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains(".svg") }
    #expect(rows.count == originals.count)
    for (number, (row, original)) in zip(rows, originals).enumerated() {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(cells.count == 4 && cells[0] == "\(number + 1)" && cells[1].hasPrefix("`\(original)`"))
      #expect(cells[3].unicodeScalars.contains { $0.value > 0x3000 }, "\(row)")
      let file = cells[2].components(separatedBy: "](")[1].dropLast()
      #expect(page.contains("](\(file))\n"), "\(file) is shown")
    }
  }

  @Test("the figures of the notes as they are checked in")
  func figures() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try CommandRunner.run(program: "ExampleFigures", [folder.path])
    #expect(result.status == 0, "\(result.errors)")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Documentation")
    func files(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".svg") }.sorted()
    }
    // One file for each of the notes' thirty pictures, in their order.
    let names = try files(path("Figures"))
    #expect(names.count == 30)
    for (index, name) in names.enumerated() {
      let number = index < 9 ? "0\(index + 1)-" : "\(index + 1)-"
      #expect(name.hasPrefix(number))
    }
    let others = try files(path("Figures/Beyond")).map { "Beyond/" + $0 }
    let figures = root.appendingPathComponent("Figures").path
    #expect(try files(figures) == names)
    #expect(try files(figures + "/Beyond").map { "Beyond/" + $0 } == others)
    for name in (names + others).map({ "Figures/" + $0 }) + ["Figures.md"] {
      let recorded = try Data(contentsOf: root.appendingPathComponent(name))
      #expect(try Data(text(name).utf8) == recorded, "\(name) differs; run Scripts/figures.sh and look at it")
    }
  }
}
