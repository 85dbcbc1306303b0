import Backprop
import BackpropDrawing
import BackpropFiles

/// A measured row with what follows from it.
struct BenchmarkRow {
  var measured: BenchmarkCase
  var figure: BenchmarkCase.Figure
  /// The measured peak of the threads used, in operations a second, where operations are counted.
  var peak: Double?

  /// Operations a second at the best time, as the peak is one.
  var flopsPerSecond: Double? {
    guard case .time(let timing) = figure, let flops = measured.flops, timing.best > 0 else { return nil }
    return flops / timing.best
  }

  /// The share of the peak that this is.
  var shareOfPeak: Double? {
    guard let flopsPerSecond, let peak, peak > 0 else { return nil }
    return flopsPerSecond / peak
  }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("event", .string("row")), ("name", .string(measured.name)),
      ("type", measured.scalar.map { .string($0.rawValue) } ?? .null),
      ("threads", .integer(measured.threads)),
    ]
    members += measured.details.map { ($0.name, $0.value) }
    switch figure {
    case .time(let timing):
      members += [
        ("best_seconds", .number(timing.best)), ("median_seconds", .number(timing.median)),
        ("samples", .integer(timing.samples)), ("flops", measured.flops.map(JSONValue.number) ?? .null),
        ("gflops", flopsPerSecond.map { .number($0 / 1e9) } ?? .null),
        ("share_of_peak", shareOfPeak.map(JSONValue.number) ?? .null),
      ]
    case .memory(let bytes): members.append(("bytes", .integer(bytes)))
    }
    return .object(members)
  }

  /// The row's cells under the table's headings.
  var cells: [String] {
    let start = [measured.name, measured.scalar?.rawValue ?? "", "\(measured.threads)"]
    switch figure {
    case .memory(let bytes): return start + ["\((Double(bytes) / 1e6).fixed(0)) MB", "", "", "", ""]
    case .time(let timing):
      return start + [
        BenchmarkTable.time(timing.best), BenchmarkTable.time(timing.median),
        measured.flops.map { NumberText.threeDigits($0 / 1e6) } ?? "",
        flopsPerSecond.map { NumberText.threeDigits($0 / 1e9) } ?? "",
        shareOfPeak.map { "\(($0 * 100).fixed(0)) %" } ?? "",
      ]
    }
  }
}

/// The table for people, whose rows are printed as they come.
enum BenchmarkTable {
  static let headings = ["", "type", "threads", "best", "median", "MFLOP", "GFLOP/s", "of peak"]
  private static let widths = [58, 8, 7, 9, 9, 9, 8, 7]

  /// A line of the table: the first two columns to the left, numbers to the right.
  static func line(_ cells: [String]) -> String {
    var line = ""
    for (position, (cell, width)) in zip(cells, widths).enumerated() {
      let padding = String(repeating: " ", count: max(0, width - cell.count))
      line += position < 2 ? cell + padding : " " + padding + cell
    }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// A time in seconds with the unit that suits it.
  static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<1e-6: "\(NumberText.threeDigits(seconds * 1e9)) ns"
    case ..<1e-3: "\(NumberText.threeDigits(seconds * 1e6)) µs"
    case ..<1: "\(NumberText.threeDigits(seconds * 1e3)) ms"
    default: "\(NumberText.threeDigits(seconds)) s"
    }
  }
}
