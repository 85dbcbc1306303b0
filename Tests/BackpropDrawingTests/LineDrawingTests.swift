import Backprop
import BackpropDrawing
import Testing

@Suite("A drawing in lines of text") struct LineDrawingTests {
  @Test("shows values above and derivatives below")
  func shopping() {
    let lines = GraphDrawing(RecordedGraph.snapshot("shopping")).lines(columns: 80) ?? []
    #expect(
      lines.joined(separator: "\n") == """
               100         200
        apple ─────┬──▶(×)─────╮
               2.2 │       1.1 │
                   │           │
                2  │           │      650         715
        count ─────╯           ├─▶(+)──────┬─▶(×)──────▶─
               110             │      1.1  │       1
                               │           │
               150         450 │       1.1 │
         橘子 ──────┬─▶(×)─────╯  tax ─────╯
               3.3  │      1.1         650
                    │
                3   │
         个数 ──────╯
               165
        """)
  }

  @Test("has a dot where a value goes several ways, and none where values come together")
  func forks() {
    let graph = Graph<Double>()
    let (x, y) = (graph.variable(3, name: "x"), graph.variable(2, name: "y"))
    let z = x * y + x
    let drawing = GraphDrawing(graph.snapshot(gradients: z.backward(), withContributions: true))
    let lines = drawing.lines(columns: 80) ?? []
    #expect(lines.joined().filter { $0 == "●" }.count == 1)
    let plain = drawing.lines(columns: 80, signs: .ascii) ?? []
    #expect(plain.count == lines.count && plain.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(plain.joined().contains("(*)") && plain.joined().filter { $0 == "o" }.count == 1)
  }

  @Test("keeps its columns under wide characters, for any graph", arguments: 0..<60)
  func columns(seed: Int) {
    let drawing = GraphDrawing(GeneratedGraph.snapshot(seed: UInt64(seed), size: 20))
    guard let lines = drawing.lines(columns: 400, rows: 400) else { return }
    #expect(lines.allSatisfy { $0.displayWidth <= 400 && !$0.contains("\n") })
    // Every arrow reaches a circle or the end of a line.
    for line in lines {
      for (index, character) in line.enumerated() where character == "▶" {
        let next = line.dropFirst(index + 1).first
        #expect(next == "(" || next == "─" || next == nil, "\(line)")
      }
    }
  }

  @Test("is only there where it fits")
  func limits() {
    let drawing = GraphDrawing(RecordedGraph.snapshot("shopping"))
    #expect(drawing.lines(columns: 20) == nil)
    #expect(drawing.lines(columns: 80, rows: 5) == nil)
    #expect(drawing.lines(columns: 0) == nil)
    #expect(GraphDrawing(GeneratedGraph.chain(length: 150)).lines(columns: 100_000) == nil)
    #expect(GraphDrawing(Graph<Float>().snapshot()).lines(columns: 80) == nil)
  }
}
