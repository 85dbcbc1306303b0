import BackpropFiles
import Dispatch

/// How long a transfer may take, in all and for its parts.
struct TransferLimits: Sendable {
  /// How many seconds a mirror has until its answer begins.
  var connectionTime: Double
  /// How many seconds a transfer may pause.
  var stallTime: Double
  /// How many bytes a second must come on the average over a span of time.
  var leastSpeed: Double
  /// The seconds of such a span.
  var speedTimeSpan: Double
  /// The seconds that all transfers together have, and when they end.
  var totalTime: Double
  var end: DispatchTime

  /// The limits that options ask for, from now on.
  init(_ options: DownloadOptions) {
    connectionTime = options.connectionTimeLimit
    stallTime = options.stallTimeLimit
    leastSpeed = options.leastSpeed
    speedTimeSpan = options.speedTimeSpan
    totalTime = options.totalTimeLimit
    end = .now() + options.totalTimeLimit
  }
}

/// The speed of a transfer in the present span of time.
///
/// Speeds are means over whole spans, so that a short pause, or a mirror that begins slowly, does no harm.
struct TransferPace {
  /// When the present span is over.
  private(set) var end: DispatchTime
  private let limits: TransferLimits
  private var count = 0

  init(_ limits: TransferLimits) {
    self.limits = limits
    end = Self.nextEnd(limits)
  }

  /// When a span that begins now is over: never, where any speed will do.
  private static func nextEnd(_ limits: TransferLimits) -> DispatchTime {
    limits.leastSpeed > 0 && limits.speedTimeSpan > 0 ? .now() + limits.speedTimeSpan : .distantFuture
  }

  mutating func add(_ byteCount: Int) { count += byteCount }

  /// Begins a new span where one is over; returns what is wrong where too little came in the one before.
  mutating func fault() -> String? {
    guard DispatchTime.now() >= end else { return nil }
    let least = limits.leastSpeed * limits.speedTimeSpan
    guard Double(count) >= least else {
      return "it is too slow: \(Wording.bytes(count)) in \(Wording.seconds(limits.speedTimeSpan)), "
        + "less than \(Wording.plain(limits.leastSpeed)) bytes a second"
    }
    count = 0
    end = Self.nextEnd(limits)
    return nil
  }
}
