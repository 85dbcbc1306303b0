import Backprop
import BackpropGraphics

/// The drawing in a page: the library's own, which the page's script makes room in where a number grows.
enum PageDrawing {
  /// The SVG of a snapshot, without a style of its own.
  static func svg<Scalar>(_ snapshot: GraphSnapshot<Scalar>, options: DrawingOptions) -> String {
    let drawing = GraphDrawing(snapshot, options: options)
    var writer = SVGWriter(layout: drawing.layout, options: options)
    writer.hasStyle = false
    return writer.text
  }
}
