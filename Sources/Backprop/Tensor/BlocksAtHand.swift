#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Blocks of memory that one thread has given back and will take again before it asks the pool: of each size class a
/// few, the last first.
///
/// A struct that is only used through a pointer, so that nothing is counted.
struct BlocksAtHand: ~Copyable {
  /// The classes of blocks up to 1 MiB are kept; there are four for each power of two.
  private static let classCount = 4 * 20
  /// The most blocks of a class.
  private static let depth = 4
  /// The most bytes of all blocks together.
  private static let mostBytes = 4 << 20

  private let blocks = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: classCount * depth)
  private let counts = UnsafeMutablePointer<Int>.allocate(capacity: classCount)
  private var bytes = 0
  /// The storage of a value that is about to be computed anew, for whoever asks first for as much.
  var spare: TensorStorage?

  private init() { counts.initialize(repeating: 0, count: Self.classCount) }

  deinit {
    for index in 0..<Self.classCount {
      for i in 0..<counts[index] { blocks[index * Self.depth + i].deallocate() }
    }
    blocks.deallocate()
    counts.deallocate()
  }

  /// The spare storage, if it is of so many bytes.
  @inline(__always)
  mutating func takeSpare(_ capacity: Int) -> TensorStorage? {
    guard let spare, spare.blockBytes == capacity else { return nil }
    self.spare = nil
    return spare
  }

  /// A block of a size class of so many bytes, if there is one.
  mutating func take(_ index: Int, bytes capacity: Int) -> UnsafeMutableRawPointer? {
    guard index < Self.classCount, counts[index] > 0 else { return nil }
    counts[index] -= 1
    bytes -= capacity
    return blocks[index * Self.depth + counts[index]]
  }

  /// Keeps a block of a size class of so many bytes if there is room; says whether it did.
  mutating func give(_ block: UnsafeMutableRawPointer, _ index: Int, bytes capacity: Int) -> Bool {
    guard index < Self.classCount, counts[index] < Self.depth, bytes + capacity <= Self.mostBytes else {
      return false
    }
    blocks[index * Self.depth + counts[index]] = block
    counts[index] += 1
    bytes += capacity
    return true
  }

  /// Gives the blocks back to the system.
  mutating func removeAll() {
    for index in 0..<Self.classCount {
      for i in 0..<counts[index] { blocks[index * Self.depth + i].deallocate() }
      counts[index] = 0
    }
    bytes = 0
  }

  /// The calling thread's blocks; `nil` when the system has no room for more.
  static var ofThisThread: UnsafeMutablePointer<BlocksAtHand>? {
    guard let key else { return nil }
    if let known = pthread_getspecific(key) { return known.assumingMemoryBound(to: BlocksAtHand.self) }
    let made = UnsafeMutablePointer<BlocksAtHand>.allocate(capacity: 1)
    made.initialize(to: BlocksAtHand())
    guard pthread_setspecific(key, made) == 0 else {
      end(made)
      return nil
    }
    return made
  }

  private static func end(_ blocks: UnsafeMutableRawPointer?) {
    guard let blocks = blocks?.assumingMemoryBound(to: BlocksAtHand.self) else { return }
    blocks.deinitialize(count: 1)
    blocks.deallocate()
  }

  /// What a thread's blocks are found by; the system calls the function given here when a thread ends.
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    return pthread_key_create(&key) { BlocksAtHand.end($0) } == 0 ? key : nil
  }()
}
