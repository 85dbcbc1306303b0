import Backprop
import BackpropDrawing
import BackpropFiles

/// A type of number that something is measured in.
enum ScalarKind: String {
  case float
  case double
}

/// Something to measure: one row of the table.
struct BenchmarkCase {
  /// What is measured, the same on every machine.
  var name: String
  /// The type of number, where numbers are what it is about.
  var scalar: ScalarKind?
  /// How many threads it uses.
  var threads = 1
  /// Its floating-point operations, where they are what it is about; see ``FlopCount``.
  var flops: Double?
  /// What else a reader of the JSON may want to know.
  var details: [(name: String, value: JSONValue)] = []
  /// Whether it is measured where no filter asks for it.
  var isInFullRun = true
  /// Does it.
  var measure: (Stopwatch) throws -> Figure

  /// What a measurement finds.
  enum Figure {
    case time(Timing)
    case memory(bytes: Int)
  }

  /// What a filter is compared with.
  var label: String {
    "\(name) \(scalar?.rawValue ?? "") \(threads) \(threads == 1 ? "thread" : "threads")"
  }
}

/// A group of things to measure.
protocol BenchmarkSubject {
  /// Its rows.
  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase]
}

/// What all measurements of a run share.
struct BenchmarkSetting {
  /// How many threads to use where it isn't one.
  var threads: Int
  /// The images.
  var data: BenchmarkData
  /// The saved model that is measured instead of everything else.
  var model: BenchmarkModel?

  /// One thread and, where there are more, all.
  var threadCounts: [Int] { threads > 1 ? [1, threads] : [1] }
}
