import Foundation
import Testing

@testable import Backprop

@Suite("The worker threads")
struct ParallelTests {
  /// How often each chunk of a loop was called.
  private final class Calls: Sendable {
    private let counts: Lock<[Int]>
    init(_ chunks: Int) { counts = Lock(Array(repeating: 0, count: chunks)) }
    func add(_ chunk: Int) { counts.withLock { $0[chunk] += 1 } }
    var areOnceEach: Bool { counts.withLock { $0.allSatisfy { $0 == 1 } } }
  }

  @Test("call each chunk exactly once, in loop after loop", arguments: [1, 2, 3, 8])
  func exactlyOnce(_ threads: Int) {
    let pool = WorkerPool(threadCount: threads)
    #expect(pool.threadCount == threads)
    for loop in 0..<400 {
      let calls = Calls(loop % 41)
      pool.run(chunks: loop % 41) { calls.add($0) }
      #expect(calls.areOnceEach, "loop \(loop)")
    }
    pool.stop()
    let calls = Calls(9)
    pool.run(chunks: 9) { calls.add($0) }
    #expect(calls.areOnceEach, "after the end of the workers the caller does it all")
  }

  @Test("call each chunk of loops within loops exactly once", arguments: [1, 2, 3, 8])
  func nested(_ threads: Int) {
    let pool = WorkerPool(threadCount: threads)
    for _ in 0..<20 {
      let outer = Calls(7)
      let inner = Calls(7 * 5)
      pool.run(chunks: 7) { chunk in
        outer.add(chunk)
        pool.run(chunks: 5) { inner.add(chunk * 5 + $0) }
      }
      #expect(outer.areOnceEach && inner.areOnceEach)
    }
    pool.stop()
  }

  @Test("serve several threads at once", arguments: [1, 2, 3])
  func severalCallers(_ threads: Int) {
    let pool = WorkerPool(threadCount: threads)
    let wrongLoops = Lock(0)
    onThreads(4) { number in
      for loop in 0..<100 {
        let calls = Calls(1 + (number + loop) % 13)
        pool.run(chunks: 1 + (number + loop) % 13) { calls.add($0) }
        if !calls.areOnceEach { wrongLoops.withLock { $0 += 1 } }
      }
    }
    #expect(wrongLoops.withLock { $0 } == 0)
    pool.stop()
  }

  @Test("end when they are stopped, however many loops they had", arguments: [2, 8])
  func stopping(_ threads: Int) {
    for loops in 0..<20 {
      let pool = WorkerPool(threadCount: threads)
      let calls = Calls(loops)
      pool.run(chunks: loops) { calls.add($0) }
      // Returns only when every worker has ended.
      pool.stop()
      #expect(calls.areOnceEach)
    }
  }

  @Test("can be changed in number between computations")
  func changingNumber() async {
    await #expect(processExitsWith: .success) {
      let a = Tensor<Double>(shape: [90, 100], (0..<9000).map { Double($0 % 17) - 8 })
      let b = Tensor<Double>(shape: [100, 110], (0..<11000).map { Double($0 % 13) - 6 })
      let expected = a.matmul(b)
      for threads in [1, 2, 3, 8, 2, 64, 1, 256, 2] {
        Parallelism.threadCount = threads
        precondition(Parallelism.threadCount == threads)
        for _ in 0..<3 { precondition(a.matmul(b) == expected) }
        let counts = Lock([Int](repeating: 0, count: 50))
        Parallelism.forEachChunk(50) { chunk in counts.withLock { $0[chunk] += 1 } }
        precondition(counts.withLock { $0 } == Array(repeating: 1, count: 50))
      }
    }
  }

  @Test("give several computations at once the results they have alone")
  func computations() {
    let a = Tensor<Double>(shape: [90, 100], (0..<9000).map { Double($0 % 17) - 8 })
    let b = Tensor<Double>(shape: [100, 110], (0..<11000).map { Double($0 % 13) - 6 })
    let expected = a.matmul(b)
    let wrong = Lock(0)
    onThreads(4) { _ in
      for _ in 0..<5 where a.matmul(b) != expected { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test(
    "call a parameter's elements once each, with a copy that no other thread uses, however many copies there are",
    arguments: [1, 2, 3, 8, 100])
  func elements(_ copies: Int) {
    let users = (0..<copies).map { _ in Lock(0) }
    let shared = Lock(0)
    for count in [0, 1, 2, 15, 16, 17, 100, 1000] {
      let calls = Calls(count)
      forEachElement(of: count, users) { user, element in
        if user.withLock({
          $0 += 1; return $0
        }) > 1 {
          shared.withLock { $0 += 1 }
        }
        calls.add(element)
        // Long enough for the workers to come.
        if count <= 100 { Thread.sleep(forTimeInterval: 1e-4) }
        user.withLock { $0 -= 1 }
      }
      #expect(calls.areOnceEach, "\(count) elements")
    }
    #expect(shared.withLock { $0 } == 0)
  }

  @Test("start as many as there are cores")
  func defaultNumber() async {
    await #expect(processExitsWith: .success) {
      precondition(Parallelism.threadCount == WorkerPool.coreCount)
    }
  }
}
