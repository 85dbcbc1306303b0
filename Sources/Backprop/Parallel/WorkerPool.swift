import CKernels
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
  typealias Body = (Int) -> Void

  /// A bit for each share of the current loop that nobody has taken yet. A thread that clears a bit owns the share,
  /// and until it is done the loop can't end; so whatever else it then reads belongs to the same loop.
  private let open = Atomic<UInt64>(0)
  /// Counts loops, so that a worker sees that another one has begun.
  private let loops = Atomic<Int>(0)
  private let unfinished = Atomic<Int>(0)
  private let chunkCount = Atomic<Int>(0)
  private let body = Atomic<UInt>(0)
  private let isBusy = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let running = Atomic<Int>(0)
  private let patience: Patience
  private let spins: Bool
  private let bell = Bell()

  /// The number of threads that work on a loop, the caller among them.
  let threadCount: Int

  init(threadCount: Int) {
    self.threadCount = Swift.max(threadCount, 1)
    // With more threads than cores, one that spins keeps another from working.
    spins = self.threadCount <= WorkerPool.coreCount
    patience = Patience(isLimited: spins)
    for number in 1..<self.threadCount { startWorker(number) }
  }

  /// Ends the workers; loops that are called afterwards run in the calling thread.
  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    bell.ring()
    while running.load(ordering: .acquiring) > 0 { sched_yield() }
  }

  /// The processor cores that this program may use.
  static var coreCount: Int {
    // A program that is bound to some of the cores has only those.
    let bound = Int(bp_core_count())
    if bound > 0 { return bound }
    return Swift.max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
  }

  /// Calls `body` once for each chunk in `0 ..< chunks`, in any order and on any of the threads, and returns when
  /// all calls have returned.
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
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { pointer in
        let shares = Swift.min(chunks, UInt64.bitWidth)
        unfinished.store(shares, ordering: .relaxed)
        chunkCount.store(chunks, ordering: .relaxed)
        self.body.store(UInt(bitPattern: pointer), ordering: .relaxed)
        open.store(~0 >> UInt64(UInt64.bitWidth - shares), ordering: .releasing)
        loops.add(1, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { bell.ring() }
        let start = patience.now
        takeShares(thread: 0)
        waitForOthers(since: start)
      }
    }
  }

  /// Works on shares of the current loop, its own first, until none is open.
  private func takeShares(thread: Int) {
    var seen = open.load(ordering: .acquiring)
    while seen != 0 {
      let shares = Swift.min(chunkCount.load(ordering: .relaxed), UInt64.bitWidth)
      let own = seen & WorkerPool.mask(thread * shares / threadCount..<(thread + 1) * shares / threadCount)
      // From the far end of what belongs to others, where they come last.
      let share = own != 0 ? own.trailingZeroBitCount : UInt64.bitWidth - 1 - seen.leadingZeroBitCount
      let (exchanged, original) = open.compareExchange(
        expected: seen, desired: seen & ~(1 << UInt64(share)), ordering: .acquiringAndReleasing)
      guard exchanged else {
        seen = original
        continue
      }
      work(on: share)
      seen = open.load(ordering: .acquiring)
    }
  }

  private func work(on share: Int) {
    let chunks = chunkCount.load(ordering: .relaxed)
    let shares = Swift.min(chunks, UInt64.bitWidth)
    if let body = UnsafePointer<Body>(bitPattern: body.load(ordering: .relaxed)) {
      for chunk in share * chunks / shares..<(share + 1) * chunks / shares { body.pointee(chunk) }
    }
    unfinished.subtract(1, ordering: .releasing)
  }

  /// The bits of a range of shares.
  private static func mask(_ range: Range<Int>) -> UInt64 {
    guard !range.isEmpty else { return 0 }
    return (~0 >> UInt64(UInt64.bitWidth - range.count)) << UInt64(range.lowerBound)
  }

  private func waitForOthers(since start: Patience.Instant) {
    let waitStart = patience.now
    guard unfinished.load(ordering: .acquiring) > 0 else {
      return patience.note(worked: waitStart - start, waited: 0)
    }
    var waits = 0
    while unfinished.load(ordering: .acquiring) > 0 {
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
      lastLoop = pool.loops.load(ordering: .acquiring)
      pool.takeShares(thread: start.number)
    }
    pool.running.subtract(1, ordering: .releasing)
    return nil
  }

  private func waitForLoop(after loop: Int) {
    var deadline: Patience.Instant?
    while spins {
      for _ in 0..<64 {
        if loops.load(ordering: .relaxed) != loop || isStopped.load(ordering: .relaxed) { return }
        bp_pause()
      }
      let now = patience.now
      if now >= deadline ?? now + Patience.longestSpin { break }
      deadline = deadline ?? now + Patience.longestSpin
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    bell.wait {
      loops.load(ordering: .sequentiallyConsistent) == loop && !isStopped.load(ordering: .relaxed)
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
  }
}

/// What sleeping workers wait for: a mutex and a condition variable.
private final class Bell: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Wakes all that wait.
  func ring() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Sleeps as long as a condition holds; it is looked at again whenever the bell rings.
  func wait(while condition: () -> Bool) {
    pthread_mutex_lock(mutex)
    while condition() { pthread_cond_wait(self.condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
