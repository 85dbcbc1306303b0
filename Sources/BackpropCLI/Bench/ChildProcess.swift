import BackpropData
import BackpropFiles
import Foundation

/// Runs this program again, as a process of its own whose start and memory can be measured.
enum ChildProcess {
  /// What a process took.
  struct Usage {
    /// The most memory that it held at one time, in bytes; at least what this process holds, since Linux counts what a
    /// process had before it became the program.
    var peakMemory: Int
  }

  /// Runs `backprop` with some arguments to its end; what it prints is dropped.
  static func run(_ arguments: [String]) throws(FileError) -> Usage {
    let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
    var process: pid_t = 0
    let status = withStrings([program] + arguments) { arguments in
      let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
      return withStrings(environment) { environment in
        withOutputDropped { posix_spawn(&process, program, $0, nil, arguments, environment) }
      }
    }
    guard status == 0 else { throw failure(program, String(cString: strerror(status))) }
    var result: Int32 = 0
    var usage = rusage()
    while wait4(process, &result, 0, &usage) < 0 {
      guard errno == EINTR else { throw failure(program, String(cString: strerror(errno))) }
    }
    guard result == 0 else {
      throw failure(program, "that \(arguments.first ?? "it") ended with status \(result >> 8 & 0xFF)")
    }
    #if canImport(Darwin)
      let unit = 1
    #else
      let unit = 1024
    #endif
    return Usage(peakMemory: Int(usage.ru_maxrss) * unit)
  }

  private static func failure(_ program: String, _ found: String) -> FileError {
    FileError(
      file: program, expected: "to run it as a process of its own", found: found,
      advice: "Check that the program's file is still there.")
  }

  /// Calls a function with C strings, the null pointer after the last.
  private static func withStrings(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { $0.baseAddress.map(body) ?? EINVAL }
  }

  /// Calls a function with the instruction to send a process's standard output nowhere.
  private static func withOutputDropped(
    _ body: (UnsafeMutablePointer<FileActions>) -> Int32
  ) -> Int32 {
    #if canImport(Darwin)
      var actions: FileActions = nil
    #else
      var actions = FileActions()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    return body(&actions)
  }

  #if canImport(Darwin)
    private typealias FileActions = posix_spawn_file_actions_t?
  #else
    private typealias FileActions = posix_spawn_file_actions_t
  #endif
}
