import BackpropFiles

extension FileError {
  /// The status that a command ends with for this error: a file that is too large for memory is as wrong a request as a
  /// network that is.
  var exitStatus: Int32 { expected.hasPrefix("memory for") ? ExitStatus.usage : ExitStatus.inputOutput }
}
