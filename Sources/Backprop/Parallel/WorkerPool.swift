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
/// A loop is cut into chunks that the caller and the workers claim one by one, so a worker whose core is taken
/// by another process costs at most the chunk in its hands. Between loops a worker spins for a moment, because
/// the next loop of a training step follows within microseconds, and then sleeps, because an idle program must
/// not burn a core. A caller that finds the pool busy runs its loop alone.
final class WorkerPool: Sendable {
  typealias Body = (Int) -> Void

  /// Number of the current loop in the upper half, next unclaimed chunk in the lower half: a worker that comes
  /// late can't claim a chunk of a later loop by mistake. Between loops the lower half is full.
  private let claim = Atomic<UInt64>(WorkerPool.noChunk)
  private let chunkCount = Atomic<Int>(0)
  private let body = Atomic<UInt>(0)
  private let finished = Atomic<Int>(0)
  private let isBusy = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let running = Atomic<Int>(0)
  private let spins: Int
  private let bell = Bell()
  private static let noChunk: UInt64 = 0xFFFF_FFFF

  /// The number of threads that work on a loop, the caller among them.
  let threadCount: Int

  init(threadCount: Int) {
    self.threadCount = Swift.max(threadCount, 1)
    // With more threads than cores, one that spins keeps another from working.
    spins = self.threadCount <= WorkerPool.coreCount ? 20_000 : 0
    for _ in 1..<self.threadCount { startWorker() }
  }

  /// Ends the workers; loops that are called afterwards run in the calling thread.
  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    bell.ring()
    while running.load(ordering: .acquiring) > 0 { sched_yield() }
  }

  /// The processor cores that this program may use.
  static var coreCount: Int {
    Swift.max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
  }

  /// Calls `body` once for each chunk in `0 ..< chunks`, in any order and on any of the threads, and returns when
  /// all calls have returned.
  func run(chunks: Int, _ body: (Int) -> Void) {
    guard chunks > 1, threadCount > 1, chunks < Int(UInt32.max),
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else {
      for chunk in 0..<Swift.max(chunks, 0) { body(chunk) }
      return
    }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { pointer in
        finished.store(0, ordering: .relaxed)
        chunkCount.store(chunks, ordering: .relaxed)
        self.body.store(UInt(bitPattern: pointer), ordering: .relaxed)
        let loop = ((claim.load(ordering: .relaxed) >> 32) + 1) & 0xFFFF_FFFF
        claim.store(loop << 32, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { bell.ring() }
        while let chunk = claimChunk() {
          body(chunk)
          finished.add(1, ordering: .releasing)
        }
        var waited = 0
        while finished.load(ordering: .acquiring) < chunks {
          waited += 1
          if waited < 2000 { bp_pause() } else { sched_yield() }
        }
        claim.store(loop << 32 | WorkerPool.noChunk, ordering: .releasing)
      }
    }
    isBusy.store(false, ordering: .releasing)
  }

  /// The next chunk of the current loop, or `nil` when all are claimed.
  private func claimChunk() -> Int? {
    var seen = claim.load(ordering: .acquiring)
    while true {
      let chunk = Int(seen & 0xFFFF_FFFF)
      guard chunk < chunkCount.load(ordering: .relaxed) else { return nil }
      let (exchanged, original) = claim.compareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      if exchanged { return chunk }
      seen = original
    }
  }

  private func startWorker() {
    running.add(1, ordering: .relaxed)
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let result = pthread_create(&thread, nil, { WorkerPool.main($0) }, context)
    #else
      var thread = pthread_t()
      let result = pthread_create(&thread, nil, { WorkerPool.main($0!) }, context)
    #endif
    guard result == 0 else {
      // Too many threads for the system: the loops run with those there are.
      Unmanaged<WorkerPool>.fromOpaque(context).release()
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
    let pool = Unmanaged<WorkerPool>.fromOpaque(context).takeRetainedValue()
    pool.work()
    pool.running.subtract(1, ordering: .releasing)
    return nil
  }

  private func work() {
    var lastLoop: UInt64 = 0
    while !isStopped.load(ordering: .relaxed) {
      waitForLoop(after: lastLoop)
      lastLoop = claim.load(ordering: .acquiring) >> 32
      // The chunk is claimed before the body is called, and the caller stays until every claimed chunk is
      // finished: the body's address is that of the claimed loop.
      while let chunk = claimChunk() {
        guard let pointer = UnsafePointer<Body>(bitPattern: body.load(ordering: .relaxed)) else { break }
        pointer.pointee(chunk)
        finished.add(1, ordering: .releasing)
      }
    }
  }

  private func waitForLoop(after loop: UInt64) {
    for _ in 0..<spins {
      if claim.load(ordering: .relaxed) >> 32 != loop || isStopped.load(ordering: .relaxed) { return }
      bp_pause()
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    bell.wait {
      claim.load(ordering: .sequentiallyConsistent) >> 32 == loop && !isStopped.load(ordering: .relaxed)
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
