import BackpropFiles
import Foundation

/// A program that turns SVG into PNG and PDF. Fonts and the filling of shapes are its own affair, not this package's.
struct PictureConverter {
  private enum Kind {
    case librsvg
    case chromium
  }

  private let kind: Kind
  private let program: String

  /// Longer than this no conversion takes.
  private static let timeLimit = 120.0
  /// Pixels of a PNG for one of the drawing, so that it is sharp on today's screens.
  private static let scale = 2.0

  private static let programs: [(name: String, kind: Kind)] = [
    ("rsvg-convert", .librsvg), ("chromium", .chromium), ("chromium-browser", .chromium),
    ("google-chrome", .chromium), ("google-chrome-stable", .chromium), ("chrome", .chromium),
    ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", .chromium),
    ("/Applications/Chromium.app/Contents/MacOS/Chromium", .chromium),
  ]

  /// The first converter that is installed; throws an error that names what to install where there is none.
  static func installed(for option: String, path: String) throws(FileError) -> PictureConverter {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for (name, kind) in programs {
      let paths = name.hasPrefix("/") ? [name] : folders.map { $0 + "/" + name }
      if let found = paths.first(where: FileManager.default.isExecutableFile(atPath:)) {
        return PictureConverter(kind: kind, program: found)
      }
    }
    throw FileError(
      file: path, expected: "a program for \(option) that turns SVG into pictures", found: "none in PATH",
      advice:
        "Install rsvg-convert (Debian, Ubuntu: apt install librsvg2-bin; macOS: brew install librsvg), Chromium "
        + "or Google Chrome, or write --svg and convert that.")
  }

  /// The bytes of a PNG of an SVG of a size in pixels.
  func png(of svg: String, width: Double, height: Double, for path: String) throws(FileError) -> [UInt8] {
    try converted([svg], for: path, into: "picture.png") { folder, output in
      switch kind {
      case .librsvg:
        return [
          "--format", "png", "--zoom", "\(PictureConverter.scale)", "--output", output, folder + "/0.svg",
        ]
      case .chromium:
        let page = folder + "/page.html"
        try PictureConverter.page([svg], style: "body>svg{display:block}").write(
          toFile: page, atomically: false, encoding: .utf8)
        return headless + [
          "--force-device-scale-factor=\(PictureConverter.scale)",
          "--window-size=\(Int(width.rounded(.up))),\(Int(height.rounded(.up)))", "--screenshot=" + output,
          URL(fileURLWithPath: page).absoluteString,
        ]
      }
    }
  }

  /// The bytes of a PDF with an SVG of the size of a sheet on each page.
  func pdf(of sheets: [String], for path: String) throws(FileError) -> [UInt8] {
    try converted(sheets, for: path, into: "picture.pdf") { folder, output in
      switch kind {
      case .librsvg:
        return ["--format", "pdf", "--output", output] + sheets.indices.map { folder + "/\($0).svg" }
      case .chromium:
        let page = folder + "/page.html"
        try PictureConverter.page(
          sheets, style: "@page{size:A4;margin:0}body>svg{display:block;break-after:page;height:296.9mm}"
        ).write(
          toFile: page, atomically: false, encoding: .utf8)
        return headless + [
          "--no-pdf-header-footer", "--print-to-pdf=" + output, URL(fileURLWithPath: page).absoluteString,
        ]
      }
    }
  }

  private static func page(_ drawings: [String], style: String) -> String {
    "<!doctype html><meta charset=\"utf-8\"><style>body{margin:0}\(style)</style>" + drawings.joined()
  }

  private var headless: [String] {
    // As root, as in a container, it runs without its sandbox or not at all; it reads what this program wrote only.
    ["--headless", "--disable-gpu", "--hide-scrollbars", "--blink-settings=preferredColorScheme=1"]
      + (geteuid() == 0 ? ["--no-sandbox"] : [])
  }

  /// Runs the program on drawings in a folder of their own, and returns what it wrote.
  private func converted(
    _ drawings: [String], for path: String, into name: String,
    _ arguments: (_ folder: String, _ output: String) throws -> [String]
  ) throws(FileError) -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "backprop-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (index, drawing) in drawings.enumerated() {
        try Data(drawing.utf8).write(to: folder.appendingPathComponent("\(index).svg"))
      }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = try arguments(folder.path, output.path)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let end = Date(timeIntervalSinceNow: PictureConverter.timeLimit)
      while process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.02) }
      if process.isRunning {
        process.terminate()
        throw failure(path, "that it took longer than \(Int(PictureConverter.timeLimit)) seconds")
      }
      guard process.terminationStatus == 0 else {
        throw failure(path, "that it ended with status \(process.terminationStatus)")
      }
      return [UInt8](try Data(contentsOf: output))
    } catch let error as FileError {
      throw error
    } catch {
      throw failure(path, "that it wrote nothing")
    }
  }

  private func failure(_ path: String, _ found: String) -> FileError {
    FileError(
      file: path, expected: "\(program) to turn the drawing into a picture", found: found,
      advice: "Run it by hand on the drawing that --svg writes.")
  }
}
