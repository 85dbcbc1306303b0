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
  /// How many loops are looked at together for waits that are short, but as long as the work in between: then the
  /// workers don't help.
  private static let window = 64
  private static let shortestSolo: Instant = 5_000_000
  private static let longestSolo: Instant = 160_000_000

  private let isLimited: Bool
  private let solo = Atomic<UInt64>(shortestSolo)
  private let soloEnd = Atomic<UInt64>(0)
  private let loops = Atomic<Int>(0)
  private let worked = Atomic<UInt64>(0)
  private let waited = Atomic<UInt64>(0)

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

  /// Takes note of a loop of whose time the caller worked, and then waited for the others, so many nanoseconds.
  ///
  /// Only one thread at a time calls this.
  func note(worked: UInt64, waited: UInt64) {
    guard isLimited else { return }
    if waited > Swift.max(Self.longestWait, 2 * worked) { return continueAlone() }
    let (allWorked, allWaited) = (
      self.worked.load(ordering: .relaxed) + worked, self.waited.load(ordering: .relaxed) + waited
    )
    let count = loops.load(ordering: .relaxed) + 1
    guard count >= Self.window else {
      store(loops: count, worked: allWorked, waited: allWaited)
      return
    }
    if allWaited > allWorked - allWorked / 4 { return continueAlone() }
    // Help has come without delay for a while.
    store(loops: 0, worked: 0, waited: 0)
    if soloEnd.load(ordering: .relaxed) != 0 {
      soloEnd.store(0, ordering: .relaxed)
      solo.store(Self.shortestSolo, ordering: .relaxed)
    }
  }

  private func continueAlone() {
    let length = solo.load(ordering: .relaxed)
    soloEnd.store(now + length, ordering: .relaxed)
    solo.store(Swift.min(2 * length, Self.longestSolo), ordering: .relaxed)
    store(loops: 0, worked: 0, waited: 0)
  }

  private func store(loops: Int, worked: UInt64, waited: UInt64) {
    self.loops.store(loops, ordering: .relaxed)
    self.worked.store(worked, ordering: .relaxed)
    self.waited.store(waited, ordering: .relaxed)
  }
}
