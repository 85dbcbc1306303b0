import Backprop
import BackpropFiles

/// How the time of a training step grows with one size while the others stay: on request only, since it takes longer
/// than all else.
enum GrowthSubject: BenchmarkSubject {
  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    let threads = setting.threads
    var cases = [50, 100, 200, 500, 1000, 2048].map { hidden in
      row("hidden", hidden, setting, [784, hidden, 10], batch: 100, threads)
    }
    cases += [1, 4, 16, 64, 256, 1024, 4096].map { batch in
      row("batch", batch, setting, [784, 50, 10], batch: batch, threads)
    }
    cases += [1, 2, 5, 10, 20].map { depth in
      row("depth", depth, setting, [784] + Array(repeating: 256, count: depth) + [10], batch: 100, threads)
    }
    // 1, 2, 4, … and all of them.
    let counts = (0..<9).map { 1 << $0 }.filter { $0 < threads } + [threads]
    cases += counts.map { row("threads", $0, setting, [784, 50, 10], batch: 100, $0) }
    cases += counts.map { row("threads", $0, setting, [784, 1024, 1024, 10], batch: 128, $0) }
    return cases
  }

  @inline(never)
  private static func row(
    _ series: String, _ value: Int, _ setting: BenchmarkSetting, _ sizes: [Int], batch: Int, _ threads: Int
  ) -> BenchmarkCase {
    let depth = sizes.count - 2
    let hidden = depth > 2 ? "784-(\(sizes[1])×\(depth))-10" : sizes.map(String.init).joined(separator: "-")
    return BenchmarkCase(
      name: "growth \(series) \(value): \(hidden), batch \(batch)", scalar: .float, threads: threads,
      flops: FlopCount.step(sizes, batch: batch),
      details: [
        ("series", .string(series)), ("value", .integer(value)), ("hidden", .integer(sizes[1])),
        ("batch", .integer(batch)), ("depth", .integer(depth)),
      ]
    ) { stopwatch in
      let samples: SampleSet<Float> = try setting.data.testSamples()
      return .time(try StepTimer.measure(sizes, batch: batch, on: samples, seconds: 1, stopwatch))
    }
  }
}
