/// How many threads the package's loops use.
///
/// Results have the same bits for any number: work is divided over the elements of a result, and over the terms of a
/// sum only where the sum is defined as one of two halves.
public enum Parallelism {
  private static let pool = Lock(WorkerPool(threadCount: WorkerPool.coreCount))

  /// The number of threads, the calling one among them; at first the number of processor cores.
  ///
  /// At least 1 and at most 256. Set it while no computation is running.
  public static var threadCount: Int {
    get { current.threadCount }
    set {
      require(
        (1...maximalThreadCount).contains(newValue),
        "the number of threads must be from 1 to \(maximalThreadCount), not \(newValue)")
      let old: WorkerPool? = pool.withLock { pool in
        guard pool.threadCount != newValue else { return nil }
        let old = pool
        pool = WorkerPool(threadCount: newValue)
        return old
      }
      old?.stop()
    }
  }

  /// The largest number of threads that may be asked for.
  public static let maximalThreadCount = 256

  private static var current: WorkerPool { pool.withLock { $0 } }

  /// Calls `body` once for each chunk, on all threads, and returns when all calls have returned.
  static func forEachChunk(_ chunks: Int, _ body: (Int) -> Void) {
    guard chunks > 1 else {
      if chunks == 1 { body(0) }
      return
    }
    current.run(chunks: chunks, body)
  }
}
