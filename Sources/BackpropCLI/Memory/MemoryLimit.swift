import BackpropFiles
import Foundation

/// How many bytes the process may still take, and what says so.
struct MemoryLimit {
  var bytes: Int
  /// What the bytes are, such as "the machine has free".
  let source: String
  /// Whether the limit counts addresses rather than what lies in memory.
  var countsAddresses = false

  /// The tightest of all limits, `nil` where the system tells none.
  static var tightest: MemoryLimit? {
    #if canImport(Darwin)
      let limits = [ofMachine, ofAddresses].compactMap { $0 }
    #else
      let limits = all { SystemCalls.text(ofSystemFile: $0) }
    #endif
    return limits.min { $0.bytes < $1.bytes }
  }

  #if canImport(Darwin)
    private static var ofMachine: MemoryLimit? {
      var (bytes, size) = (UInt64(0), MemoryLayout<UInt64>.size)
      guard sysctlbyname("hw.memsize", &bytes, &size, nil, 0) == 0 else { return nil }
      return MemoryLimit(bytes: Int(clamping: bytes), source: "the machine has")
    }

    private static var ofAddresses: MemoryLimit? {
      var limit = rlimit()
      guard getrlimit(RLIMIT_AS, &limit) == 0, limit.rlim_cur < UInt64(Int64.max) else { return nil }
      return MemoryLimit(
        bytes: Int(clamping: limit.rlim_cur), source: "the limit of addresses (ulimit -v) allows",
        countsAddresses: true)
    }
  #endif

  /// All limits that Linux tells in files of /proc and /sys.
  ///
  /// - Parameter read: the text of such a file, `nil` where there is none.
  static func all(reading read: (String) -> String?) -> [MemoryLimit] {
    let machine = numbers(read("/proc/meminfo"), unit: 1024)
    var limits: [MemoryLimit] = []
    if let free = machine["MemAvailable"] {
      limits.append(MemoryLimit(bytes: free + (machine["SwapFree"] ?? 0), source: "the machine has free"))
    }
    // Where the system promises no more than it has.
    if read("/proc/sys/vm/overcommit_memory")?.first == "2", let limit = machine["CommitLimit"],
      let taken = machine["Committed_AS"]
    {
      limits.append(
        MemoryLimit(
          bytes: max(limit - taken, 0), source: "the machine still commits to", countsAddresses: true))
    }
    return limits + ofProcess(read) + ofGroups(read)
  }

  /// The limits of addresses and of data that a shell sets with `ulimit`.
  private static func ofProcess(_ read: (String) -> String?) -> [MemoryLimit] {
    guard let text = read("/proc/self/limits") else { return [] }
    let used = numbers(read("/proc/self/status"), unit: 1024)
    return [("Max address space", "VmSize", "-v"), ("Max data size", "VmData", "-d")].compactMap {
      name, measure, option in
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
        let soft = line.dropFirst(name.count).split(separator: " ").first.flatMap({ Int($0) })
      else { return nil }
      return MemoryLimit(
        bytes: max(soft - (used[measure] ?? 0), 0), source: "its limit (ulimit \(option)) leaves",
        countsAddresses: true)
    }
  }

  /// The limits of control groups, version 1 and 2, of the process's own group and those around it.
  private static func ofGroups(_ read: (String) -> String?) -> [MemoryLimit] {
    var limits: [MemoryLimit] = []
    for line in (read("/proc/self/cgroup") ?? "").split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let isSecond = fields[0] == "0" && fields[1].isEmpty
      guard isSecond || fields[1].split(separator: ",").contains("memory") else { continue }
      let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      let names =
        isSecond
        ? (limit: "memory.max", used: "memory.current", prefix: "")
        : (limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes", prefix: "total_")
      var group = String(fields[2])
      while true {
        let folder = group == "/" || group.isEmpty ? root : root + group
        if let limit = number(read(FilePath.join(folder, names.limit))),
          // Without a limit version 1 says the greatest number of whole pages.
          limit < 1 << 62
        {
          let parts = numbers(read(FilePath.join(folder, "memory.stat")), unit: 1)
          // What was read from files gives way when memory is asked for.
          let cache = ["inactive_file", "active_file"].reduce(0) { $0 + (parts[names.prefix + $1] ?? 0) }
          let used = max((number(read(FilePath.join(folder, names.used))) ?? 0) - cache, 0)
          limits.append(
            MemoryLimit(bytes: max(limit - used, 0), source: "the control group's limit leaves"))
        }
        if folder == root { break }
        group = FilePath.folder(of: group)
      }
    }
    return limits
  }

  private static func number(_ text: String?) -> Int? {
    text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// The numbers of a text with lines such as "MemTotal: 16 kB" or "inactive_file 4096".
  private static func numbers(_ text: String?, unit: Int) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for line in (text ?? "").split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" || $0 == ":" }
      guard words.count >= 2, let number = Int(words[1]) else { continue }
      numbers[String(words[0])] = number.multipliedReportingOverflow(by: unit).overflow ? .max : number * unit
    }
    return numbers
  }
}
