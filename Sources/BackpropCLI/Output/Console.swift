import BackpropArguments
import BackpropDrawing
import BackpropFiles
import Foundation

/// Standard output and standard error.
enum Console {
  /// Writes a line to standard output, at once, so that whoever reads along sees it.
  ///
  /// Throws an exit status of 74 when it can't be written, as on a full disk, and one of 141, without a word, when its
  /// reader has gone away.
  static func print(_ line: String) throws { try write(line + "\n") }

  /// Writes text for people to standard output: in ASCII where the locale isn't one of UTF-8, and on a terminal with lines
  /// that are wider than it broken at spaces, so that the terminal breaks no word.
  ///
  /// Tables fit by themselves; broken are sentences above and below them. In a file these stay whole, for `grep`.
  static func show(_ text: String) throws {
    let limit = statedColumns ?? outputColumns ?? .max
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      ListingText.broken(signs.shown(String(line)), columns: limit, indent: 2)
    }
    try print(lines.joined(separator: "\n"))
  }

  /// The characters that drawings, bars and plots may be made of.
  static var signs: TerminalSigns { MessageLanguage.isUTF8 ? .unicode : .ascii }

  /// How many columns tables may have: as many as `COLUMNS` says or the terminal has, otherwise 80.
  static var textColumns: Int { max(statedColumns ?? outputColumns ?? 80, 20) }

  /// Writes a piece of a line to standard output. Throws an exit status of 74 when it can't be written.
  static func write(_ piece: String) throws {
    if let group = ProcessGroup.current, !group.hears(piece) { return }
    var piece = piece
    let result = piece.withUTF8 { bytes in
      Result { () throws(SystemCalls.Failure) in
        try SystemCalls.writeBytes(STDOUT_FILENO, from: UnsafeRawBufferPointer(bytes))
      }
    }
    do throws(SystemCalls.Failure) {
      try result.get()
    } catch {
      if error.isBrokenPipe { throw ExitCode(ExitStatus.brokenPipe) }
      printError("Error: can't write to standard output: \(error.text)")
      throw ExitCode(ExitStatus.inputOutput)
    }
  }

  /// Writes a message to standard error, in the language of the locale, with whatever could steer a terminal made
  /// visible: names of files and arguments may hold anything.
  static func printError(_ message: String) {
    var text = visible(ErrorTranslation.message(message)) + "\n"
    if let group = ProcessGroup.current {
      guard let shown = group.hearsError(text, isFailure: message.hasPrefix("Error: ")) else { return }
      text = shown
    }
    writeErrorPlainly(text)
  }

  /// Text with line feeds as they are and all else that steers a terminal, or turns the direction of writing, as escapes.
  static func visible(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).escapingControlCharacters() }.joined(separator: "\n")
  }

  /// Writes text to standard error as it is, such as a line that changes. Of several processes the first one does.
  static func writeError(_ text: String) {
    if ProcessGroup.isFirst { writeErrorPlainly(text) }
  }

  /// Writes text to standard error, in whichever process.
  static func writeErrorPlainly(_ text: String) {
    // Where even errors can't be written, there is nobody left to tell.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// The number of columns that the variable `COLUMNS` states.
  static var statedColumns: Int? {
    ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The number of columns of standard output, or `nil` where it isn't a terminal.
  static var outputColumns: Int? {
    let descriptor = FileHandle.standardOutput.fileDescriptor
    guard isatty(descriptor) == 1, ProcessInfo.processInfo.environment["TERM"] != "dumb" else { return nil }
    if let statedColumns { return statedColumns }
    var size = winsize()
    // What a terminal that doesn't know its size is taken for.
    let usual = 80
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : usual
  }

  /// How many columns standard error has, where it is a terminal that tells.
  static var errorColumns: Int? {
    var size = winsize()
    guard ioctl(FileHandle.standardError.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// Whether standard error is a terminal that lines can be overwritten on.
  static var errorIsTerminal: Bool {
    isatty(FileHandle.standardError.fileDescriptor) == 1
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }
}
