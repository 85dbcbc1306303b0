import Backprop
import BackpropDrawing
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
}
