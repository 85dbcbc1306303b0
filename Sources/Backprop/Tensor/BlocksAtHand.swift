#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Blocks of memory that one thread has given back and will take again before it asks the pool: of each size class a
/// few, the last first.
final class BlocksAtHand {
  /// The classes of blocks up to this many bytes are kept; there are four for each power of two.
  private static let largestBlock = 1 << 20
  private static let classCount = 4 * 20
  /// The most blocks of a class.
  private static let depth = 4
  /// The most bytes of all blocks together.
  private static let mostBytes = 4 << 20

  private let blocks = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: classCount * depth)
  private let counts = UnsafeMutablePointer<Int>.allocate(capacity: classCount)

  private var bytes = 0

  private init() { counts.initialize(repeating: 0, count: Self.classCount) }

  deinit {
    removeAll()
    blocks.deallocate()
    counts.deallocate()
  }

  /// A block of a size class of so many bytes, if there is one.
  func take(_ index: Int, bytes capacity: Int) -> UnsafeMutableRawPointer? {
    guard index < Self.classCount, counts[index] > 0 else { return nil }
    counts[index] -= 1
    bytes -= capacity
    return blocks[index * Self.depth + counts[index]]
  }

  /// Keeps a block of a size class of so many bytes if there is room; says whether it did.
  func give(_ block: UnsafeMutableRawPointer, _ index: Int, bytes capacity: Int) -> Bool {
    guard index < Self.classCount, counts[index] < Self.depth, bytes + capacity <= Self.mostBytes else {
      return false
    }
    blocks[index * Self.depth + counts[index]] = block
    counts[index] += 1
    bytes += capacity
    return true
  }

  /// Gives the blocks back to the system.
  func removeAll() {
    for index in 0..<Self.classCount {
      for i in 0..<counts[index] { blocks[index * Self.depth + i].deallocate() }
      counts[index] = 0
    }
    bytes = 0
  }

  /// The calling thread's blocks; `nil` when it is about to end or the system has no room for more.
  static var ofThisThread: BlocksAtHand? {
    guard let key else { return nil }
    if let known = pthread_getspecific(key) {
      return Unmanaged<BlocksAtHand>.fromOpaque(known).takeUnretainedValue()
    }
    let made = Unmanaged.passRetained(BlocksAtHand())
    guard pthread_setspecific(key, made.toOpaque()) == 0 else {
      made.release()
      return nil
    }
    return made.takeUnretainedValue()
  }

  /// What a thread's blocks are found by; the system calls the function given here when a thread ends.
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    let failure = pthread_key_create(&key) { blocks in
      #if canImport(Darwin)
        Unmanaged<BlocksAtHand>.fromOpaque(blocks).release()
      #else
        if let blocks { Unmanaged<BlocksAtHand>.fromOpaque(blocks).release() }
      #endif
    }
    return failure == 0 ? key : nil
  }()
}
