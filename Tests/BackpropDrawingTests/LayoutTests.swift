import Backprop
import BackpropDrawing
import Testing

@testable import BackpropGraphics

@Suite("In the drawing of any graph") struct LayoutTests {
  @Test("nothing overlaps, and everything lies within the frame", arguments: 0..<60)
  func nothingOverlaps(seed: Int) {
    let snapshot = GeneratedGraph.snapshot(seed: UInt64(seed), size: 4 + seed * 2)
    expectTidy(GraphDrawing(snapshot).layout, "seed \(seed)")
  }

  @Test("nor in a thousand graphs, in rows of any width", arguments: 0..<20)
  func nothingOverlapsInRows(block: Int) {
    for index in 0..<50 {
      let seed = block * 50 + index
      var options = DrawingOptions()
      options.width = [300, 600, 1000, 1800, 5000][seed % 5]
      let snapshot = GeneratedGraph.snapshot(seed: UInt64(seed) + 5000, size: 4 + seed % 57)
      expectTidy(GraphDrawing(snapshot, options: options).layout, "seed \(seed), width \(options.width)")
    }
  }

  @Test("of hundreds of nodes, too", arguments: [200, 400])
  func largeGraphs(size: Int) {
    expectTidy(GraphDrawing(GeneratedGraph.snapshot(seed: 1, size: size)).layout, "size \(size)")
  }

  @Test("every value's line leads to every operation that uses it", arguments: 0..<20)
  func linesAreComplete(seed: Int) {
    let snapshot = GeneratedGraph.snapshot(seed: UInt64(seed), size: 40)
    var options = DrawingOptions()
    options.width = 100_000
    let layout = GraphDrawing(snapshot, options: options).layout
    for node in snapshot.nodes {
      for (operand, input) in node.inputs.enumerated() {
        let edges = layout.edges.filter { $0.from == input && $0.to == node.id && $0.operand == operand }
        #expect(edges.count == 1)
        guard let edge = edges.first, let start = edge.forward.first, let end = edge.forward.last else {
          continue
        }
        let use = DrawingLabels.Operand(node: node.id, position: operand)
        let to = layout.nodes[node.id]
        guard
          let from = layout.nodes.first(where: { $0.use == use })
            ?? layout.nodes.first(where: { $0.id == input })
        else { continue }
        #expect(start.x >= from.frame.x + from.frame.width - 0.01)
        #expect(end.x <= to.frame.x + to.frame.width / 2 && end.x > start.x)
        #expect(edge.backward.isEmpty == (snapshot.nodes[input].gradient == nil || node.gradient == nil))
      }
    }
  }

  @Test("no line runs through a circle or a label", arguments: 0..<60)
  func linesKeepClear(seed: Int) {
    for width in [500.0, 1200, 100_000] {
      var options = DrawingOptions()
      options.width = width
      expectClear(
        GraphDrawing(GeneratedGraph.snapshot(seed: UInt64(seed), size: 4 + seed), options: options).layout,
        seed)
    }
  }

  private func expectClear(_ layout: GraphLayout, _ seed: Int) {
    for edge in layout.edges {
      for line in [edge.forward, edge.backward] where line.count > 1 {
        for (a, b) in zip(line, line.dropFirst()) {
          for node in layout.nodes where node.id != edge.from && node.id != edge.to {
            #expect(
              !crosses(a, b, node.frame, margin: node.kind == .operation ? 4 : 1),
              "the line \(edge.from) – \(edge.to ?? -1) crosses node \(node.id), seed \(seed)")
          }
          for label in layout.labels {
            #expect(
              !crosses(a, b, label.frame, margin: 1),
              "the line \(edge.from) – \(edge.to ?? -1) crosses \(label.lines) of \(label.node), seed \(seed)"
            )
          }
        }
      }
    }
  }

  /// Whether a straight line meets a rectangle that is smaller by a margin on each side.
  private func crosses(
    _ a: GraphLayout.Point, _ b: GraphLayout.Point, _ frame: GraphLayout.Frame, margin: Double
  ) -> Bool {
    var (start, end) = (0.0, 1.0)
    for (from, to, low, high) in [
      (a.x, b.x, frame.x + margin, frame.x + frame.width - margin),
      (a.y, b.y, frame.y + margin, frame.y + frame.height - margin),
    ] {
      guard low < high else { return false }
      if from == to {
        if from <= low || from >= high { return false }
      } else {
        let (first, second) = ((low - from) / (to - from), (high - from) / (to - from))
        start = max(start, min(first, second))
        end = min(end, max(first, second))
      }
    }
    return start < end
  }

  @Test(
    "a long graph stands in rows that keep to a width, and nothing but a row is wider",
    arguments: [500.0, 700, 1000])
  func rows(width: Double) {
    let graph = Graph<Double>()
    var y = graph.variable(1, name: "x")
    for index in 0..<20 { y = (y * graph.variable(2, name: "w\(index)")).tanh() }
    let snapshot = graph.snapshot(gradients: y.backward())
    var options = DrawingOptions()
    options.width = width
    let layout = GraphDrawing(snapshot, options: options).layout
    #expect(
      layout.width <= width && layout.rows.count > 1, "\(layout.width) × \(layout.height), \(layout.rows)")
    #expect(layout.rows == layout.rows.sorted() && layout.rows[0] == 0)
    #expect(layout.nodes.count == snapshot.nodes.count)
    // An input stands in the row of the operation that uses it.
    func row(_ id: Int) -> Int { layout.rows.filter { $0 <= layout.nodes[id].center.y }.count }
    for edge in layout.edges where layout.nodes[edge.from].kind != .operation && edge.from > 0 {
      if let to = edge.to { #expect(row(edge.from) == row(to), "input \(edge.from)") }
    }
    options.width = 100_000
    #expect(GraphDrawing(snapshot, options: options).layout.rows == [0])
    #expect(GraphDrawing(snapshot).drawn(width: width).layout.width == layout.width)
  }

  @Test("where an operation and its input are wider than a row, they stand in two")
  func narrowRows() {
    let graph = Graph<Double>()
    var y = graph.variable(1, name: "x")
    for index in 0..<20 { y = (y * graph.variable(2, name: "w\(index)")).tanh() }
    var options = DrawingOptions()
    options.width = 400
    let layout = GraphDrawing(graph.snapshot(gradients: y.backward()), options: options).layout
    // What goes on to the next row, with its number, is the least that a row can hold.
    #expect(layout.width < 420 && layout.rows.count > 20, "\(layout.width)")
    expectTidy(layout, "400 pixels")
  }

  @Test("equal parts keep their rows, forks have a dot, and lines that cross a gap")
  func equalParts() {
    let graph = Graph<Double>()
    let powers = (0..<3).map { graph.variable(Tensor(Double($0)), name: "a\($0)").exp() }
    let inverse = (powers[0] + powers[1] + powers[2]).reciprocal()
    let logs = powers.map { ($0 * inverse).log() }
    let loss = logs[0] + logs[1] + logs[2]
    let snapshot = graph.snapshot(gradients: loss.backward(), withContributions: true)
    var options = DrawingOptions()
    options.width = 10_000
    let layout = GraphDrawing(snapshot, options: options).layout
    func heights(_ symbol: String) -> [Double] {
      layout.nodes.filter { $0.title == symbol }.map(\.center.y)
    }
    #expect(heights("exp") == heights("log") && heights("exp") == heights("×"))
    #expect(Set(heights("exp")).count == 3 && heights("exp") == heights("exp").sorted())
    // Each of the three powers, and what divides them, is used more than once.
    #expect(layout.forks.count == 4)
    for fork in layout.forks {
      #expect(layout.edges.filter { $0.from == fork.node }.count > 1)
    }
    #expect(layout.edges.contains { !$0.crossings.isEmpty })
  }

  // A constant or a parameter stands below what is computed, but 1 − y isn't y − 1.
  @Test("the first operand stands above the second where their order matters, whatever they are")
  func orderedOperands() {
    let graph = Graph<Double>()
    let x = graph.variable([[0.5, -1]], name: "x")
    let (w, v) = (graph.variable([[1, 2], [3, 4]], name: "w"), graph.variable([[1], [2]], name: "v"))
    let h = w.matmul(x.transposed()).tanh()
    let y = 1 - v.transposed().matmul(h)
    let z = (2 / y).power(y.exp())
    let sum = 3 + z
    let snapshot = graph.snapshot(gradients: sum.backward(), withContributions: true)
    var options = DrawingOptions()
    options.width = 10_000
    let layout = GraphDrawing(snapshot, options: options).layout
    /// How far down each operand's line ends at a node.
    func ends(_ node: Int) -> [Double] {
      layout.edges.filter { $0.to == node }.sorted { $0.operand < $1.operand }.compactMap {
        $0.forward.last?.y
      }
    }
    var count = 0
    for node in snapshot.nodes where ["subtract", "divide", "power", "matmul"].contains(node.operation ?? "")
    {
      let ends = ends(node.id)
      guard ends.count == 2 else { continue }
      count += 1
      #expect(ends[0] < ends[1], "\(node.operation ?? "") #\(node.id): \(ends)")
    }
    #expect(count == 5)
    let last = ends(snapshot.nodes.count - 1)
    #expect(last[0] > last[1], "a constant term stands below")
    expectTidy(layout, "ordered operands")
  }

  @Test(
    "the last of several rows isn't a lone node where the row above has many",
    arguments: [6, 7, 8, 9, 10, 11])
  func lastRow(count: Int) {
    let graph = Graph<Double>()
    var y = graph.variable(0.5, name: "x")
    for _ in 0..<count { y = y.tanh() }
    var options = DrawingOptions()
    options.width = 500
    let layout = GraphDrawing(graph.snapshot(gradients: y.backward()), options: options).layout
    let ofLast = layout.nodes.filter { $0.center.y > layout.rows[layout.rows.count - 1] }.count
    #expect(layout.rows.count > 1 && ofLast > 1, "\(ofLast) of \(count)")
  }

  @Test("no row has nothing but the end of a line", arguments: 8..<31)
  func endsInRows(step: Int) {
    let width = Double(step) * 20
    let graph = Graph<Double>()
    var y = graph.variable([1, 2], name: "x")
    for name in ["first", "second", "loss"] { y = graph.group(name) { (y * graph.variable([3, 4])).exp() } }
    var options = DrawingOptions()
    options.width = width
    let layout = GraphDrawing(graph.snapshot(gradients: y.backward()), options: options).layout
    let last = layout.rows[layout.rows.count - 1]
    #expect(layout.nodes.contains { $0.kind == .operation && $0.center.y > last }, "\(layout.rows)")
    expectTidy(layout, "\(width) pixels")
  }

  @Test("an input that is used more than three times is drawn at each use, and once with the sum")
  func uses() throws {
    let graph = Graph<Double>()
    let x = graph.variable(3, name: "x")
    var y = x * 2
    for factor in 3..<6 { y = y + x * graph.constant(Tensor(Double(factor))) }
    let snapshot = graph.snapshot(gradients: y.backward(), withContributions: true)
    let layout = GraphDrawing(snapshot).layout
    let uses = layout.nodes.filter { $0.id == 0 && $0.use != nil }
    #expect(uses.count == 4 && uses.allSatisfy { $0.title == "x" })
    let parts = layout.labels.filter { $0.role == .contribution }.map(\.lines)
    #expect(Set(parts) == [["2"], ["3"], ["4"], ["5"]])
    #expect(layout.labels.contains { $0.node == 0 && $0.role == .derivative && $0.lines == ["14"] })
    #expect(layout.labels.contains { $0.role == .result && $0.lines == ["sum of 4 uses"] })
    expectTidy(layout, "uses")
  }

  // A narrow row would otherwise end between an input and the words about it.
  @Test(
    "and the words about the sum stand in the sum's row, however narrow rows are",
    arguments: [250.0, 320, 420, 700])
  func sums(width: Double) throws {
    let graph = Graph<Double>()
    let x = graph.variable(0.123456789, name: "a_long_parameter")
    let y = (0..<6).map { x * graph.variable(Tensor(1.123 + Double($0)), name: "x\($0)") }.reduce(x, +)
    var options = DrawingOptions()
    options.width = width
    let layout = GraphDrawing(
      graph.snapshot(gradients: y.backward(), withContributions: true), options: options
    ).layout
    let sum = try #require(layout.labels.first { $0.role == .result && $0.lines == ["sum of 7 uses"] })
    let own = try #require(layout.nodes.first { $0.id == 0 && $0.use == nil })
    #expect(layout.rows.count > 1)
    #expect(abs(sum.frame.y + sum.frame.height / 2 - own.center.y) < 8, "\(sum.frame), \(own.center)")
    #expect(sum.frame.x > own.center.x)
    expectTidy(layout, "\(width) pixels")
  }

  @Test("long names are shorter in a narrow drawing, and whole where one points")
  func narrowNames() throws {
    let graph = Graph<Double>()
    let name = "the_price_of_one_apple_in_the_market_of_t"
    let y = graph.variable(2, name: name) * graph.variable(3, name: "苹果的价格在市场上非常高而且每天都在上涨")
    var titles: [[String]] = []
    for width in [320.0, 1200] {
      var options = DrawingOptions()
      options.width = width
      let drawing = GraphDrawing(graph.snapshot(gradients: y.backward()), options: options)
      titles.append(drawing.layout.nodes.prefix(2).map(\.title))
      #expect(drawing.svg.contains("“\(name)”"))
    }
    #expect(titles[0].allSatisfy { $0.count <= 18 && $0.contains("…") }, "\(titles)")
    #expect(titles[1].allSatisfy { $0.count >= 19 }, "\(titles)")
  }

  @Test("rows of numbers go on in further lines in a narrow drawing, as many in each, and none is lost")
  func narrowNumbers() throws {
    let graph = Graph<Double>()
    let numbers = [0.123456, -1.5, 2.25, 0.333333, 1.75, -0.987654]
    let x = graph.variable(Tensor(shape: [2, 6], numbers + numbers.map { -$0 }), name: "x")
    let v = graph.variable(Tensor(shape: [5], [0.12345, -0.12345, -0.12345, 0.5, 1]), name: "v")
    let ones = graph.variable(Tensor(shape: [6], [1, 0, 0, 1, 0, 0]), name: "ones")
    let y = (x * ones).sum() * v.sum()
    let snapshot = graph.snapshot(gradients: y.backward())
    func lines(_ width: Double, _ id: Int) -> [String] {
      var options = DrawingOptions()
      options.width = width
      let layout = GraphDrawing(snapshot, options: options).layout
      expectTidy(layout, "\(width) pixels")
      return layout.labels.first { $0.node == id && $0.role == .value }?.lines ?? []
    }
    #expect(
      lines(340, 0) == [
        "(2, 6)", "x", "[[0.1235, −1.5, 2.25,", "0.3333, 1.75, −0.9877],", "[−0.1235, 1.5, −2.25,",
        "−0.3333, −1.75, 0.9877]]",
      ])
    #expect(lines(340, 1) == ["(5,)", "v", "[0.1235, −0.1235, −0.1235,", "0.5, 1]"])
    #expect(lines(340, 2) == ["(6,)", "ones", "[1, 0, 0, 1, 0, 0]"])
    for id in 0..<3 {
      let rows = [lines(340, id), lines(1200, id)].map { $0.dropFirst(2).joined(separator: " ") }
      #expect(rows[0] == rows[1])
    }
    #expect(lines(1200, 1).count == 3)
    // A name isn't taken for a row, whatever stands in it.
    let named = Graph<Double>()
    let z = named.variable(Tensor(shape: [30], Array(repeating: 2, count: 30)), name: "[a, b, c], d]").sum()
    var options = DrawingOptions()
    options.width = 320
    let label = GraphDrawing(named.snapshot(gradients: z.backward()), options: options).layout.labels[0]
    #expect(label.lines == ["(30,)", "[a, b, c], d]", "all 2"])
  }

  @Test(
    "a thousand nodes of any kind stay small", .timeLimit(.minutes(2)),
    arguments: HardGraph.allCases, [340.0, 1200])
  func kinds(kind: HardGraph, width: Double) {
    let graph = Graph<Double>()
    let inputs = (0..<20).map { graph.variable(Tensor(1 + Double($0) / 9), name: "x\($0)") }
    let y = kind.result(of: inputs)
    var options = DrawingOptions()
    options.width = width
    let snapshot = graph.snapshot(gradients: y.backward(), withContributions: true)
    let layout = GraphDrawing(snapshot, options: options).layout
    #expect(layout.width < 20_000 && layout.height < 20_000, "\(layout.width) × \(layout.height)")
    expectTidy(layout, kind.rawValue)
  }

  @Test("texts are measured alike, whether their characters are looked at one by one or not")
  func textWidths() {
    for text in ["", "0.1235", "[[−0.1235, 2],", "apple_1", "WwiIl. |@%~", "∂L/∂x", "a = 3", "名前"] {
      let (alone, besides) = (TextMeasure.width([text], size: 13), TextMeasure.width([text + "é"], size: 13))
      #expect(abs(besides - TextMeasure.width(["é"], size: 13) - alone) < 1e-9, "\(text)")
    }
  }

  // Work that grows with the square of the uses would take minutes here.
  @Test(
    "a thousand nodes with any fan-out stay small, and are drawn soon",
    .timeLimit(.minutes(1)), arguments: [4, 30, 150, 300, 900], [true, false])
  func fanOut(count: Int, isOfInput: Bool) {
    let graph = Graph<Double>()
    var x = graph.variable(0.5, name: "x")
    if !isOfInput { x = x.tanh() }
    var y = x.exp()
    var nodeCount = 3
    for use in 0..<count {
      y = y + (3 * count < 1000 ? x * graph.constant(Tensor(Double(use))) : x)
      nodeCount += 3 * count < 1000 ? 3 : 1
    }
    while nodeCount < 1000 {
      y = y.tanh()
      nodeCount += 1
    }
    let snapshot = graph.snapshot(gradients: y.backward(), withContributions: true)
    let layout = GraphDrawing(snapshot).layout
    #expect(layout.width < 20_000 && layout.height < 20_000, "\(layout.width) × \(layout.height)")
    expectTidy(layout, "fan-out \(count)")
  }

  @Test(
    "a thousand nodes connected at random are drawn soon, too", .timeLimit(.minutes(1)),
    arguments: [1000, 40, 10], [5, 50])
  func dense(reach: Int, inputCount: Int) {
    var random = Philox4x32(seed: UInt64(reach), stream: 11)
    let graph = Graph<Double>()
    var values = (0..<inputCount).map { graph.variable(Tensor(Double($0) / 10), name: "x\($0)") }
    while values.count < 999 {
      let (a, b) = (
        values.suffix(reach).randomElement(using: &random)!,
        values.suffix(reach).randomElement(using: &random)!
      )
      values.append(values.count % 3 == 0 ? a.tanh() : values.count % 3 == 1 ? a * b : a + b)
    }
    let snapshot = graph.snapshot(gradients: values[998].backward(), withContributions: true)
    let layout = GraphDrawing(snapshot).layout
    #expect(layout.width < 20_000 && layout.height < 20_000, "\(layout.width) × \(layout.height)")
    expectTidy(layout, "a reach of \(reach)")
  }

  @Test("a main path runs straight, with side inputs below it")
  func mainPath() {
    let graph = Graph<Double>()
    let x = graph.variable(1, name: "x")
    var y = x
    for index in 0..<8 { y = (index % 2 == 0 ? 2 * y : y + graph.variable(1, name: "b\(index)")).tanh() }
    var options = DrawingOptions()
    options.width = 10_000
    let layout = GraphDrawing(graph.snapshot(gradients: y.backward()), options: options).layout
    let main = layout.nodes.filter { $0.kind == .operation || $0.title == "x" }
    #expect(Set(main.map(\.center.y)).count == 1)
    for side in layout.nodes where side.kind != .operation && side.title != "x" {
      #expect(side.center.y > main[0].center.y)
    }
  }

  @Test("groups are drawn around their members and nothing else", arguments: 0..<40)
  func groups(seed: Int) {
    let snapshot = GeneratedGraph.snapshot(seed: UInt64(seed) + 1000, size: 40)
    let layout = GraphDrawing(snapshot).layout
    // In several rows a group has a part in each.
    for drawn in layout.groups {
      for node in layout.nodes where node.frame.width > 0 && node.use == nil {
        let frame = drawn.frame
        let isInside =
          node.frame.x >= frame.x && node.frame.y >= frame.y
          && node.frame.x + node.frame.width <= frame.x + frame.width
          && node.frame.y + node.frame.height <= frame.y + frame.height
        if drawn.members.contains(node.id) {
          #expect(isInside, "node \(node.id) of group \(drawn.title), seed \(seed)")
        } else {
          #expect(!node.frame.overlaps(frame), "node \(node.id), not of group \(drawn.title), seed \(seed)")
        }
      }
    }
    for group in snapshot.groups {
      let parts = layout.groups.filter { $0.title == group.title || $0.title == "… " + group.title }
      for node in group.nodes {
        #expect(parts.contains { $0.members.contains(node) }, "node \(node), seed \(seed)")
      }
    }
    for (index, a) in layout.groups.enumerated() {
      for b in layout.groups[(index + 1)...] where Set(a.members).isDisjoint(with: b.members) {
        #expect(!a.frame.overlaps(b.frame), "seed \(seed)")
      }
    }
  }

  @Test("groups are as wide as their titles, and still don't overlap")
  func wideTitles() {
    let graph = Graph<Double>()
    var x = graph.variable(1, name: "x")
    for index in 0..<4 {
      x = graph.group("第\(index)层：a title that is longer than its only node") { x.relu() }
    }
    var options = DrawingOptions()
    options.width = 10_000
    let groups = GraphDrawing(graph.snapshot(gradients: x.backward()), options: options).layout.groups
    for (left, right) in zip(groups, groups.dropFirst()) {
      #expect(left.frame.x + left.frame.width < right.frame.x)
      // 7 pixels a character, a little less than the letters of this title take.
      #expect(left.frame.width > 7 * Double(left.title.count))
    }
  }

  @Test("a thousand nodes are all there")
  func thousandNodes() {
    let graph = Graph<Double>()
    let x = graph.variable(0.5, name: "x")
    var rows: [Variable<Double>] = []
    for row in 0..<33 {
      var value = x * graph.variable(Tensor(Double(row)), name: "w\(row)")
      for _ in 0..<27 { value = value.tanh() }
      rows.append(value)
    }
    while rows.count > 1 { rows = [rows[0] + rows[1]] + rows.dropFirst(2) }
    let snapshot = graph.snapshot(gradients: rows[0].backward(), withContributions: true)
    #expect((980...1000).contains(snapshot.nodes.count))
    let drawing = GraphDrawing(snapshot)
    #expect(Set(drawing.layout.nodes.map(\.id)).count == snapshot.nodes.count)
    #expect(drawing.layout.width <= 20_000 && drawing.layout.height <= 20_000)
    expectTidy(drawing.layout, "a thousand nodes")
  }

  private func expectTidy(_ layout: GraphLayout, _ what: String) {
    var frames = layout.nodes.filter { $0.frame.width > 0 }.map { (name: "node \($0.id)", frame: $0.frame) }
    frames += layout.labels.map { (name: "\($0.role) of \($0.node): \($0.lines)", frame: $0.frame) }
    for (name, frame) in frames {
      #expect(
        frame.x >= 0 && frame.y >= 0 && frame.x + frame.width <= layout.width
          && frame.y + frame.height <= layout.height, "\(name) leaves the frame, \(what)")
    }
    // Only neighbours in a list sorted by their left sides can overlap.
    frames.sort { $0.frame.x < $1.frame.x }
    for index in frames.indices {
      for other in frames[(index + 1)...] {
        if other.frame.x >= frames[index].frame.x + frames[index].frame.width { break }
        #expect(
          !frames[index].frame.overlaps(other.frame),
          "\(frames[index].name) and \(other.name) overlap, \(what)")
      }
    }
  }
}
