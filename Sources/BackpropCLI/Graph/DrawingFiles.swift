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

  /// Whether any file is asked for.
  var areWanted: Bool { svg != nil || html != nil || dot != nil || mermaid != nil }

  func validate() throws { try check(inputs: []) }

  /// Throws an error where two of the files are the same, or one is read by the same run.
  func check(inputs: [OutputPaths.Input]) throws {
    try OutputPaths.check(
      [("--svg", svg), ("--html", html), ("--dot", dot), ("--mermaid", mermaid)], inputs: inputs)
  }

  /// Writes the files that are asked for. Where one can't be made, as in a missing folder, the command ends with status
  /// 74 and leaves the others as they were; one that fails later, as on a full disk, keeps none of the others from being
  /// written.
  func write(_ drawing: @autoclosure () -> GraphDrawing, page: @autoclosure () -> GraphPage) throws {
    var failure: Int32?
    func write(_ file: OutputFile?, _ text: () -> String) {
      guard let file else { return }
      do {
        try file.write(text())
        try file.commit()
      } catch {
        let status = DrawingFiles.tell(error)
        failure = failure ?? status
      }
    }
    try DrawingFiles.reporting {
      for path in [svg, dot, mermaid, html] {
        if let path { try OutputFile.tryOut(path) }
      }
      let (svg, dot) = (try svg.map { try OutputFile($0) }, try dot.map { try OutputFile($0) })
      let (mermaid, html) = (try mermaid.map { try OutputFile($0) }, try html.map { try OutputFile($0) })
      if svg != nil || dot != nil || mermaid != nil {
        let drawing = drawing()
        write(svg) { drawing.svg }
        write(dot) { drawing.dot }
        write(mermaid) {
          let (text, note) = drawing.mermaidWithNote
          if let note { Console.printError("Note: \(note)") }
          return text
        }
      }
      write(html) { page().html }
    }
    if let failure { throw ExitCode(failure) }
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
