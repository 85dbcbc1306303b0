import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The temporary files of this process that lie on a disk at this moment, so that a signal which ends the process can
/// take them along.
///
/// A signal's handler may neither lock nor allocate. So the paths stand in slots of fixed size that are made beforehand,
/// each with an atomic number that says whether its path is whole.
package enum PartFiles {
  private static let slotCount = 16
  /// The system takes no longer paths.
  private static let pathCapacity = 4096

  private static let free = 0
  private static let isFilled = 1
  private static let isWhole = 2

  private struct Slots: @unchecked Sendable {
    let states: UnsafeMutablePointer<Atomic<Int>>
    let paths: UnsafeMutablePointer<CChar>
  }

  private static let slots: Slots = {
    let states = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: slotCount)
    for slot in 0..<slotCount { (states + slot).initialize(to: Atomic(free)) }
    return Slots(states: states, paths: .allocate(capacity: slotCount * pathCapacity))
  }()

  /// Makes the slots, which must be there before a handler looks at them.
  package static func prepare() { _ = slots }

  /// Notes a file; returns the slot to be given to `remove`, or `nil` where all are taken.
  static func add(_ path: String) -> Int? {
    guard path.utf8.count < pathCapacity else { return nil }
    let slots = slots
    for slot in 0..<slotCount {
      let taken = slots.states[slot].compareExchange(
        expected: free, desired: isFilled, ordering: .acquiringAndReleasing)
      guard taken.exchanged else { continue }
      let start = slots.paths + slot * pathCapacity
      path.withCString { _ = strcpy(start, $0) }
      slots.states[slot].store(isWhole, ordering: .releasing)
      return slot
    }
    return nil
  }

  /// Forgets a file that has got its own name or is gone.
  static func remove(_ slot: Int?) {
    guard let slot else { return }
    slots.states[slot].store(free, ordering: .releasing)
  }

  /// Removes the files from their disks. May be called by a signal's handler once `prepare` was called.
  package static func unlinkAll() {
    let slots = slots
    for slot in 0..<slotCount where slots.states[slot].load(ordering: .acquiring) == isWhole {
      _ = unlink(slots.paths + slot * pathCapacity)
    }
  }
}
