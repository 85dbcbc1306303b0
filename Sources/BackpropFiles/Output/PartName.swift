#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The name of a temporary file, which says whose it is: the process's number, when it started, and a number for what
/// those two are told apart in, the machine since it was started and the container.
///
/// So what a killed process left behind is known for certain: no process of that number that started then is running.
/// Files of other machines in a shared folder, and of other containers, are nobody's to judge from here.
struct PartName: Equatable {
  let process: Int32
  let start: UInt64
  let place: UInt64

  /// The start of every temporary file's name.
  static let prefix = ".swift-backprop-"
  /// The end of every temporary file's name.
  static let suffix = ".part"

  /// What names of this process begin with.
  static let own = PartName(
    process: SystemCalls.processNumber, start: startTime(of: SystemCalls.processNumber) ?? 0, place: place)

  private init(process: Int32, start: UInt64, place: UInt64) {
    (self.process, self.start, self.place) = (process, start, place)
  }

  /// What a file's name says, `nil` where it isn't a temporary file's.
  init?(_ name: String) {
    guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
    let parts = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)
      .split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, let process = Int32(parts[0]), process > 0, let start = UInt64(parts[1]),
      let place = UInt64(parts[2], radix: 36)
    else { return nil }
    self.init(process: process, start: start, place: place)
  }

  /// A name that is unlikely to be taken.
  func unique() -> String {
    let number = String(UInt64.random(in: .min ... .max), radix: 36)
    return "\(Self.prefix)\(process)-\(start)-\(String(place, radix: 36))-\(number)\(Self.suffix)"
  }

  /// Whether the process that made the file is known to be gone.
  var isAbandoned: Bool {
    guard place == Self.place, place != 0 else { return false }
    guard SystemCalls.isRunning(process) else { return true }
    // Another process may have got the number since; where that can't be told, the file stays.
    return Self.startTime(of: process).map { $0 != start } ?? false
  }

  /// Removes what killed processes of this user left in a folder.
  static func removeAbandoned(in folder: String) {
    for name in SystemCalls.names(inFolder: folder) {
      guard let part = PartName(name), part.isAbandoned else { continue }
      let path = FilePath.join(folder, name)
      guard let status = try? SystemCalls.statusWithoutFollowing(path), status.isRegularFile,
        status.owner == SystemCalls.user
      else { continue }
      SystemCalls.removeFile(path)
    }
  }

  #if canImport(Darwin)
    /// When a process started, in seconds since 1970.
    private static func startTime(of process: Int32) -> UInt64? {
      var info = proc_bsdinfo()
      let size = Int32(MemoryLayout<proc_bsdinfo>.size)
      return proc_pidinfo(process, PROC_PIDTBSDINFO, 0, &info, size) == size ? info.pbi_start_tvsec : nil
    }

    private static let place: UInt64 = {
      var size = 0
      guard sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0) == 0, size > 0 else { return 0 }
      var name = [CChar](repeating: 0, count: size)
      guard sysctlbyname("kern.bootsessionuuid", &name, &size, nil, 0) == 0 else { return 0 }
      return hash(name.map { UInt8(bitPattern: $0) })
    }()
  #else
    /// When a process started, in the kernel's ticks since the machine was started.
    private static func startTime(of process: Int32) -> UInt64? {
      guard let text = SystemCalls.text(ofSystemFile: "/proc/\(process)/stat"),
        // The program's name, which may hold anything, ends with the last parenthesis.
        let end = text.lastIndex(of: ")")
      else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ")
      // One that has ended and only waits for its parent to look never writes again.
      if fields.first == "Z" { return .max }
      return fields.count > 19 ? UInt64(fields[19]) : nil
    }

    private static let place: UInt64 = {
      guard let boot = SystemCalls.text(ofSystemFile: "/proc/sys/kernel/random/boot_id"),
        let container = SystemCalls.target(ofLink: "/proc/self/ns/pid")
      else { return 0 }
      return hash(Array((boot + container).utf8))
    }()
  #endif

  /// FNV-1a of 64 bits, by which few places are told apart.
  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
