import Foundation

/// The statuses that the program ends with.
enum ExitStatus {
  /// A check found something wrong, or the numbers of a training or computation aren't finite.
  static let failedCheck: Int32 = 1
  /// A check couldn't tell, since rounding hides the answer.
  static let undecided: Int32 = 3
  /// The command line is wrong, or asks for more memory than there is (`EX_USAGE`).
  static let usage: Int32 = 64
  /// A file, standard output or the network failed (`EX_IOERR`).
  static let inputOutput: Int32 = 74
  /// Whoever read standard output went away.
  static let brokenPipe = ended(by: SIGPIPE)

  /// A signal ended the program, or a training before its time: 128 and the signal's number.
  static func ended(by signal: Int32) -> Int32 { 128 + signal }

  /// All statuses with what they mean, as the help prints them.
  static let table = """
      0   all went well
      1   a check failed, a training ended with values that aren't finite, or
          --watch-nan found one
      3   a check can't tell: rounding hides the answer
     64   the command line is wrong, or asks for more memory than there is
     74   a file, standard output or the network failed
    129   ended by SIGHUP, 130 by SIGINT (Ctrl-C), 143 by SIGTERM
    141   whoever read standard output went away
    """
}
