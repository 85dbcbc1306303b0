import Backprop

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
  /// What is drawn.
  public let diagram: Diagram
  /// Where everything stands.
  public let layout: GraphLayout
  /// How it is drawn.
  public let options: DrawingOptions

  /// Draws a snapshot.
  public init<Scalar>(_ snapshot: GraphSnapshot<Scalar>, options: DrawingOptions = DrawingOptions()) {
    self.init(Diagram(snapshot, options: options), options: options)
  }

  /// Draws a diagram.
  public init(_ diagram: Diagram, options: DrawingOptions = DrawingOptions()) {
    self.diagram = diagram
    self.options = options
    layout = Placement.layout(diagram)
  }

  /// The drawing as the text of an SVG file.
  ///
  /// Every part has a stable id and classes: `<g id="node-3" class="node operation">`, and
  /// `<g id="edge-2-3-0" class="edge" data-from="2" data-to="3" data-operand="0">` with the paths `forward` and
  /// `backward`. Colours follow the reader's light or dark setting and are black on white in print.
  public var svg: String { SVGWriter(layout: layout, options: options).text }
}
