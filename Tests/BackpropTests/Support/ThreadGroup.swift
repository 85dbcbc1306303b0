import Backprop
import Foundation

/// Processes that train together, as threads of this one.
final class ThreadGroup: @unchecked Sendable {
  let size: Int
  private let condition = NSCondition()
  /// What ranks have given, by the number of the call.
  private var given: [Int: [Int: [UInt8]]] = [:]
  private var takers: [Int: Int] = [:]

  init(size: Int) { self.size = size }

  /// One rank's side of the group.
  final class Member: RankGroup {
    let group: ThreadGroup
    let rank: Int
    private var calls = 0

    init(_ group: ThreadGroup, rank: Int) { (self.group, self.rank) = (group, rank) }

    var size: Int { group.size }

    func beginSum<Scalar: TensorScalar>(_ numbers: UnsafeMutableBufferPointer<Scalar>) -> any PendingSum {
      calls += 1
      group.give(Array(UnsafeRawBufferPointer(numbers)), rank: rank, call: calls)
      return Sum(group: group, call: calls, numbers: numbers)
    }

    func gather(_ bytes: [UInt8]) -> [[UInt8]] {
      calls += 1
      group.give(bytes, rank: rank, call: calls)
      return group.all(call: calls)
    }
  }

  private struct Sum<Scalar: TensorScalar>: PendingSum {
    let group: ThreadGroup
    let call: Int
    let numbers: UnsafeMutableBufferPointer<Scalar>

    func wait() {
      var parts = group.all(call: call).map { bytes in
        bytes.withUnsafeBytes { Array($0.bindMemory(to: Scalar.self)) }
      }
      while parts.count > 1 {
        parts = stride(from: 0, to: parts.count, by: 2).map { zip(parts[$0], parts[$0 + 1]).map(+) }
      }
      for (index, number) in parts[0].enumerated() { numbers[index] = number }
    }
  }

  private func give(_ bytes: [UInt8], rank: Int, call: Int) {
    condition.lock()
    given[call, default: [:]][rank] = bytes
    condition.broadcast()
    condition.unlock()
  }

  private func all(call: Int) -> [[UInt8]] {
    condition.lock()
    defer { condition.unlock() }
    while given[call]?.count != size { condition.wait() }
    let all = (0..<size).map { given[call]?[$0] ?? [] }
    takers[call, default: 0] += 1
    if takers[call] == size { given[call] = nil }
    return all
  }

  /// Calls a function once for each rank, at the same time, and gives what they return.
  static func run<Result: Sendable>(
    _ size: Int, _ body: @escaping @Sendable (Member) throws -> Result
  ) throws -> [Result] {
    let group = ThreadGroup(size: size)
    let results = Results<Result>(count: size)
    let threads = (0..<size).map { rank in
      let thread = Thread { results[rank] = Swift.Result { try body(Member(group, rank: rank)) } }
      thread.stackSize = 1 << 24
      thread.start()
      return thread
    }
    while !threads.allSatisfy(\.isFinished) { usleep(200) }
    return try results.all.map { try $0.get() }
  }

  private final class Results<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Swift.Result<Value, any Error>?]
    init(count: Int) { values = Array(repeating: nil, count: count) }
    var all: [Swift.Result<Value, any Error>] { lock.withLock { values.compactMap { $0 } } }
    subscript(rank: Int) -> Swift.Result<Value, any Error>? {
      get { lock.withLock { values[rank] } }
      set { lock.withLock { values[rank] = newValue } }
    }
  }
}
