import BackpropFiles

extension FileError {
  /// The status that a command ends with for this error: a file that is too large for memory is as wrong a request as a
  /// network that is, and a reader of standard output that has gone is one however it was written to.
  var exitStatus: Int32 {
    if expected.hasPrefix("memory for") { return ExitStatus.usage }
    return isBrokenPipe ? ExitStatus.brokenPipe : ExitStatus.inputOutput
  }

  /// Prints the error, unless it is none to be told, and returns the status that a command ends with for it.
  func tell() -> Int32 {
    if !isBrokenPipe { Console.printError("Error: \(self)") }
    return exitStatus
  }

  /// Whether nobody reads standard output any more, which is how many a pipeline ends.
  private var isBrokenPipe: Bool { found == OutputFile.goneReader && OutputFile.isStandardOutput(file) }
}
