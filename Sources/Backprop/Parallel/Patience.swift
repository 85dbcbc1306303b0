import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How long threads wait for each other, and when a caller goes on without help.
///
/// A worker whose core is taken by another process holds its share until the system runs it again, milliseconds
/// later, and the caller waits all the while. After such a wait the caller works alone for a time, which doubles with
/// each further wait: a busy machine is then as fast as with one thread, and one that becomes free is found out.
final class Patience: Sendable {
  /// Nanoseconds of a clock that never goes back.
  typealias Instant = UInt64

  /// How long an idle worker spins before it sleeps, in nanoseconds.
  static let longestSpin: Instant = 100_000
  /// A wait for others that is longer than this, in nanoseconds, and than twice the caller's own work, is no
  /// difference in speed but a core that is taken.
  private static let longestWait: Instant = 200_000
  private static let shortestSolo: Instant = 5_000_000
  private static let longestSolo: Instant = 160_000_000

  private let isLimited: Bool
  private let solo = Atomic<UInt64>(shortestSolo)
  private let soloEnd = Atomic<UInt64>(0)

  /// - Parameter isLimited: whether there are cores enough for all threads; where there aren't, waiting is nothing
  ///   unusual.
  init(isLimited: Bool) { self.isLimited = isLimited }

  /// The present time.
  var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Whether the caller should share its loop with the workers.
  var allowsHelp: Bool {
    let end = soloEnd.load(ordering: .relaxed)
    return end == 0 || now >= end
  }

  /// Takes note of a loop whose caller had to wait from `waitStart` until now for the others.
  func note(loopStart: Instant, waitStart: Instant) {
    guard isLimited else { return }
    let now = now
    if now - waitStart > Swift.max(Self.longestWait, 2 * (waitStart - loopStart)) {
      let length = solo.load(ordering: .relaxed)
      soloEnd.store(now + length, ordering: .relaxed)
      solo.store(Swift.min(2 * length, Self.longestSolo), ordering: .relaxed)
    } else if soloEnd.load(ordering: .relaxed) != 0,
      now > soloEnd.load(ordering: .relaxed) + Self.shortestSolo
    {
      // Help has come without delay for a while.
      soloEnd.store(0, ordering: .relaxed)
      solo.store(Self.shortestSolo, ordering: .relaxed)
    }
  }
}
