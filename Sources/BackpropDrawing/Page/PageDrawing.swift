import Backprop
import BackpropGraphics

/// The drawing in a page: the library's own, which the page's script makes room in where a number grows.
enum PageDrawing {
  /// The rows of the drawing are no wider than this, so that they can be read in a window and on A4.
  private static let width = 1000.0
  /// And no wider than this on a phone.
  private static let narrowWidth = 420.0

  /// The SVG of a snapshot, without a style of its own, and one in shorter rows where that is another one.
  static func svg<Scalar>(
    _ snapshot: GraphSnapshot<Scalar>, options: DrawingOptions
  ) -> (wide: String, narrow: String?) {
    var options = options
    options.width = width
    let drawing = GraphDrawing(snapshot, options: options)
    guard drawing.layout.width > narrowWidth else { return (svg(drawing), nil) }
    return (svg(drawing), svg(drawing.drawn(width: narrowWidth)))
  }

  private static func svg(_ drawing: GraphDrawing) -> String {
    var writer = SVGWriter(layout: drawing.layout, options: drawing.options)
    writer.hasStyle = false
    return writer.text
  }
}
