import Backprop
import BackpropDrawing
import Testing

@Suite("A large graph") struct FoldingTests {
  @Test("folds its groups into boxes that keep the lines between them")
  func groups() {
    let graph = Graph<Double>()
    var x = graph.variable(0.5, name: "x")
    for layer in 0..<14 {
      x = graph.group("Layer \(layer)") {
        (0..<5).reduce(x) { x, _ in (x * graph.variable(1)).tanh() }
      }
    }
    let snapshot = graph.snapshot(gradients: x.backward())
    var options = DrawingOptions()
    options.foldLimit = 100
    options.width = 100_000
    let drawing = GraphDrawing(snapshot, options: options)
    let boxes = drawing.layout.nodes.filter { $0.kind == .folded }
    #expect(boxes.count == 14)
    #expect(boxes.first?.title == "Layer 0 · 15 nodes")
    #expect(drawing.layout.nodes.count == 15)
    #expect(drawing.layout.edges.count == 15)
    #expect(Set(boxes.map(\.center.y)).count == 1)
    (options.foldLimit, options.width) = (1000, 1200)
    #expect(GraphDrawing(snapshot, options: options).layout.nodes.count == snapshot.nodes.count)
  }

  @Test("without groups keeps its ends, and so does a long chain", arguments: [1000, 20_000])
  func chains(length: Int) {
    var options = DrawingOptions()
    options.width = 100_000
    let drawing = GraphDrawing(GeneratedGraph.chain(length: length), options: options)
    let nodes = drawing.layout.nodes
    #expect(nodes.count < 80)
    #expect(nodes.first?.title == "x" && nodes.last?.title == "tanh")
    #expect(nodes.contains { $0.kind == .folded })
    // Every line still leads from left to right.
    for edge in drawing.layout.edges { #expect(edge.forward[0].x < edge.forward[edge.forward.count - 1].x) }
  }

  @Test("of a thousand nodes isn't folded, however deep, nor larger ones for Graphviz")
  func deep() {
    let drawing = GraphDrawing(GeneratedGraph.chain(length: 999))
    #expect(drawing.layout.nodes.count == 1000)
    #expect(!drawing.layout.nodes.contains { $0.kind == .folded })
    let long = GraphDrawing(GeneratedGraph.chain(length: 5000))
    #expect(long.layout.nodes.contains { $0.kind == .folded })
    #expect(long.dot.contains("n4999 -> n5000") && !long.dot.contains("⋯"))
  }

  @Test("of any kind is drawn without a line that leads back")
  func anything() {
    var options = DrawingOptions()
    options.foldLimit = 50
    options.width = 100_000
    for seed in 0..<10 {
      let drawing = GraphDrawing(GeneratedGraph.snapshot(seed: UInt64(seed), size: 300), options: options)
      #expect(drawing.layout.nodes.filter { $0.use == nil }.count <= 50)
      for edge in drawing.layout.edges { #expect(edge.forward[0].x < edge.forward[edge.forward.count - 1].x) }
    }
  }

  @Test("keeps its marks when it folds")
  func marks() {
    let drawing = GraphDrawing(GeneratedGraph.chain(length: 2000), wrongNodes: [1000])
    #expect(drawing.layout.nodes.contains { $0.kind == .folded && $0.mark == .wrong })
  }
}
