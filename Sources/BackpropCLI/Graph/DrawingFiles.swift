import ArgumentParser
import BackpropData
import BackpropDrawing

/// The files that a graph can be drawn into.
struct DrawingFiles: ParsableArguments {
  @Option(help: ArgumentHelp("Draws the graph into an SVG file.", valueName: "file"))
  var svg: String?

  @Option(
    help: ArgumentHelp(
      "Writes the graph into an HTML file that is stepped through, forward and backward.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("Writes the graph into a file in the language of Graphviz.", valueName: "file"))
  var dot: String?

  @Option(help: ArgumentHelp("Writes the graph into a file in the language of Mermaid.", valueName: "file"))
  var mermaid: String?

  /// Whether any file is asked for.
  var areWanted: Bool { svg != nil || html != nil || dot != nil || mermaid != nil }

  /// Writes the files that are asked for. Each gets its name only when it is complete; one that can't be written ends
  /// the command with status 74.
  func write(_ drawing: @autoclosure () -> GraphDrawing, page: @autoclosure () -> GraphPage) throws {
    if svg != nil || dot != nil || mermaid != nil {
      let drawing = drawing()
      if let svg { try DrawingFiles.write(drawing.svg, to: svg) }
      if let dot { try DrawingFiles.write(drawing.dot, to: dot) }
      if let mermaid { try DrawingFiles.write(drawing.mermaid, to: mermaid) }
    }
    if let html { try DrawingFiles.write(page().html, to: html) }
  }

  /// Writes a file as a whole or not at all.
  static func write(_ text: String, to path: String) throws {
    do {
      let file = try OutputFile(path)
      try file.write(text)
      try file.commit()
    } catch {
      Console.printError("Error: \(error)")
      throw ExitCode(ExitStatus.inputOutput)
    }
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
      return drawing().lines(columns: columns) ?? []
    case .always:
      return drawing().lines(columns: Console.statedColumns ?? 10_000, rows: 1000) ?? []
    }
  }
}
