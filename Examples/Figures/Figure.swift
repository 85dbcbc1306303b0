import Backprop
import BackpropDrawing

/// A figure of the notes, drawn from a graph.
struct Figure {
  /// The file's name without its ending.
  var name: String
  /// The notes' section that it belongs to, in English and in Chinese.
  var section: (english: String, chinese: String)
  /// What it shows, in English and in Chinese.
  var caption: (english: String, chinese: String)
  var svg: String

  init(
    _ name: String, _ section: (english: String, chinese: String),
    _ caption: (english: String, chinese: String),
    _ snapshot: GraphSnapshot<Double>, _ change: (inout DrawingOptions) -> Void = { _ in }
  ) {
    self.name = name
    self.section = section
    self.caption = caption
    var options = DrawingOptions()
    options.title = caption.english
    change(&options)
    svg = GraphDrawing(snapshot, options: options).svg
  }

  /// All figures, in the order of the notes.
  static let all = shopping + chainRule + nodes + activations + affine + softmax
}
