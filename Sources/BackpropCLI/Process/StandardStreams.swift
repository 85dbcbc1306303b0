import Foundation

/// The three streams that a program is started with.
enum StandardStreams {
  /// Takes the numbers of streams that were closed before the start, so that no file that is opened later gets one and
  /// is written to in a stream's place. What is written to such a stream fails.
  static func reserve() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is taken, which is this one.
      _ = open("/dev/null", O_RDONLY)
    }
  }
}
