import Backprop

/// The most multiply-adds that one core and all cores do: what the other rows' shares refer to.
enum PeakSubject: BenchmarkSubject {
  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    setting.threadCounts.flatMap { threads in
      [peak(Float.self, .float, threads), peak(Double.self, .double, threads)]
    }
  }

  /// How often each sum is added to in one job.
  private static let rounds = 100_000

  private static func peak<Scalar: TensorScalar>(
    _: Scalar.Type, _ kind: ScalarKind, _ threads: Int
  ) -> BenchmarkCase {
    let flops = Double(threads) * Scalar.fusedMultiplyAdds(rounds: 1) * Double(rounds)
    return BenchmarkCase(name: "multiply-adds at their peak", scalar: kind, threads: threads, flops: flops) {
      .time(measure(Scalar.self, $0))
    }
  }

  private static func measure<Scalar: TensorScalar>(_: Scalar.Type, _ stopwatch: Stopwatch) -> Timing {
    stopwatch.measure(seconds: 0.3) { _ = Scalar.fusedMultiplyAddsOnAllThreads(rounds: rounds) }
  }

  /// The peak of the threads in use now, in operations a second.
  static func flopsPerSecond(_ kind: ScalarKind, _ stopwatch: Stopwatch) -> Double {
    func peak<Scalar: TensorScalar>(_: Scalar.Type) -> Double {
      let flops = Double(Parallelism.threadCount) * Scalar.fusedMultiplyAdds(rounds: 1) * Double(rounds)
      return flops / measure(Scalar.self, stopwatch).best
    }
    return kind == .float ? peak(Float.self) : peak(Double.self)
  }
}
