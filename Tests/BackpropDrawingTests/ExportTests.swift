import Backprop
import BackpropDrawing
import BackpropFiles
import Foundation
import Testing

@Suite("Written for other programs") struct ExportTests {
  private var shopping: GraphDrawing {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple")
    let price = graph.group("Price") { apple * 2 }
    return GraphDrawing(graph.snapshot(gradients: price.backward()))
  }

  @Test("a graph is Graphviz's")
  func dot() {
    #expect(
      shopping.dot == """
        digraph graph_of_values {
          rankdir=LR;
          node [shape=circle, fontname="Helvetica"];
          edge [fontname="Helvetica", arrowhead=empty];
          n0 [shape=plaintext, label="apple"];
          subgraph cluster_0 {
            label="Price"; style=rounded;
            n1 [shape=plaintext, label=""];
            n2 [label="×"];
          }
          n0 -> n2 [label="100\\n← 2"];
          n1 -> n2 [label="2"];
          end2 [shape=plaintext, label=""];
          n2 -> end2 [label="200\\n← 1"];
        }

        """)
  }

  @Test("a graph is Mermaid's")
  func mermaid() {
    #expect(
      shopping.mermaid == """
        flowchart LR
          n0["apple"]:::empty
          subgraph g0["Price"]
            n1[" "]:::empty
            n2(("×"))
          end
          n0 -->|"100<br>← 2"| n2
          n1 -->|"2"| n2
          end2[" "]:::empty
          n2 -->|"200<br>← 1"| end2
          classDef empty fill:none,stroke:none

        """)
  }

  @Test(
    "names stay text",
    arguments: ["\"]; evil [label=\"", "a\\", "<b>", "`code`", "#quot;", "line\nbreak", "end"])
  func hostile(name: String) {
    let graph = Graph<Double>()
    let y = graph.variable(1, name: name) * 2
    let drawing = GraphDrawing(graph.snapshot(gradients: y.backward()))
    // Quotes are balanced in every line once the escaped ones are left out.
    for line in drawing.dot.split(separator: "\n") {
      var count = 0
      var isEscaped = false
      for character in line {
        if character == "\"", !isEscaped { count += 1 }
        isEscaped = character == "\\" && !isEscaped
      }
      #expect(count % 2 == 0, "\(line)")
    }
    for line in drawing.mermaid.split(separator: "\n") {
      #expect(line.filter { $0 == "\"" }.count % 2 == 0)
      #expect(!line.contains("<b>") && !line.contains("`"))
    }
  }

  /// What steers terminals or turns the direction of writing around, in every place that a name gets to.
  @Test(
    "characters that can't be seen reach no drawing",
    arguments: [
      "\0", "\u{1B}[2J", "\u{9B}2J", "\u{202E}", "\u{2066}", "\u{200F}", "\u{61C}", "\u{FEFF}", "\u{E0041}",
    ])
  func unseen(text: String) {
    let name = "a\(text)b"
    let graph = Graph<Double>()
    let (y, z) = graph.group(name) {
      let x = graph.variable([1, 2], name: name)
      let y = (x * x).named(name)
      return (y, y * graph.variable(2, name: name))
    }
    let snapshot = graph.snapshot(gradients: (y + z).named(name).backward(), withContributions: true)
    var options = DrawingOptions()
    options.title = name
    let drawing = GraphDrawing(snapshot, options: options)
    let lines = drawing.lines(columns: 400, rows: 100) ?? []
    #expect(!lines.isEmpty)
    let page = GraphPage(snapshot, title: name, options: options).html
    for text in [drawing.svg, drawing.dot, drawing.mermaid, lines.joined(separator: "\n"), page] {
      #expect(text.contains("a\u{FFFD}"))
      #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isUnseen })
    }
  }

  /// Graphviz replaces the entities of HTML in labels, those of the DOT language itself aside.
  @Test("an ampersand is shown as it is by Graphviz", arguments: ["&amp;", "&lt;b&gt;", "&#65;", "a & b"])
  func entities(name: String) {
    let graph = Graph<Double>()
    let y = graph.group(name) { graph.variable(1, name: name) * 2 }
    let escaped = name.replacingOccurrences(of: "&", with: "&amp;")
    let dot = GraphDrawing(graph.snapshot(gradients: y.backward())).dot
    #expect(dot.contains("label=\"\(escaped)\"; style") && dot.contains("label=\"\(escaped)\"]"))
  }
}

/// Mermaid's own limits: `maxEdges` 500 and `maxTextSize` 50,000 in its configuration's schema.
@Suite("A graph for Mermaid") struct MermaidLimitTests {
  private func edgeCount(_ mermaid: String) -> Int {
    mermaid.split(separator: "\n").filter { $0.contains(" -->") }.count
  }

  @Test("is whole up to 500 lines and folded beyond", arguments: [498, 499, 500, 501, 3000])
  func edges(length: Int) throws {
    // As many lines between nodes as operations, and one for the result.
    let (text, note) = GraphDrawing(GeneratedGraph.chain(length: length)).mermaidWithNote
    #expect(edgeCount(text) <= 500 && text.utf16.count <= 50_000)
    #expect((note == nil) == (length < 500 && !text.contains("⋯")))
    if length >= 500 {
      let sentence = try #require(note)
      #expect(text.contains("⋯"))
      #expect(
        sentence.contains("Mermaid draws 500 lines and the whole has \(length + 1)")
          || sentence.contains("Mermaid takes 50000 characters"), "\(sentence)")
    }
  }

  @Test("folds groups before it folds anything else")
  func groups() throws {
    let graph = Graph<Double>()
    var x = graph.variable(0.5, name: "x")
    for layer in 0..<60 {
      x = graph.group("Layer \(layer)") { (0..<10).reduce(x) { x, _ in x.tanh() } }
    }
    let (text, note) = GraphDrawing(graph.snapshot(gradients: x.backward())).mermaidWithNote
    #expect(text.contains("Layer 59 · 10 nodes") && edgeCount(text) == 61)
    #expect(note?.contains("61 boxes for the graph's 601 nodes") == true)
  }

  @Test("of long names is folded to the characters that Mermaid reads")
  func characters() {
    let graph = Graph<Double>()
    // Each of these is a number code of five characters.
    let name = String(repeating: "~", count: 36)
    var sum = graph.variable(0, name: "x")
    for _ in 0..<230 { sum = sum + graph.variable(1, name: name) }
    let (text, note) = GraphDrawing(graph.snapshot(gradients: sum.backward())).mermaidWithNote
    #expect(text.utf16.count <= 50_000 && note?.contains("Mermaid takes 50000 characters") == true)
  }

  @Test("is told where even folding doesn't help")
  func impossible() throws {
    struct SumOfMany: GraphOperation {
      let name = "many"
      func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] }
      func backward(_ step: BackwardStep<Double>) { step.pass(step.upstream, to: 0) }
    }
    let graph = Graph<Double>()
    let x = graph.variable(1, name: "x")
    let y = try graph.apply(SumOfMany(), to: Array(repeating: x, count: 600))
    let (text, note) = GraphDrawing(graph.snapshot(gradients: y.backward())).mermaidWithNote
    #expect(edgeCount(text) == 601)
    #expect(note?.contains("not even folded") == true && note?.contains("maxEdges") == true)
  }
}
