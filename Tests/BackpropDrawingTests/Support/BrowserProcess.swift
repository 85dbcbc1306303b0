import Foundation

/// What went wrong between the tests and a browser.
struct BrowserFailure: Error, CustomStringConvertible {
  var description: String
}

/// A running Chromium that is spoken to through two pipes: JSON messages that end in a zero byte, on the browser's
/// descriptors 3 and 4. No port is opened, so nothing else on the machine can interfere.
final class BrowserProcess {
  private let process: pid_t
  private let input: Int32
  private let output: Int32
  private let profile: URL
  private var received = Data()
  private var hasEnded = false

  /// The browser that is installed here, the first of the usual names.
  static let executable: String? = {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let candidates =
      names.flatMap { name in folders.map { "\($0)/\(name)" } }
      + [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
      ]
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Starts a browser without a window and with a profile of its own.
  init() throws {
    guard let executable = Self.executable else {
      throw BrowserFailure(description: "No browser is installed.")
    }
    profile = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
    var arguments = [
      executable, "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(profile.path)",
      "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--disable-extensions", "--disable-gpu", "--disable-dev-shm-usage",
      "--hide-scrollbars", "--force-color-profile=srgb", "--lang=en-US",
    ]
    // Chromium's sandbox refuses to work for root, as tests in a container are.
    if getuid() == 0 { arguments.append("--no-sandbox") }
    let toBrowser = try Self.pipe()
    let fromBrowser = try Self.pipe()
    (input, output) = (toBrowser.write, fromBrowser.read)
    process = try Self.spawn(executable, arguments, reading: toBrowser.read, writing: fromBrowser.write)
    close(toBrowser.read)
    close(fromBrowser.write)
  }

  deinit { end() }

  /// Sends one message.
  func send(_ message: Data) throws {
    var bytes = [UInt8](message) + [0]
    while !bytes.isEmpty {
      let count = write(input, bytes, bytes.count)
      guard count > 0 else { throw BrowserFailure(description: "The browser takes no messages any more.") }
      bytes.removeFirst(count)
    }
  }

  /// The next message, or `nil` when none arrives in time.
  func receive(before deadline: ContinuousClock.Instant) throws -> Data? {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[received.startIndex..<end])
        received = Data(received[(end + 1)...])
        return message
      }
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return nil }
      let (seconds, fraction) = left.components
      var state = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let ready = poll(&state, 1, Int32(clamping: seconds * 1000 + fraction / 1_000_000_000_000_000 + 1))
      if ready == 0 { return nil }
      if ready < 0 && errno == EINTR { continue }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &buffer, buffer.count)
      guard count > 0 else { throw BrowserFailure(description: "The browser has ended.") }
      received.append(contentsOf: buffer[..<count])
    }
  }

  /// Ends the browser with all its helpers and removes its profile.
  func end() {
    guard !hasEnded else { return }
    hasEnded = true
    close(input)
    close(output)
    // It has a process group of its own, which its helpers are in.
    kill(-process, SIGKILL)
    var status: Int32 = 0
    // Nothing can hold this signal up, so the wait ends.
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    try? FileManager.default.removeItem(at: profile)
  }

  /// A pipe that programs started meanwhile don't inherit, on descriptors well above 3 and 4.
  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      let status = Darwin.pipe(&ends)
    #else
      let status = Glibc.pipe(&ends)
    #endif
    guard status == 0 else { throw BrowserFailure(description: "No pipe could be made: error \(errno).") }
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 20) }
    for end in ends { close(end) }
    guard moved[0] >= 0, moved[1] >= 0 else {
      throw BrowserFailure(description: "A pipe could not be moved: error \(errno).")
    }
    return (moved[0], moved[1])
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], reading input: Int32, writing output: Int32
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 3)
    posix_spawn_file_actions_adddup2(&actions, output, 4)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    let words = arguments.map { strdup($0) } + [nil]
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + environment { free(word) } }
    var process = pid_t()
    let status = posix_spawn(&process, executable, &actions, &attributes, words, environment)
    guard status == 0 else {
      throw BrowserFailure(description: "\(executable) can't be started: error \(status).")
    }
    return process
  }
}
