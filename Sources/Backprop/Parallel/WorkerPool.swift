import CKernels
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The words of a closure, in C: a closure that doesn't escape can't be stored in Swift without a copy on the heap, which
/// would be the only memory that a loop asks for.
@_silgen_name("bp_closure_words")
private func closureWords(_ body: (Int) -> Void) -> (code: UnsafeRawPointer?, captured: UnsafeRawPointer?)

/// The threads that share the work of one loop at a time.
///
/// A loop's chunks are cut into shares, up to 64, each a bit of one word, and each thread first takes the shares that
/// are its own: those at the same place in every loop. In a training step they work on the same rows as in the step
/// before, which are still in that core's cache; fetching them from another core's costs more than the arithmetic.
/// A thread that is through with its own shares takes what others have left.
///
/// Between loops a worker spins for a moment, because the next loop of a training step follows within microseconds,
/// and then sleeps, because an idle program must not burn a core. A caller that finds the pool busy runs its loop
/// alone, and so does one whose workers have just kept it waiting: their cores are taken by another process.
final class WorkerPool: Sendable {
  /// What a thread must know to take part in a loop, together in one cache line: getting one from another core takes
  /// as long as thousands of multiply-adds.
  private struct Announcement: ~Copyable {
    /// A bit for each share of the current loop that nobody has taken yet. A thread that clears a bit owns the share,
    /// and until it is done the loop can't end; so whatever else it then reads belongs to the same loop.
    let open = Atomic<UInt64>(0)
    /// Counts loops, so that a worker sees that another one has begun.
    let loops = Atomic<Int>(0)
    let chunkCount = Atomic<Int>(0)
    /// The words of the loop's closure.
    let code = Atomic<UInt>(0)
    let captured = Atomic<UInt>(0)
  }

  nonisolated(unsafe) private let announcement: UnsafeMutablePointer<Announcement>
  /// The shares that aren't done, in a cache line of their own: the caller waits for it to become 0.
  nonisolated(unsafe) private let unfinished: UnsafeMutablePointer<Atomic<Int>>
  private let isBusy = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let running = Atomic<Int>(0)
  private let patience: Patience
  private let spins: Bool
  /// What sleeping workers wait for.
  private let bell = Monitor()

  /// The number of threads that work on a loop, the caller among them.
  let threadCount: Int

  init(threadCount: Int) {
    self.threadCount = Swift.max(threadCount, 1)
    // With more threads than cores, one that spins keeps another from working.
    spins = self.threadCount <= WorkerPool.coreCount
    patience = Patience(isLimited: spins)
    // Two lines at a time are fetched by some processors.
    let line = 128
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * line, alignment: line)
    announcement = memory.bindMemory(to: Announcement.self, capacity: 1)
    announcement.initialize(to: Announcement())
    unfinished = (memory + line).bindMemory(to: Atomic<Int>.self, capacity: 1)
    unfinished.initialize(to: Atomic(0))
    for number in 1..<self.threadCount { startWorker(number) }
  }

  deinit {
    unfinished.deinitialize(count: 1)
    announcement.deinitialize(count: 1)
    UnsafeMutableRawPointer(announcement).deallocate()
  }

  /// Ends the workers; loops that are called afterwards run in the calling thread.
  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    wakeAll()
    while running.load(ordering: .acquiring) > 0 { sched_yield() }
  }

  private func wakeAll() { bell.within { bell.signal() } }

  /// The processor cores that this program may use.
  static var coreCount: Int {
    // A program that is bound to some of the cores has only those.
    let bound = Int(bp_core_count())
    if bound > 0 { return bound }
    return Swift.max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
  }

  /// Calls `body` once for each chunk in `0 ..< chunks`, in any order and on any of the threads, and returns when
  /// all calls have returned.
  @inline(never)
  func run(chunks: Int, _ body: (Int) -> Void) {
    guard chunks > 1, threadCount > 1,
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else {
      for chunk in 0..<Swift.max(chunks, 0) { body(chunk) }
      return
    }
    defer { isBusy.store(false, ordering: .releasing) }
    guard patience.allowsHelp else {
      for chunk in 0..<chunks { body(chunk) }
      return
    }
    let start = patience.now
    // The closure stays where it is, on the caller's stack, until the wait below is over.
    let words = closureWords(body)
    // The caller has the first share, without asking for what the workers are after.
    let shares = Swift.min(chunks, UInt64.bitWidth)
    unfinished.pointee.store(shares - 1, ordering: .relaxed)
    announcement.pointee.chunkCount.store(chunks, ordering: .relaxed)
    announcement.pointee.code.store(UInt(bitPattern: words.code), ordering: .relaxed)
    announcement.pointee.captured.store(UInt(bitPattern: words.captured), ordering: .relaxed)
    announcement.pointee.open.store(WorkerPool.mask(1..<shares), ordering: .releasing)
    let loop = announcement.pointee.loops.load(ordering: .relaxed)
    announcement.pointee.loops.store(loop + 1, ordering: .releasing)
    // Without a fence, a worker that falls asleep in this moment may be missed. Then the others do its share.
    if sleepers.load(ordering: .relaxed) > 0 { wakeAll() }
    for chunk in 0..<chunks / shares { body(chunk) }
    if unfinished.pointee.load(ordering: .acquiring) > 0 { takeShares(thread: 0) }
    waitForOthers(since: start)
    // The compiler doesn't see that the workers use what the closure has captured: this keeps it until here.
    _ = closureWords(body)
  }

  /// Works on shares of the current loop, its own first, until none is open.
  private func takeShares(thread: Int) {
    var seen = announcement.pointee.open.load(ordering: .acquiring)
    while seen != 0 {
      let shares = Swift.min(announcement.pointee.chunkCount.load(ordering: .relaxed), UInt64.bitWidth)
      let own = seen & WorkerPool.mask(thread * shares / threadCount..<(thread + 1) * shares / threadCount)
      // From the far end of what belongs to others, where they come last.
      let share = own != 0 ? own.trailingZeroBitCount : UInt64.bitWidth - 1 - seen.leadingZeroBitCount
      let (exchanged, original) = announcement.pointee.open.compareExchange(
        expected: seen, desired: seen & ~(1 << UInt64(share)), ordering: .acquiringAndReleasing)
      guard exchanged else {
        seen = original
        continue
      }
      work(on: share)
      seen = announcement.pointee.open.load(ordering: .acquiring)
    }
  }

  private func work(on share: Int) {
    let chunks = announcement.pointee.chunkCount.load(ordering: .relaxed)
    let shares = Swift.min(chunks, UInt64.bitWidth)
    let body = bp_closure(
      code: UnsafeRawPointer(bitPattern: announcement.pointee.code.load(ordering: .relaxed)),
      captured: UnsafeRawPointer(bitPattern: announcement.pointee.captured.load(ordering: .relaxed)))
    for chunk in share * chunks / shares..<(share + 1) * chunks / shares { bp_closure_call(body, chunk) }
    unfinished.pointee.subtract(1, ordering: .releasing)
  }

  /// The bits of a range of shares.
  private static func mask(_ range: Range<Int>) -> UInt64 {
    guard !range.isEmpty else { return 0 }
    return (~0 >> UInt64(UInt64.bitWidth - range.count)) << UInt64(range.lowerBound)
  }

  private func waitForOthers(since start: Patience.Instant) {
    let waitStart = patience.now
    guard unfinished.pointee.load(ordering: .acquiring) > 0 else {
      return patience.note(worked: waitStart - start, waited: 0)
    }
    var waits = 0
    while unfinished.pointee.load(ordering: .acquiring) > 0 {
      waits += 1
      if waits < 2000 { bp_pause() } else { sched_yield() }
    }
    patience.note(worked: waitStart - start, waited: patience.now - waitStart)
  }

  /// What a new thread is told.
  private final class Start {
    let pool: WorkerPool
    let number: Int
    init(_ pool: WorkerPool, _ number: Int) {
      self.pool = pool
      self.number = number
    }
  }

  private func startWorker(_ number: Int) {
    running.add(1, ordering: .relaxed)
    let context = Unmanaged.passRetained(Start(self, number)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let result = pthread_create(&thread, nil, { WorkerPool.main($0) }, context)
    #else
      var thread = pthread_t()
      let result = pthread_create(&thread, nil, { WorkerPool.main($0!) }, context)
    #endif
    guard result == 0 else {
      // Too many threads for the system: the loops run with those there are.
      Unmanaged<Start>.fromOpaque(context).release()
      running.subtract(1, ordering: .relaxed)
      return
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
  }

  private static func main(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
    let pool = start.pool
    var lastLoop = 0
    while !pool.isStopped.load(ordering: .relaxed) {
      pool.waitForLoop(after: lastLoop)
      lastLoop = pool.announcement.pointee.loops.load(ordering: .acquiring)
      pool.takeShares(thread: start.number)
    }
    pool.running.subtract(1, ordering: .releasing)
    return nil
  }

  private func waitForLoop(after loop: Int) {
    var deadline: Patience.Instant?
    while spins {
      for _ in 0..<64 {
        if announcement.pointee.loops.load(ordering: .relaxed) != loop || isStopped.load(ordering: .relaxed) {
          return
        }
        bp_pause()
      }
      let now = patience.now
      if now >= deadline ?? now + Patience.longestSpin { break }
      deadline = deadline ?? now + Patience.longestSpin
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    bell.within {
      while announcement.pointee.loops.load(ordering: .sequentiallyConsistent) == loop
        && !isStopped.load(ordering: .relaxed)
      { bell.wait() }
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
  }
}
