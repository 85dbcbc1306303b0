import CMPI

/// Something that goes on between processes. The thread that talks to MPI begins it, and looks after it until it is over.
class Transfer {
  /// Whether it is over; changed and read within the monitor.
  fileprivate(set) var isOver = false
  fileprivate let action: OpaquePointer? = bp_mpi_action_make()

  deinit { bp_mpi_action_free(action) }

  /// Begins it.
  func begin() throws(CommunicationError) {}

  /// Goes on with it as far as that is possible at once; says whether it is over.
  func advance() throws(CommunicationError) -> Bool { true }

  /// Called within the monitor once it is over.
  func end() { isOver = true }

  /// Calls a function of MPI's, which may leave a message.
  fileprivate func calling(
    _ body: (_ action: OpaquePointer, _ message: UnsafeMutablePointer<CChar>) -> Int32
  ) throws(CommunicationError) -> Int32 {
    guard let action else { throw CommunicationError("there is no memory for a message to another process") }
    var message = [CChar](repeating: 0, count: Int(BP_MPI_MESSAGE_SIZE))
    let result = message.withUnsafeMutableBufferPointer { message in
      message.baseAddress.map { body(action, $0) } ?? -1
    }
    guard result >= 0 else { throw CommunicationError(text(message)) }
    return result
  }

  fileprivate func starting(
    _ body: (_ action: OpaquePointer, _ message: UnsafeMutablePointer<CChar>) -> Int32
  ) throws(CommunicationError) {
    // A function that starts something returns 1 where it fails.
    _ = try calling { -body($0, $1) }
  }

  fileprivate func isActionOver() throws(CommunicationError) -> Bool {
    try calling { bp_mpi_is_over($0, $1) } == 1
  }
}

/// The text of a message from C.
func text(_ message: [CChar]) -> String {
  String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Numbers that are added over all ranks by recursive doubling: in round k each exchanges its sum so far with the rank whose
/// number differs in bit k, and both add the lower one's to the higher one's.
final class SumTransfer: Transfer {
  /// The type of the numbers.
  enum Kind {
    case float, double
  }

  /// What a message has at most, so that one is added while the next is on its way, and from the cache.
  static let largest = 1 << 18

  private let numbers: UnsafeMutableRawPointer
  private let byteCount: Int
  private let kind: Kind
  private let rank: Int
  private let size: Int
  private let number: Int
  /// Where the other's numbers come to, `largest` bytes; the thread that talks to MPI lends it.
  var received: UnsafeMutableRawPointer?
  private var round = 0

  /// - Parameter number: the number of the sum among all, which tells its messages from others'.
  init(_ numbers: UnsafeMutableRawBufferPointer, _ kind: Kind, rank: Int, size: Int, number: Int) {
    // Never empty: its caller sees to that.
    self.numbers = numbers.baseAddress ?? UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
    byteCount = numbers.count
    (self.kind, self.rank, self.size, self.number) = (kind, rank, size, number)
  }

  private var partner: Int { rank ^ (1 << round) }

  override func begin() throws(CommunicationError) {
    guard 1 << round < size, let received else { return }
    // 2,000 sums of up to 16 rounds have tags of their own, and far fewer go on at the same time.
    let tag = Int32(number % 2000 * 16 + round)
    let (sent, count, other) = (numbers, byteCount, Int32(partner))
    try starting { bp_mpi_exchange($0, sent, received, count, other, tag, $1) }
  }

  override func advance() throws(CommunicationError) -> Bool {
    while 1 << round < size {
      guard try isActionOver() else { return false }
      add()
      round += 1
      try begin()
    }
    return true
  }

  private func add() {
    guard let received else { return }
    let isLower = rank < partner
    switch kind {
    case .float:
      let own = numbers.assumingMemoryBound(to: Float.self)
      let other = received.assumingMemoryBound(to: Float.self)
      let count = byteCount / MemoryLayout<Float>.stride
      if isLower { bp_mpi_add_floats(own, other, count) } else { bp_mpi_add_floats_up(other, own, count) }
    case .double:
      let own = numbers.assumingMemoryBound(to: Double.self)
      let other = received.assumingMemoryBound(to: Double.self)
      let count = byteCount / MemoryLayout<Double>.stride
      if isLower { bp_mpi_add_doubles(own, other, count) } else { bp_mpi_add_doubles_up(other, own, count) }
    }
  }
}

/// Bytes of all ranks, as many as each likes, that all of them get.
final class GatherTransfer: Transfer {
  private let rank: Int
  private let size: Int
  /// What has come so far, by ranks.
  private(set) var all: [[UInt8]]
  private var sentCount = 0
  private var isSliceUnderWay = false
  /// The memory that MPI reads and writes while a transfer goes on.
  private let sent: UnsafeMutablePointer<UInt8>
  private var slice: UnsafeMutablePointer<UInt8>?
  private let lengths: UnsafeMutablePointer<Int64>
  private let sliceMemory: UnsafeMutablePointer<Int32>

  init(_ bytes: [UInt8], rank: Int, size: Int) {
    (self.rank, self.size) = (rank, size)
    all = Array(repeating: [], count: size)
    sent = .allocate(capacity: Swift.max(bytes.count, 1))
    sent.initialize(repeating: 0, count: Swift.max(bytes.count, 1))
    sent.update(from: bytes, count: bytes.count)
    // All lengths, of 64 bits since MPI's counts end at 2 GiB, and one's own.
    lengths = .allocate(capacity: size + 1)
    lengths.initialize(repeating: Int64(bytes.count), count: size + 1)
    // The counts and places of a slice.
    sliceMemory = .allocate(capacity: 2 * size)
    sliceMemory.initialize(repeating: 0, count: 2 * size)
  }

  deinit {
    sent.deallocate()
    slice?.deallocate()
    lengths.deallocate()
    sliceMemory.deallocate()
  }

  override func begin() throws(CommunicationError) {
    let (own, all) = (lengths + size, lengths)
    try starting { bp_mpi_gather_counts($0, own, all, $1) }
  }

  override func advance() throws(CommunicationError) -> Bool {
    while true {
      guard try isActionOver() else { return false }
      if isSliceUnderWay { takeSlice() }
      guard try beginSlice() else { return true }
    }
  }

  /// Begins the next slice of what isn't there yet; says whether there is any.
  private func beginSlice() throws(CommunicationError) -> Bool {
    let (counts, places) = (sliceMemory, sliceMemory + size)
    // So much of each that MPI can count all of it.
    let limit = Swift.min(Int(Int32.max) / size, 32 << 20)
    var total = 0
    for rank in 0..<size {
      let count = Swift.min(Int(lengths[rank]) - all[rank].count, limit)
      (counts[rank], places[rank]) = (Int32(count), Int32(total))
      total += count
    }
    guard total > 0 else { return false }
    slice?.deallocate()
    let slice = UnsafeMutablePointer<UInt8>.allocate(capacity: total)
    self.slice = slice
    isSliceUnderWay = true
    let from = sent + sentCount
    try starting { bp_mpi_gather($0, from, slice, counts, places, $1) }
    sentCount += Int(counts[rank])
    return true
  }

  private func takeSlice() {
    guard let slice else { return }
    let (counts, places) = (sliceMemory, sliceMemory + size)
    for rank in 0..<size {
      all[rank].append(
        contentsOf: UnsafeBufferPointer(start: slice + Int(places[rank]), count: Int(counts[rank])))
    }
    isSliceUnderWay = false
  }
}
