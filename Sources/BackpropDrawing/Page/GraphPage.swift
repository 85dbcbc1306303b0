import Backprop
import BackpropGraphics

/// A graph as one HTML file that is stepped through: forward value by value, then backward, where each node shows
/// upstream × local derivative = downstream with its numbers.
///
/// ```swift
/// let page = GraphPage(graph.snapshot(gradients: price.backward(), withContributions: true), title: "price")
/// try page.html.write(toFile: "price.html", atomically: true, encoding: .utf8)
/// ```
///
/// The file needs nothing beside it and asks the network for nothing. Where the graph is one of `Double` and small, the
/// page computes it anew when an input is changed, and makes room for the numbers that come. The same graph always gives the same bytes.
public struct GraphPage: Sendable {
  /// What the page is about, such as the expression.
  public let title: String
  /// The text of the HTML file.
  public let html: String

  /// Makes the page of a snapshot.
  ///
  /// The steps go backward from the last node, or from `result`, if the snapshot holds its derivative. Of a value that
  /// feeds several nodes, the parts of its derivative are shown where the snapshot was taken `withContributions`. The
  /// cost is that of the drawing and of writing out the numbers.
  public init<Scalar>(
    _ snapshot: GraphSnapshot<Scalar>, title: String, result: Int? = nil,
    options: DrawingOptions = DrawingOptions()
  ) {
    self.title = title
    var options = options
    options.title = title
    let model = PageModel(snapshot, result: result, options: options)
    html =
      PageFrame(
        title: title, drawing: PageDrawing.svgs(snapshot, options: options), model: model.json
      ).html
  }
}
