import Backprop
import BackpropDrawing

/// A picture of the notes, or one that they leave out, drawn from graphs.
struct Figure {
  /// A sentence in both languages.
  struct Words {
    var english: String
    var chinese: String

    init(_ english: String, _ chinese: String) {
      self.english = english
      self.chinese = chinese
    }
  }

  /// The picture of the notes that a figure stands for.
  struct Original {
    /// The name of its file in the notes, without its ending.
    var file: String
    /// What the notes call it.
    var caption: String

    init(_ file: String, _ caption: String) {
      self.file = file
      self.caption = caption
    }
  }

  /// The file's name without its number and ending.
  var name: String
  /// The notes' section that it belongs to.
  var section: Words
  /// The picture that it stands for; none where the notes have no picture.
  var original: Original?
  /// What it shows.
  var caption: Words
  var svg: String

  /// A figure that shows a graph.
  init(
    _ name: String, of original: Original?, _ section: Words, _ caption: Words,
    _ snapshot: GraphSnapshot<Double>, _ change: (inout DrawingOptions) -> Void = { _ in }
  ) {
    var options = DrawingOptions()
    options.title = caption.english
    change(&options)
    self.init(name, of: original, section, caption, svg: GraphDrawing(snapshot, options: options).svg)
  }

  /// A figure of several drawings side by side.
  init(
    _ name: String, of original: Original?, _ section: Words, _ caption: Words,
    sideBySide drawings: [GraphDrawing]
  ) {
    var options = DrawingOptions()
    options.title = caption.english
    self.init(name, of: original, section, caption, svg: SideBySide(drawings).svg(options: options))
  }

  private init(_ name: String, of original: Original?, _ section: Words, _ caption: Words, svg: String) {
    self.name = name
    self.section = section
    self.original = original
    self.caption = caption
    self.svg = svg
  }

  /// The figures that stand for the notes' pictures, in the order of the notes.
  static let ofTheNotes = graphs + chainRule + nodes + apples + activations + affine + softmax

  /// Figures of which the notes only have the numbers.
  static let beyondTheNotes = softmaxWithNumbers
}

extension [Figure] {
  /// The figures' names with their numbers before them, so that a folder shows them in order.
  var numberedNames: [String] {
    enumerated().map { number, figure in
      (number < 9 ? "0" : "") + "\(number + 1)-" + figure.name
    }
  }
}
