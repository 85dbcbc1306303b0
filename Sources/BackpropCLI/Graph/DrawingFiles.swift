import BackpropArguments
import BackpropData
import BackpropDrawing
import BackpropFiles
import Foundation

/// The files that a graph can be drawn into.
struct DrawingFiles: ParsableArguments {
  @Option(
    help: ArgumentHelp("Draws the graph into an SVG file.", discussion: OutputPaths.rule, valueName: "file"))
  var svg: String?

  @Option(
    help: ArgumentHelp(
      "Writes the graph into an HTML file that is stepped through, forward and backward.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("Writes the graph into a file in the language of Graphviz.", valueName: "file"))
  var dot: String?

  @Option(
    help: ArgumentHelp(
      "Writes the graph into a file in the language of Mermaid, folded where it has more than Mermaid's 500 lines.",
      valueName: "file"))
  var mermaid: String?

  @Option(
    help: ArgumentHelp(
      "Draws the graph into a PNG picture, where rsvg-convert, Chromium or Chrome is installed.",
      valueName: "file"))
  var png: String?

  @Option(
    help: ArgumentHelp(
      "Draws the graph into a PDF file on sheets of A4, where rsvg-convert, Chromium or Chrome is installed.",
      valueName: "file"))
  var pdf: String?

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "The width in pixels that a drawing may have: a longer graph continues in rows. Where nothing is said, it is 900 "
        + "in a PDF file. (default: 1200)",
      valueName: "pixels"))
  var width: NumberArgument<Int>?

  /// The files that a drawing is written into, with their options.
  private var named: [(option: String, path: String?)] {
    [
      ("--svg", svg), ("--html", html), ("--dot", dot), ("--mermaid", mermaid), ("--png", png),
      ("--pdf", pdf),
    ]
  }

  /// Whether any file is asked for.
  var areWanted: Bool { named.contains { $0.path != nil } }

  func validate() throws {
    try width?.checked("--width", 100...20_000)
    guard width == nil || svg != nil || png != nil || pdf != nil else {
      throw ValidationError(
        "--width is for the drawings of --svg, --png and --pdf; give one of them, or leave it out.")
    }
    try check(inputs: [])
  }

  /// Throws an error where two of the files are the same, or one is read by the same run.
  func check(inputs: [OutputPaths.Input]) throws {
    try OutputPaths.check(named, inputs: inputs)
  }

  /// Writes the files that are asked for. Where one can't be made, as in a missing folder, the command ends with status
  /// 74 and leaves the others as they were; one that fails later, as on a full disk, keeps none of the others from being
  /// written.
  func write(_ drawing: @autoclosure () -> GraphDrawing, page: @autoclosure () -> GraphPage) throws {
    var failure: Int32?
    func write(_ file: OutputFile?, _ content: () throws -> [UInt8]) {
      guard let file else { return }
      do {
        let bytes = try content()
        try bytes.withUnsafeBytes { try file.write($0) }
        try file.commit()
      } catch {
        let status = DrawingFiles.tell(error)
        failure = failure ?? status
      }
    }
    try DrawingFiles.reporting {
      let forPNG = try png.map { try PictureConverter.installed(for: "--png", path: $0) }
      let forPDF = try pdf.map { try PictureConverter.installed(for: "--pdf", path: $0) }
      for (_, path) in named { if let path { try OutputFile.tryOut(path) } }
      let files = try named.map { try $0.path.map { try OutputFile($0) } }
      if named.contains(where: { $0.option != "--html" && $0.path != nil }) {
        let whole = drawing()
        let limit = width?.number ?? 1200
        let drawing = whole.drawn(width: Double(limit))
        if files[0] != nil || files[4] != nil || (files[5] != nil && width != nil) {
          DrawingFiles.tellWidth(of: drawing, width == nil ? .usual(limit) : .given(limit))
        }
        var forPaper = drawing
        if files[5] != nil, width == nil {
          forPaper = whole.drawn(width: Double(DrawingFiles.widthOnPaper))
          DrawingFiles.tellWidth(of: forPaper, .ofPaper)
        }
        write(files[0]) { Array(drawing.svg.utf8) }
        write(files[2]) { Array(drawing.dot.utf8) }
        write(files[3]) {
          let (text, note) = drawing.mermaidWithNote
          if let note { Console.printError("Note: \(note)") }
          return Array(text.utf8)
        }
        if let png, let forPNG {
          let (width, height) = (drawing.layout.width, drawing.layout.height)
          write(files[4]) { try forPNG.png(of: drawing.svg, width: width, height: height, for: png) }
        }
        if let pdf, let forPDF { write(files[5]) { try forPDF.pdf(of: forPaper.sheets, for: pdf) } }
      }
      write(files[1]) { Array(page().html.utf8) }
    }
    if let failure { throw ExitCode(failure) }
  }

  /// Where nothing is said, what stands on paper is no wider, so that its letters are read without effort.
  private static let widthOnPaper = 900

  /// How wide a drawing may be.
  private enum WidthLimit {
    /// As `--width` says.
    case given(Int)
    /// Where nothing is said.
    case usual(Int)
    /// In a PDF file where nothing is said.
    case ofPaper
  }

  /// Says that a drawing is wider than it should be.
  private static func tellWidth(of drawing: GraphDrawing, _ limit: WidthLimit) {
    let (pixels, words) =
      switch limit {
      case .given(let pixels): (pixels, "the \(pixels) of --width")
      case .usual(let pixels): (pixels, "the \(pixels) that it should have without --width")
      case .ofPaper: (widthOnPaper, "the \(widthOnPaper) that a PDF file's should have without --width")
      }
    guard drawing.layout.width > Double(pixels) else { return }
    Console.printError(
      "Note: the drawing is \(Int(drawing.layout.width)) pixels wide, more than \(words): what stands side by side in "
        + "it needs that.")
  }

  /// Writes a file as a whole or not at all.
  static func write(_ text: String, to path: String) throws {
    try reporting {
      let file = try OutputFile(path)
      try file.write(text)
      try file.commit()
    }
  }

  private static func reporting(_ write: () throws -> Void) throws {
    do {
      try write()
    } catch {
      throw ExitCode(tell(error))
    }
  }

  /// Prints an error; returns the status that it stands for.
  private static func tell(_ error: any Error) -> Int32 {
    if let error = error as? FileError { return error.tell() }
    Console.printError("Error: \(error)")
    return ExitStatus.inputOutput
  }
}

/// Whether a graph is drawn in the terminal.
enum TerminalDrawing: String, ExpressibleByArgument, CaseIterable {
  /// Where standard output is a terminal that is wide enough.
  case auto
  /// Wherever standard output goes, where the drawing fits into as many columns as `COLUMNS` says, or into any number.
  case always
  case never

  /// The drawing's lines, none where it isn't wanted or doesn't fit.
  func lines(of drawing: @autoclosure () -> GraphDrawing) -> [String] {
    switch self {
    case .never: return []
    case .auto:
      guard let columns = Console.outputColumns else { return [] }
      return drawing().lines(columns: columns, signs: Console.signs) ?? []
    case .always:
      let columns = Console.statedColumns ?? 10_000
      return drawing().lines(columns: columns, rows: 1000, signs: Console.signs) ?? []
    }
  }
}
