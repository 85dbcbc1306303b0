/// The memory that the command for the whole job takes, reading of the images included.
enum MemorySubject: BenchmarkSubject {
  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    [
      BenchmarkCase(name: "peak memory of the whole job", threads: setting.threads) { _ in
        let source = setting.data.givenFolder.map { ["--data-dir", $0] } ?? ["--data", "digits"]
        let usage = try ChildProcess.run(["train", "--quiet", "--threads", "\(setting.threads)"] + source)
        return .memory(bytes: usage.peakMemory)
      }
    ]
  }
}
