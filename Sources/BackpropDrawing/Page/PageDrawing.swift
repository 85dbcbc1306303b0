import Backprop
import BackpropGraphics

/// The drawing in a page: the library's own, which the page's script makes room in where a number grows.
///
/// Where a long graph continues in rows, how long they should be depends on the window, which isn't known here. So the page
/// has the drawing for a phone, for most windows and for a wide one, all laid out by the library, and shows the one that
/// fits.
enum PageDrawing {
  /// The width of the rows in most windows, and on A4.
  private static let width = 1000.0
  /// What the ids of the other drawings begin with, and their rows' width in pixels.
  private static let widths: [(prefix: String, width: Double)] = [("narrow-", 340), ("wide-", 2400)]
  /// Further drawings have no more nodes than this, since each takes as many bytes as the first.
  private static let mostNodes = 300

  /// The SVG of a snapshot in rows of the given width, then those for other windows, hidden, where they differ from it.
  static func svgs<Scalar>(_ snapshot: GraphSnapshot<Scalar>, options: DrawingOptions) -> String {
    var options = options
    options.width = width
    let drawing = GraphDrawing(snapshot, options: options)
    var text = svg(drawing.layout, options)
    for (prefix, width) in widths {
      let layout = drawing.drawn(width: width).layout
      var options = options
      options.idPrefix += prefix
      let isSame = layout.width == drawing.layout.width && layout.height == drawing.layout.height
      // One that is folded further would hide what the first shows.
      let isFoldedFurther = layout.nodes.count < drawing.layout.nodes.count
      guard !isSame, !isFoldedFurther, layout.nodes.count <= mostNodes else { continue }
      // HTML knows the namespace by itself.
      let other = svg(layout, options).replacing(" xmlns=\"http://www.w3.org/2000/svg\"", with: "")
      text += "<div hidden=\"hidden\" data-prefix=\"\(prefix)\">\n\(other)</div>\n"
    }
    return text
  }

  private static func svg(_ layout: GraphLayout, _ options: DrawingOptions) -> String {
    var writer = SVGWriter(layout: layout, options: options)
    writer.hasStyle = false
    return writer.text
  }
}
