import Backprop
import BackpropDrawing
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct SVGTests {
  @Test("The same graph gives the same bytes, and they are XML", arguments: 0..<20)
  func bytes(seed: Int) throws {
    let svg = GraphDrawing(GeneratedGraph.snapshot(seed: UInt64(seed), size: 30)).svg
    #expect(svg == GraphDrawing(GeneratedGraph.snapshot(seed: UInt64(seed), size: 30)).svg)
    _ = try XMLContent(svg)
  }

  @Test("Names are text, whatever they look like")
  func hostileNames() throws {
    let names = [
      "<script>alert('x')</script>", "</svg>", "a & b", "\"quoted\"", "]]>", "tab\tand\nline",
      "\u{0}\u{8}\u{1B}[31m",
      "\u{202E}backwards", "<!--", "&lt;",
    ]
    for name in names {
      let graph = Graph<Double>()
      let y = graph.group(name) { (graph.variable(1, name: name) * 2).named(name) }
      var options = DrawingOptions()
      options.title = name
      let svg = GraphDrawing(graph.snapshot(gradients: y.backward()), options: options).svg
      let content = try XMLContent(svg)
      #expect(!content.elements.contains("script"))
      #expect(
        content.elements.allSatisfy {
          ["svg", "title", "desc", "style", "g", "rect", "circle", "path", "text", "tspan"].contains($0)
        })
    }
    let graph = Graph<Double>()
    let y = graph.variable(1, name: "<b>&") * 2
    let content = try XMLContent(GraphDrawing(graph.snapshot(gradients: y.backward())).svg)
    #expect(content.texts.contains("<b>&"))
  }

  @Test("Every part has an id and tells what it belongs to")
  func parts() throws {
    let snapshot = GeneratedGraph.snapshot(seed: 3, size: 30)
    let content = try XMLContent(GraphDrawing(snapshot).svg)
    #expect(Set(content.ids).count == content.ids.count)
    for node in snapshot.nodes {
      #expect(content.ids.contains("node-\(node.id)"))
      for (operand, input) in node.inputs.enumerated() {
        #expect(content.ids.contains("edge-\(input)-\(node.id)-\(operand)"))
      }
    }
    var options = DrawingOptions()
    options.idPrefix = "first-"
    let other = try XMLContent(GraphDrawing(snapshot, options: options).svg)
    #expect(other.ids.allSatisfy { $0.hasPrefix("first-") })
  }

  @Test("Values stand above, derivatives below, rounded for people")
  func labels() throws {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple")
    let price = apple * graph.constant(2) * graph.variable(1.1, name: "tax")
    let drawing = GraphDrawing(graph.snapshot(gradients: price.backward()))
    for (text, role) in [
      ("100", GraphLayout.Label.Role.value), ("200", .value), ("220", .value), ("2.2", .derivative),
      ("1.1", .derivative), ("200", .derivative), ("1", .derivative),
    ] {
      #expect(drawing.layout.labels.contains { $0.lines == [text] && $0.role == role })
    }
    let constant = drawing.layout.edges.first { $0.from == 1 }
    #expect(constant?.backward.isEmpty == true)
    let line = try #require(drawing.layout.edges.first { $0.from == 0 })
    #expect(line.backward.allSatisfy { $0.y > line.forward[0].y })
  }

  @Test("Tensors show their shape above their name, and their numbers while they are few")
  func tensors() {
    let graph = Graph<Double>()
    let x = graph.variable(.ones([7, 2]), name: "X")
    let w = graph.variable([[1, 2, 3], [4, 5, 6]], name: "W")
    let y = x.matmul(w).named("Y")
    var options = DrawingOptions()
    options.batchSize = 7
    let labels = GraphDrawing(graph.snapshot(gradients: y.backward()), options: options).layout.labels
    func lines(_ node: Int, _ role: GraphLayout.Label.Role) -> [String]? {
      labels.first { $0.node == node && $0.role == role }?.lines
    }
    #expect(lines(0, .value) == ["(N, 2)", "X", "all 1"])
    #expect(lines(1, .value) == ["(2, 3)", "W", "[[1, 2, 3],", "[4, 5, 6]]"])
    #expect(lines(2, .value) == ["(N, 3)", "Y", "5 … 9"])
    #expect(lines(0, .derivative)?.prefix(2) == ["∂Y/∂X", "(N, 2)"])
  }

  @Test("A matrix's numbers end below each other, and its text is the line's")
  func matrix() throws {
    let graph = Graph<Double>()
    let x = graph.variable([[1, -20.5], [300, 4]], name: "x")
    let svg = GraphDrawing(graph.snapshot(gradients: x.relu().backward())).svg
    let content = try XMLContent(svg)
    #expect(content.texts.joined().contains("[[1, −20.5],"))
    let rows = svg.components(separatedBy: "<text class=\"row\"").dropFirst()
    #expect(rows.count >= 4)
    func ends(_ row: String) -> [Substring] {
      row.components(separatedBy: "<tspan x=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    }
    let first = rows.prefix(2).map(ends)
    #expect(first[0].count == 4 && first[0] == first[1])
  }

  @Test("Larger tensors are small pictures, blue below 0 and orange above, with shape and range")
  func heatMaps() throws {
    let graph = Graph<Double>()
    let numbers = (0..<120).map { Double($0 - 60) }
    let x = graph.variable(Tensor(shape: [6, 20], numbers), name: "X")
    let y = x.relu()
    let drawing = GraphDrawing(graph.snapshot(gradients: y.backward()))
    let label = try #require(drawing.layout.labels.first { $0.node == 0 && $0.role == .value })
    #expect(label.lines == ["(6, 20)", "X", "−60 … 59"])
    let map = try #require(label.map)
    #expect(map.rows == 6 && map.columns == 20 && map.levels[0] == -8 && map.levels[119] == 8)
    #expect(map.levels[60] == 0 && map.levels[61] == 1)
    #expect(drawing.svg.contains("<g class=\"map\"") && drawing.svg.contains("class=\"below\""))
    var options = DrawingOptions()
    options.showsElements = false
    #expect(!GraphDrawing(graph.snapshot(), options: options).svg.contains("<g class=\"map\""))
    // A single row is as high as two.
    let flat = Graph<Double>()
    _ = flat.variable(Tensor(shape: [20], Array(numbers[0..<20])), name: "r")
    let row = GraphDrawing(flat.snapshot()).svg
    #expect(row.contains("h5v10h-5z") && !row.contains("v5h"))
    #expect(drawing.svg.contains("h5v5h-5z") && !drawing.svg.contains("v10h"))
    let missing = Graph<Double>()
    let z = missing.variable(
      Tensor(shape: [1, 20], [Double.nan] + Array(repeating: -1, count: 19)), name: "Z")
    let broken = GraphDrawing(missing.snapshot(gradients: z.relu().backward())).layout.labels
    #expect(broken.contains { $0.lines == ["(1, 20)", "Z", "−1, 1 nan"] && $0.map?.levels[0] == nil })
  }

  @Test("A large tensor's picture stays small")
  func largeHeatMap() throws {
    let graph = Graph<Double>()
    let x = graph.variable(.ones([300, 784]), name: "X")
    let map = try #require(GraphDrawing(graph.snapshot(gradients: x.relu().backward())).layout.labels[0].map)
    #expect(map.rows <= 14 && map.columns <= 28 && map.levels.allSatisfy { $0 == 8 })
  }

  // Lines to a row on the next sheet would otherwise end in the empty part of this one.
  @Test("A sheet shows its rows, and together the sheets show all of the drawing")
  func windows() throws {
    let drawing = GraphDrawing(GeneratedGraph.chain(length: 300)).drawn(width: 600)
    let windows = try drawing.sheets.map { sheet -> [Double] in
      let inner = try #require(try Markup.parse(sheet).all("svg").last)
      let numbers = (inner.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
      #expect(["x", "y", "width", "height"].map { Double(inner.attributes[$0] ?? "") } == numbers)
      return numbers
    }
    #expect(windows.count > 1 && windows.allSatisfy { $0.count == 4 })
    var end = 0.0
    for window in windows {
      #expect(window[1] == end && drawing.layout.rows.contains(end))
      #expect(window[0] <= 0 && window[0] + window[2] >= drawing.layout.width)
      end += window[3]
    }
    #expect(end == drawing.layout.height)
  }

  @Test("Printed, a long drawing takes several sheets of A4, with whole rows on each")
  func sheets() throws {
    let drawing = GraphDrawing(GeneratedGraph.chain(length: 300)).drawn(width: 600)
    let sheets = drawing.sheets
    #expect(sheets.count > 1)
    var nodes: [String] = []
    for sheet in sheets {
      let content = try XMLContent(sheet)
      #expect(sheet.contains("width=\"210mm\" height=\"297mm\""))
      nodes += content.ids.filter { $0.hasPrefix("node-") }
    }
    #expect(nodes.count == 301 && Set(nodes).count == 301)
    #expect(GraphDrawing(GeneratedGraph.chain(length: 2)).sheets.count == 1)
  }

  @Test("Marks stand out")
  func marks() throws {
    let graph = Graph<Double>()
    let x = graph.variable(1, name: "x")
    let y = (x * 2).exp()
    let svg = GraphDrawing(graph.snapshot(gradients: y.backward()), wrongNodes: [2]).svg
    #expect(svg.contains("<g id=\"node-2\" class=\"node operation wrong\""))
    #expect(svg.contains("<g id=\"node-0\" class=\"node variable path-backward\""))
    #expect(svg.contains("<g id=\"edge-0-2-0\" class=\"edge path-backward\""))
    #expect(svg.contains("<g id=\"node-3\" class=\"node operation\""))
  }

  @Test("Values that aren't finite mark forward lines, derivatives that aren't backward ones")
  func markedWays() throws {
    func edgeClasses(_ graph: Graph<Double>, _ result: Variable<Double>) throws -> [String: String] {
      let gradients = result.backward()
      var options = DrawingOptions()
      options.marks = DrawingOptions.marks(for: try #require(graph.firstNonFinite(gradients: gradients)))
      let edges = GraphDrawing(graph.snapshot(gradients: gradients), options: options).layout.edges
      let marked = edges.compactMap { edge in
        edge.mark.map { ("\(edge.from)-\(edge.to.map(String.init) ?? "end")", $0.rawValue) }
      }
      return Dictionary(uniqueKeysWithValues: marked)
    }
    let forward = Graph<Double>()
    let sum = forward.variable(0, name: "x").log() * forward.variable(2, name: "y") + 1
    // x, log, y, ·, 1 and +: from the logarithm to the result.
    #expect(
      try edgeClasses(forward, sum) == [
        "1-3": "path-forward", "3-5": "path-forward", "5-end": "path-forward",
      ])
    let backward = Graph<Double>()
    let product = backward.variable(0, name: "x").squareRoot() * backward.variable(2, name: "y")
    #expect(try edgeClasses(backward, product) == ["0-1": "path-backward"])
    let alone = Graph<Double>()
    #expect(try edgeClasses(alone, alone.variable(0).log()) == ["1-end": "path-forward"])
  }

  @Test("It follows the reader's light or dark setting, and prints on white")
  func colours() {
    let svg = GraphDrawing(GeneratedGraph.chain(length: 1)).svg
    #expect(svg.contains("@media (prefers-color-scheme:dark)"))
    #expect(svg.contains("@media print"))
    #expect(svg.contains("role=\"img\"") && svg.contains("<title") && svg.contains("<desc"))
    #expect(!svg.contains("http://") || svg.components(separatedBy: "http://").count == 2)
  }

  @Test("An empty graph is an empty drawing")
  func empty() throws {
    _ = try XMLContent(GraphDrawing(Graph<Float>().snapshot()).svg)
  }

  @Test("Drawings are as recorded", arguments: ["shopping", "fan-out", "groups", "long-names"])
  func recorded(name: String) throws {
    let svg = GraphDrawing(RecordedGraph.snapshot(name)).svg
    try Recording.expect(svg, equals: "\(name).svg")
  }
}
