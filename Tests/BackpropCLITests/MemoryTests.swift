import Foundation
import Testing

@testable import BackpropCLI

@Suite("Memory") struct MemoryTests {
  @Test(
    "the estimate holds for networks whose peak was measured",
    arguments: [
      // The greatest resident size of `backprop train` on MNIST with the release build on two cores, by GNU time, less
      // the 62 MB that it has before the first step; in MB.
      ([784, 50, 10], 100_000, 119), ([784, 1000, 10], 20_000, 367), ([784, 5000, 10], 100, 64),
      ([784, 500, 500, 500, 500, 10], 20_000, 445),
    ])
  func estimate(sizes: [Int], batch: Int, megabytes: Int) {
    let estimate = MemoryEstimate(sizes: sizes, batchSize: batch, job: .training(reports: false)).bytes
    let share = Double(estimate) / Double(megabytes * 1_000_000)
    #expect((0.7...1.6).contains(share), "\(share)")
  }

  /// Resident memory of `check --data digits` with two threads, by GNU time.
  @Test(arguments: [(3000, 133), (8000, 176), (20_000, 327), (50_000, 702)])
  func checking(hidden: Int, megabytes: Int) {
    let estimate = MemoryEstimate(sizes: [784, hidden, 10], batchSize: 3, job: .checking(threads: 2)).bytes
    let share = Double(estimate) / Double(megabytes * 1_000_000)
    #expect((0.7...1.6).contains(share), "\(share)")
  }

  @Test("overflows nowhere")
  func large() {
    for sizes in [[784, .max, 10], [.max, .max], [1, 1]] {
      for job in [MemoryEstimate.Job.training(reports: true), .checking(threads: 256)] {
        #expect(MemoryEstimate(sizes: sizes, batchSize: .max, job: job).bytes > 0)
      }
    }
  }

  @Test("says what is needed, what there is and what would fit")
  func refusal() throws {
    let limit = MemoryLimit(bytes: 100_000_000, source: "the machine has free")
    func message(_ sizes: [Int], _ batch: Int, _ job: MemoryEstimate.Job) -> String {
      do {
        try MemoryEstimate(sizes: sizes, batchSize: batch, job: job).require(limit)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message([784, 50, 10], 100, .training(reports: true)).isEmpty)
    let batch = message([784, 1000, 10], 50_000, .training(reports: false))
    #expect(
      batch.contains("about 9") && batch.contains("the machine has free 100 MB")
        && batch.contains("--batch-size "))
    let hidden = message([784, 100_000, 10], 100, .training(reports: false))
    #expect(hidden.contains("--hidden ") && hidden.contains(" would fit"))
    // What is said to fit does.
    let words = hidden.split(separator: " ")
    let size = try #require(words.firstIndex(of: "--hidden").flatMap { Int(words[$0 + 1]) })
    #expect(message([784, size, 10], 100, .training(reports: false)).isEmpty && size > 1000)
    #expect(message([784, 50_000, 10], 3, .checking(threads: 2)).contains("--hidden "))
  }

  @Test("limits are read from the system's files, the process's groups and those around them")
  func limits() {
    let files = [
      "/proc/meminfo": "MemTotal:  100 kB\nMemAvailable:   50 kB\nSwapFree: 10 kB\n",
      "/proc/self/limits":
        "Limit  Soft Limit  Hard Limit  Units\nMax address space         100000 unlimited            bytes\n"
        + "Max data size             unlimited            unlimited            bytes\n",
      "/proc/self/status": "Name:\tx\nVmSize:\t   40 kB\n",
      "/proc/self/cgroup": "5:cpu,memory:/a/b\n1:name=systemd:/\n0::/c\n",
      "/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "50000\n",
      "/sys/fs/cgroup/memory/a/memory.usage_in_bytes": "30000\n",
      "/sys/fs/cgroup/memory/a/memory.stat":
        "total_inactive_file 5000\ntotal_active_file 1000\ninactive_file 1\n",
      "/sys/fs/cgroup/c/memory.max": "max\n", "/sys/fs/cgroup/memory.max": "70000\n",
      "/sys/fs/cgroup/memory.current": "20000\n", "/sys/fs/cgroup/memory.stat": "inactive_file 7000\n",
    ]
    let limits = MemoryLimit.all { files[$0] }
    // 60 KiB; 100,000 − 40 KiB; 50,000 − (30,000 − 6000); 70,000 − (20,000 − 7000).
    #expect(limits.map(\.bytes) == [61_440, 59_040, 26_000, 57_000])
    #expect(MemoryLimit.all { _ in nil }.isEmpty)
    let strict = [
      "/proc/sys/vm/overcommit_memory": "2\n", "/proc/meminfo": "CommitLimit: 9 kB\nCommitted_AS: 4 kB\n",
    ]
    #expect(MemoryLimit.all { strict[$0] }.map(\.bytes) == [5120])
    #expect((MemoryLimit.tightest?.bytes ?? 1) > 0)
  }

  #if os(Linux)
    /// Whether the command starts at all under a limit of addresses: the sanitizers need more than this by themselves.
    private func runsInLittleSpace() throws -> Bool {
      try CommandRunner.shell("ulimit -v 1000000; \"$backprop\" --version").status == 0
    }

    @Test(
      "too much is refused with status 64 before anything is computed, under a limit of addresses",
      arguments: [
        ("train --data digits --hidden 20000 --batch-size 100000", "--batch-size "),
        ("train --data digits --hidden 100000", "--hidden "),
      ])
    func refused(command: String, advice: String) throws {
      guard try runsInLittleSpace() else { return }
      let result = try CommandRunner.shell(
        "ulimit -v 1000000; \"$backprop\" \(command)", timeLimit: .seconds(60))
      #expect(result.status == 64 && result.output.isEmpty, "\(result)")
      #expect(result.errors.contains("of memory") && result.errors.contains(advice))
      #expect(result.errors.contains("would fit"))
    }

    @Test("what works under a limit isn't refused")
    func accepted() throws {
      guard try runsInLittleSpace() else { return }
      let data = try SmallDataset()
      for options in ["--hidden 50", "--hidden 2000 --batch-size 1000", "--report r.html"] {
        let result = try CommandRunner.shell(
          """
          cd "$data"; ulimit -v 1500000
          "$backprop" train --data-dir "$data" --iterations 1 --quiet \(options)
          """, environment: ["data": data.path])
        #expect(result.status == 0, "\(options): \(result.errors)")
      }
    }
  #endif
}
