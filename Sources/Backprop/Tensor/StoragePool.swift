#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory of tensors that are gone, kept for the next ones of about the same size.
///
/// A training step makes and drops the same tensors over and over. Handing their memory on spares the
/// operating system's page faults, which for large tensors cost more than the arithmetic. Each thread keeps some blocks
/// at hand: they need no lock, and what is left of them in the cache lies in the cache of the right core.
public enum StoragePool {
  /// What the pool has asked of the operating system and what it holds.
  public struct Statistics: Sendable, Equatable {
    /// Bytes ever taken from the system. Stands still while a training step is in its steady state.
    public var allocatedBytes = 0
    /// Bytes that wait for their next use, except those that threads keep at hand, up to 4 MiB each.
    public var idleBytes = 0
  }

  /// The pool's figures at this moment.
  public static var statistics: Statistics {
    state.withLock { $0.statistics }
  }

  /// Gives idle memory back to the system: all but what other threads keep at hand.
  public static func removeAll() {
    BlocksAtHand.ofThisThread?.pointee.removeAll()
    state.withLock { state in
      for list in state.idle.indices {
        for memory in state.idle[list] { memory.address.deallocate() }
        state.idle[list].removeAll()
      }
      state.statistics.idleBytes = 0
    }
  }

  /// Idle memory beyond this many bytes is given back rather than kept.
  static let idleLimit = 512 << 20

  private struct Memory: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
  }

  private struct State {
    var idle = [[Memory]](repeating: [], count: 4 * 64)
    var statistics = Statistics()
  }

  private static let state = Lock(State())

  /// The size class of a request and the bytes that the class holds: four classes for each power of two, so
  /// that at most a quarter is left over.
  private static func sizeClass(ofBytes bytes: Int) -> (index: Int, bytes: Int) {
    let needed = Swift.max(bytes, 1024)
    let exponent = Int.bitWidth - 1 - (needed - 1).leadingZeroBitCount
    let quarter = 1 << (exponent - 2)
    let quarters = (needed + quarter - 1) / quarter
    return (exponent * 4 + quarters - 5, quarters * quarter)
  }

  /// The bytes of a block for so many.
  static func capacity(forBytes bytes: Int) -> Int { sizeClass(ofBytes: bytes).bytes }

  /// Memory for at least `bytes` bytes, aligned to a cache line. Its contents are left from earlier uses.
  static func take(bytes: Int) -> (address: UnsafeMutableRawPointer, capacity: Int) {
    let (index, capacity) = sizeClass(ofBytes: bytes)
    if let address = BlocksAtHand.ofThisThread?.pointee.take(index, bytes: capacity) {
      return (address, capacity)
    }
    let reused: Memory? = state.withLock { state in
      guard let memory = state.idle[index].popLast() else {
        state.statistics.allocatedBytes += capacity
        return nil
      }
      state.statistics.idleBytes -= capacity
      return memory
    }
    return (reused?.address ?? newMemory(bytes: capacity), capacity)
  }

  /// Linux's huge pages have so many bytes on the processors that have them.
  private static let hugePage = 2 << 20

  /// Memory from the system, in huge pages where it is as large as one: walking through a matrix of some megabytes
  /// then misses the processor's table of addresses a few times instead of at every 4 KiB.
  private static func newMemory(bytes: Int) -> UnsafeMutableRawPointer {
    #if os(Linux)
      guard bytes >= hugePage else { return .allocate(byteCount: bytes, alignment: 64) }
      let address = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: hugePage)
      // A system without them refuses, and nothing is lost.
      madvise(address, bytes / hugePage * hugePage, hugePageAdvice)
      return address
    #else
      .allocate(byteCount: bytes, alignment: 64)
    #endif
  }

  #if os(Linux)
    /// `MADV_HUGEPAGE`, which not every C library names.
    private static let hugePageAdvice: Int32 = 14
  #endif

  /// Takes memory back that came from `take(bytes:)`.
  static func give(_ address: UnsafeMutableRawPointer, capacity: Int) {
    let (index, _) = sizeClass(ofBytes: capacity)
    if BlocksAtHand.ofThisThread?.pointee.give(address, index, bytes: capacity) == true { return }
    let memory = Memory(address: address)
    let isKept = state.withLock { state in
      guard state.statistics.idleBytes + capacity <= idleLimit else { return false }
      state.idle[index].append(memory)
      state.statistics.idleBytes += capacity
      return true
    }
    if !isKept { address.deallocate() }
  }
}
