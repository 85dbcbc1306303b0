import Backprop
import BackpropArguments
import BackpropCluster
import BackpropFiles
import Foundation

/// The processes that train together, as the command sees them: rank 0 alone prints and writes, what is wrong is told once,
/// and all end together.
///
/// A training has three parts. Until all are ready, each finds out whether anything is wrong, and then hears of the others:
/// what the first of those says for whom something is wrong is printed, and all end. While they train, the one that fails
/// says so and ends all. Afterwards the others wait until rank 0 has written everything.
final class ProcessGroup {
  private enum Part {
    case preparation, training, conclusion
  }

  /// How far a process has come before all are ready, as others are told who have come elsewhere.
  enum Stage: String {
    case table = "a table to read"
    case readiness = "nothing more to read"
    case end = "nothing to train"
  }

  /// The group of this process; `nil` where it is alone. It is set before there are other threads.
  nonisolated(unsafe) private(set) static var current: ProcessGroup?

  /// What the processes say to each other.
  let communicator: MPICommunicator
  /// The machine's name.
  let host: String
  /// How many of the processes have the same cores as this one.
  private let neighbours: Int
  /// Whether this is the first of the processes on its machine.
  let isFirstOnHost: Bool

  private var part = Part.preparation
  /// The status that all end with, where one has failed before all were ready.
  private var common: Int32?
  /// What was to be told before all were ready, and of what went wrong afterwards here, but not in rank 0.
  private var held = ""
  private var log: FileHandle?
  /// What the log is to have, until it is known where it is.
  private var unwritten = ""

  var rank: Int { communicator.rank }
  var size: Int { communicator.size }

  /// Whether this process prints and writes.
  static var isFirst: Bool { (current?.rank ?? 0) == 0 }

  /// Joins the processes that were started together with this one, where arguments ask for a training.
  ///
  /// Throws an exit status, with the reason told once, where that can't be.
  static func join(_ arguments: [String]) throws {
    guard let launch = Launch(environment: ProcessInfo.processInfo.environment),
      CommandName.command(of: arguments) == TrainCommand.self,
      !arguments.contains(where: { CommandHelp.names.contains($0) })
    else { return }
    func refusal(_ message: String) -> ExitCode {
      if launch.rank == 0 { Console.printError("Error: " + message) }
      return ExitCode(ExitStatus.usage)
    }
    guard MPICommunicator.isAvailable else {
      throw refusal(
        "\(launch.launcher) has started \(launch.size) processes, and this backprop was built without MPI: each would train "
          + "for itself. Build it with: swift build -c release --traits MPI --product backprop")
    }
    let communicator: MPICommunicator
    do throws(CommunicationError) {
      communicator = try MPICommunicator { ProcessGroup.lost($0) }
    } catch {
      Console.printError("Error: MPI doesn't start: \(error)")
      throw ExitCode(ExitStatus.inputOutput)
    }
    guard communicator.size == launch.size else {
      communicator.end()
      throw refusal(
        "\(launch.launcher) has started \(launch.size) processes, which don't find each other: this backprop was built with "
          + "\(MPICommunicator.library), and \(launch.launcher) is another MPI's. Start it by that MPI's, or build it anew."
      )
    }
    current = ProcessGroup(communicator)
  }

  private init(_ communicator: MPICommunicator) {
    self.communicator = communicator
    let host = Self.hostName
    self.host = host
    let place = "\(host)\n\(Self.allowedCores)"
    let places = communicator.gather(Array(place.utf8)).map { String(decoding: $0, as: UTF8.self) }
    neighbours = places.count { $0 == place }
    isFirstOnHost = places.firstIndex { $0.hasPrefix(host + "\n") } == communicator.rank
  }

  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, 255) == 0 else { return "?" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The cores that the process is bound to, as Linux writes them; elsewhere processes aren't bound.
  private static var allowedCores: String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }.map(String.init) ?? ""
  }

  /// Takes the cores that this process is bound to, or its share of them where others are bound to the same.
  func takeCores() { Parallelism.threadCount = max(1, Parallelism.threadCount / neighbours) }

  // MARK: - What is told

  /// Takes a piece of what is printed. Returns whether it is to appear.
  func hears(_ piece: String) -> Bool {
    write(piece)
    return rank == 0
  }

  /// Takes what is to be told on standard error. Returns what is to appear now.
  ///
  /// - Parameter isFailure: whether it may be why the process ends.
  func hearsError(_ text: String, isFailure: Bool) -> String? {
    write(text)
    if part == .preparation || (isFailure && rank > 0) {
      held += text
      return nil
    }
    guard rank == 0 else { return nil }
    return isFailure && part == .training ? place + text : text
  }

  /// Which process this is, before what it says.
  private var place: String { "rank \(rank) on \(host): " }

  private func write(_ text: String) {
    guard let log else {
      if part == .preparation { unwritten += text }
      return
    }
    try? log.write(contentsOf: Data(text.utf8))
  }

  /// Begins the log of this process in a folder.
  func openLog(in folder: String) throws(FileError) {
    let path = FilePath.join(folder, "rank-\(rank).log")
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw FileError(
        file: path, expected: "a file that this process can write its log to",
        found: "none that could be made",
        advice: "Give --rank-logs a folder that can be written to on each machine.")
    }
    log = file
    write(
      "rank \(rank) of \(size) on \(host), process \(getpid()), \(MPICommunicator.library), threads \(Parallelism.threadCount)\n"
    )
    write(unwritten)
    unwritten = ""
  }

  // MARK: - How it ends

  /// Waits until all have come this far. Throws an exit status where one has failed, once that one has said why, and an error
  /// in all of them where they have come to different places.
  func agree(on stage: Stage) throws {
    if let status = try agreed(nil, at: stage) {
      part = .conclusion
      common = status
      throw ExitCode(status)
    }
  }

  /// Waits until all are ready to train; throws as ``agree(on:)`` does.
  func begin() throws {
    try agree(on: .readiness)
    part = .training
    release()
  }

  /// Notes that all have trained.
  func conclude() { part = .conclusion }

  /// What all know once each has said whether anything is wrong: the status of the first for whom it is.
  private func agreed(_ status: Int32?, at stage: Stage) throws -> Int32? {
    let all = words(status ?? 0, stage.rawValue)
    guard let failed = all.firstIndex(where: { $0.status != 0 }) else {
      guard let other = all.firstIndex(where: { $0.stage != all[0].stage }) else { return nil }
      throw ValidationError(
        "the processes don't train the same: rank 0 has \(all[0].stage), and rank \(other) has \(all[other].stage); give all "
          + "of them the same program, options and files")
    }
    if failed == rank {
      let isCommon = all.allSatisfy { $0.status != 0 }
      if !held.isEmpty { Console.writeErrorPlainly((isCommon ? "" : place) + held) }
    }
    held = ""
    return all[failed].status
  }

  /// What each process says: its status, and where it is.
  private func words(_ status: Int32, _ stage: String) -> [(status: Int32, stage: String)] {
    communicator.gather(withUnsafeBytes(of: status) { Array($0) } + Array(stage.utf8)).map { bytes in
      // What has no status comes from another program.
      guard bytes.count >= 4 else { return (EXIT_FAILURE, "") }
      let status = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
      return (status, String(decoding: bytes.dropFirst(4), as: UTF8.self))
    }
  }

  /// Prints what was held back.
  private func release() {
    if rank == 0, !held.isEmpty { Console.writeErrorPlainly(held) }
    held = ""
  }

  /// Ends the process's part with a status. Returns the one that the process ends with.
  func end(_ status: Int32) -> Int32 {
    switch part {
    case .preparation:
      // Without a failure this is a training that never began.
      var common = status
      do {
        common = try agreed(status == 0 ? nil : status, at: .end) ?? status
      } catch {
        // The first of those who have more to do tells it: nothing is wrong here.
        common = (try? agreed(nil, at: .end)) ?? ExitStatus.usage
      }
      communicator.end()
      return common
    case .training:
      tellFailure()
      // What launchers haven't handed on yet is lost when all end.
      usleep(200_000)
      communicator.abort(status: status)
    case .conclusion:
      if let common {
        communicator.end()
        return common
      }
      // Rank 0 has written the files; a signal may have come to any.
      let all = words(status, Stage.end.rawValue)
      communicator.end()
      return all.first { $0.status != 0 }?.status ?? 0
    }
  }

  /// Says why this process has failed, for which all others end: of several that fail at the same time, the first one does.
  private func tellFailure() {
    guard rank > 0 else { return }
    usleep(300_000)
    // Who is ended from outside is not the one that failed.
    guard Interruption.request == nil else { return }
    Console.writeErrorPlainly(place + held)
  }

  /// Says that the other processes can't be reached; returns the status.
  private static func lost(_ sentence: String) -> Int32 {
    PartFiles.unlinkAll()
    if Interruption.request == nil {
      Console.writeErrorPlainly("\(current?.place ?? "")Error: \(sentence).\n")
    }
    endLauncher()
    return ExitStatus.inputOutput
  }

  /// Tells Open MPI's `mpirun`, where this process is its child, to end: by itself it waits for a machine that is gone. The
  /// second signal keeps it from waiting for what the first one has begun.
  private static func endLauncher() {
    let parent = getppid()
    let name = try? String(contentsOfFile: "/proc/\(parent)/comm", encoding: .utf8)
    guard let name,
      ["mpirun", "mpiexec", "orterun", "prterun"].contains(name.split(separator: "\n").first ?? "")
    else {
      return
    }
    for _ in 0..<2 {
      kill(parent, SIGTERM)
      usleep(300_000)
    }
  }
}
