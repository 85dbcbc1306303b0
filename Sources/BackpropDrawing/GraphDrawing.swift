import Backprop
import BackpropGraphics

/// A graph drawn: values above the lines, derivatives below.
///
/// ```swift
/// let drawing = GraphDrawing(graph.snapshot(gradients: price.backward()))
/// try drawing.svg.write(toFile: "price.svg", atomically: true, encoding: .utf8)
/// ```
///
/// The same graph always gives the same bytes. The cost is nearly proportional to the size: a thousand nodes take a
/// fraction of a second.
public struct GraphDrawing: Sendable {
  /// What is drawn, folded where it is large.
  public let diagram: Diagram
  /// Where everything stands.
  public let layout: GraphLayout
  /// How it is drawn.
  public let options: DrawingOptions

  /// What the languages of other programs get, which place everything themselves: it is folded where it is huge only.
  private let exported: Diagram

  /// Draws a snapshot.
  public init<Scalar>(_ snapshot: GraphSnapshot<Scalar>, options: DrawingOptions = DrawingOptions()) {
    self.init(Diagram(snapshot, options: options), options: options)
  }

  /// Draws a diagram.
  public init(_ diagram: Diagram, options: DrawingOptions = DrawingOptions()) {
    self.diagram = diagram.folded(limit: options.foldLimit)
    let exportLimit = 20_000
    exported = diagram.nodes.count > max(exportLimit, options.foldLimit) ? self.diagram : diagram
    self.options = options
    layout = GraphDrawing.layout(self.diagram, options)
  }

  /// What would be wider or higher than any drawing should be is folded further.
  private static func layout(_ diagram: Diagram, _ options: DrawingOptions) -> GraphLayout {
    var diagram = diagram
    if options.width <= DrawingStyle.narrowWidth { diagram = diagram.forNarrowPlace() }
    let fewest = 60
    var apart = diagram.withUsesApart()
    if diagram.nodes.count > fewest, Placement.isTangle(apart) {
      diagram = diagram.folded(limit: fewest)
      apart = diagram.withUsesApart()
    }
    var placed = Placement.placed(apart, width: options.width)
    let largest = DrawingStyle.largestSize
    var attempts = 0
    while max(placed.layout.width, placed.layout.height) > largest, diagram.nodes.count > fewest {
      attempts += 1
      let share = largest / max(placed.layout.width, placed.layout.height) * 0.8
      let limit = attempts < 3 ? Int(Double(diagram.nodes.count) * share) : fewest
      diagram = diagram.folded(limit: max(fewest, limit))
      placed = Placement.placed(diagram.withUsesApart(), width: options.width)
      if attempts > 3 { break }
    }
    return placed.finished()
  }

  /// The drawing as the text of an SVG file.
  ///
  /// Every part has a stable id and classes: `<g id="node-3" class="node operation">`, and
  /// `<g id="edge-2-3-0" class="edge" data-from="2" data-to="3" data-operand="0">` with the paths `forward` and
  /// `backward`. Colours follow the reader's light or dark setting and are black on white in print.
  public var svg: String { SVGWriter(layout: layout, options: options).text }

  /// The drawing on sheets of A4, each the text of an SVG file; a long one takes several, with whole rows on each.
  public var sheets: [String] {
    PrintedSheet.sheets(for: layout).map { sheet in
      var writer = SVGWriter(layout: sheet.part(of: layout), options: options)
      writer.sheet = sheet
      return writer.text
    }
  }

  /// The same graph in rows no wider than a number of pixels.
  public func drawn(width: Double) -> GraphDrawing {
    var options = options
    options.width = width
    return GraphDrawing(diagram: diagram, exported: exported, options: options)
  }

  private init(diagram: Diagram, exported: Diagram, options: DrawingOptions) {
    self.diagram = diagram
    self.exported = exported
    self.options = options
    layout = GraphDrawing.layout(diagram, options)
  }

  /// The graph in the language of Graphviz, with every node up to 20,000 of them.
  public var dot: String { DOTText(diagram: exported).text }

  /// The graph in the language of Mermaid, as a flowchart.
  ///
  /// Mermaid draws up to 500 lines and reads up to 50,000 characters. A graph that needs more is folded: its groups
  /// into a box each, and where that isn't enough, runs of nodes.
  public var mermaid: String { MermaidExport(exported).text }

  /// The same, with a sentence where the graph is folded for Mermaid, or too large for it even then.
  public var mermaidWithNote: (text: String, note: String?) {
    let export = MermaidExport(exported)
    return (export.text, export.note)
  }

  /// The drawing in lines of characters, of Unicode's or ASCII's alone, or `nil` where the graph is large or the drawing
  /// would be wider than the given number of columns or higher than the given number of lines.
  public func lines(columns: Int, rows: Int = 60, signs: TerminalSigns = .unicode) -> [String]? {
    LineDrawing(diagram, columns: columns, rows: rows, signs: signs)?.lines
  }
}

extension GraphDrawing {
  /// Draws a graph with the nodes marked whose operations pass on wrong derivatives, and the ways on which these spread
  /// back to the inputs.
  ///
  /// The nodes are those of ``Backprop/GradientCheck/wrongOperations(in:elementLimit:)``. Where a report of a whole
  /// loss is at hand, ``DrawingOptions/marks(for:operations:in:)`` marks only the ways to what it found wrong.
  public init<Scalar>(
    _ snapshot: GraphSnapshot<Scalar>, wrongNodes: [Int], options: DrawingOptions = DrawingOptions()
  ) {
    var options = options
    var isReached = [Bool](repeating: false, count: snapshot.nodes.count)
    for node in wrongNodes where snapshot.nodes.indices.contains(node) { isReached[node] = true }
    for node in snapshot.nodes.reversed() where isReached[node.id] {
      options.marks[node.id] = wrongNodes.contains(node.id) ? .wrong : .backwardPath
      for input in node.inputs where !snapshot.nodes[input].isConstant { isReached[input] = true }
    }
    self.init(snapshot, options: options)
  }
}
