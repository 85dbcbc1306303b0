import Foundation

// Writes the figures of the notes as SVG files, and a page that shows them, into a folder.
guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: ExampleFigures FOLDER\n".utf8))
  exit(64)
}
let folder = URL(fileURLWithPath: CommandLine.arguments[1])
do {
  let figures = folder.appendingPathComponent("Figures")
  for (folder, list) in [
    (figures, Figure.ofTheNotes), (figures.appendingPathComponent("Beyond"), Figure.beyondTheNotes),
  ] {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (figure, name) in zip(list, list.numberedNames) {
      try Data(figure.svg.utf8).write(to: folder.appendingPathComponent(name + ".svg"))
    }
  }
  try Data(FiguresPage().text.utf8).write(to: folder.appendingPathComponent("Figures.md"))
} catch {
  FileHandle.standardError.write(Data("\(error.localizedDescription)\n".utf8))
  exit(74)
}
