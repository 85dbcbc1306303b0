import Foundation

/// What a run of the command left behind.
struct CommandResult {
  var output: String
  var errors: String
  /// The exit status; of a command that a signal ended, the signal's number with its sign changed.
  var status: Int32
}

/// Runs the built `backprop`, or another program of the package, as a process of its own, the way a person does.
enum CommandRunner {
  /// Why a command could not be run to its end.
  enum Failure: Error, CustomStringConvertible {
    case notBuilt(String, folders: [String])
    case tookTooLong(String, [String], Duration)

    var description: String {
      switch self {
      case .notBuilt(let program, let folders):
        "The product \(program) was found in none of these folders: " + folders.joined(separator: ", ")
      case .tookTooLong(let program, let arguments, let limit):
        "\(program) \(arguments.joined(separator: " ").prefix(200)) was stopped after \(limit)."
      }
    }
  }

  /// Runs a program of the package, or one of the system by its path, with the given arguments.
  ///
  /// Input and output are files, not pipes: a pipe stalls a command that fills it while nobody reads, and stays open as
  /// long as a process that was started meanwhile holds it.
  ///
  /// - Parameter environment: variables that are set in addition to, or instead of, those of the tests.
  static func run(
    program: String = "backprop", _ arguments: [String], environment: [String: String] = [:],
    input: String = "",
    timeLimit: Duration = .seconds(600)
  ) throws -> CommandResult {
    try run(
      program.hasPrefix("/") ? URL(fileURLWithPath: program) : try executable(program), arguments,
      environment: environment, input: input, timeLimit: timeLimit)
  }

  /// Runs lines of a shell, in which `$backprop` is the built command: for redirections, limits and signals.
  static func shell(
    _ script: String, environment: [String: String] = [:], timeLimit: Duration = .seconds(600)
  ) throws -> CommandResult {
    try run(
      URL(fileURLWithPath: "/bin/bash"), ["-c", script],
      environment: environment.merging(["backprop": try executable().path]) { $1 }, input: "",
      timeLimit: timeLimit)
  }

  private static func run(
    _ executable: URL, _ arguments: [String], environment: [String: String], input: String,
    timeLimit: Duration
  ) throws -> CommandResult {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("backprop-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    let inputFile = folder.appendingPathComponent("input")
    let outputFile = folder.appendingPathComponent("output")
    let errorFile = folder.appendingPathComponent("errors")
    try Data(input.utf8).write(to: inputFile)
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    let handles = [
      try FileHandle(forReadingFrom: inputFile), try FileHandle(forWritingTo: outputFile),
      try FileHandle(forWritingTo: errorFile),
    ]
    defer { for handle in handles { try? handle.close() } }

    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    // English, whatever the language of the person who runs the tests.
    var variables = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8", "LANGUAGE": ""]) {
      _, new in new
    }
    .merging(environment) { _, new in new }
    // What the libraries leave behind in a command that the address sanitizer watches must not change its exit status.
    variables["ASAN_OPTIONS"] = (variables["ASAN_OPTIONS"].map { $0 + ":" } ?? "") + "detect_leaks=0"
    process.environment = variables
    process.standardInput = handles[0]
    process.standardOutput = handles[1]
    process.standardError = handles[2]
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    guard ended.wait(timeout: .now() + .seconds(Int(timeLimit.components.seconds))) == .success else {
      // Nothing can hold this signal up, so the wait ends.
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
      throw Failure.tookTooLong(executable.lastPathComponent, arguments, timeLimit)
    }
    return CommandResult(
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self),
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus)
  }

  /// A built product. It lies beside the test bundle, whatever the scratch path and the configuration.
  static func executable(_ program: String = "backprop") throws -> URL {
    // On Linux the tests are an executable of their own, the first argument. On macOS they are a bundle that another
    // program has loaded, whose path stands among the arguments.
    let starts =
      CommandLine.arguments.filter { $0.contains(".xctest") } + CommandLine.arguments.prefix(1)
      + [Bundle.main.executablePath].compactMap { $0 }
      + Bundle.allBundles.map(\.bundlePath).filter { $0.contains(".xctest") }
    var tried: [String] = []
    for start in starts {
      var folder = URL(fileURLWithPath: start).standardizedFileURL.deletingLastPathComponent()
      // A macOS bundle is four folders deep.
      for _ in 0..<5 {
        let candidate = folder.appendingPathComponent(program)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder),
          !isFolder.boolValue,
          FileManager.default.isExecutableFile(atPath: candidate.path)
        {
          return candidate
        }
        tried.append(folder.path)
        folder.deleteLastPathComponent()
      }
    }
    throw Failure.notBuilt(program, folders: tried)
  }
}
