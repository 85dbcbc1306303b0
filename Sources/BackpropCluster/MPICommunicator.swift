import Backprop
import CMPI
import Foundation
import Synchronization

/// Processes that MPI connects, such as `mpirun` or Slurm's `srun` start them.
///
/// A thread of its own talks to MPI, so that sums go on while the process computes, and that each process hears from its
/// neighbour every second whether it is still there. One that has been silent for ``longestSilence`` ends all that can hear
/// of it: its machine, or the network, is gone.
public final class MPICommunicator: Communicator, @unchecked Sendable {
  /// Is told why the processes can't go on together, in a sentence without a period, and gives the exit status that this one
  /// ends with.
  public typealias FailureHandler = @Sendable (_ sentence: String) -> Int32

  /// Whether the package was built with its trait `MPI`.
  public static var isAvailable: Bool { bp_mpi_is_built() == 1 }

  /// The MPI's name and version, such as `Open MPI v4.1.4`.
  public static var library: String {
    var message = [CChar](repeating: 0, count: Int(BP_MPI_MESSAGE_SIZE))
    bp_mpi_library(&message)
    return Swift.String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// After how many seconds without a sign of life a process is lost. All is to have ended after ten, and launchers need some
  /// of them.
  public static let longestSilence = 6.0

  /// How many seconds processes have to find each other; large clusters need some.
  public static let longestStart = 60.0

  /// How many messages' sums go on at the same time, at most: enough for any network, and so few that what comes stays in
  /// the cache.
  private static let window = 16

  public let rank: Int
  public let size: Int

  private let monitor: Monitor
  private let state: State

  /// What both threads use, within the monitor.
  private final class State: @unchecked Sendable {
    var waiting: [Transfer] = []
    var abortStatus: Int32?
    var isEnding = false
    var hasEnded = false
    /// How many calls wait for a transfer, which is then looked after without a pause.
    let waiters = Atomic<Int>(0)
    /// How long sums went on, and how long calls waited for them, in nanoseconds.
    let busy = Atomic<UInt64>(0)
    let waited = Atomic<UInt64>(0)
  }

  /// Starts MPI in this process, once.
  ///
  /// - Parameter failure: is called, from another thread, when the other processes can't be reached any more; then the
  ///   process ends.
  /// - Throws: ``CommunicationError`` where there is no MPI, or it doesn't start.
  public init(failure: @escaping FailureHandler) throws(CommunicationError) {
    let (monitor, state) = (Monitor(), State())
    let talker = Talker(monitor, state, failure)
    talker.start()
    let start = steadyNanoseconds()
    let started = monitor.within {
      while talker.started == nil, Double(steadyNanoseconds() - start) * 1e-9 < Self.longestStart {
        monitor.wait(milliseconds: 500)
      }
      return talker.started
    }
    switch started {
    case .success(let place): (rank, size) = place
    case .failure(let error): throw error
    case nil:
      throw CommunicationError(
        "the processes haven't found each other for \(Int(Self.longestStart)) seconds, since one of them is another program or "
          + "has ended, a machine has stopped, or the network is cut")
    }
    (self.monitor, self.state) = (monitor, state)
  }

  /// How long sums went on so far, and for how much of that time this process did nothing but wait for them.
  public var times: (busy: Duration, waited: Duration) {
    (
      .nanoseconds(Int64(clamping: state.busy.load(ordering: .relaxed))),
      .nanoseconds(Int64(clamping: state.waited.load(ordering: .relaxed)))
    )
  }

  private var sumCount = 0

  public func beginSum<Scalar: TensorScalar>(
    _ numbers: UnsafeMutableBufferPointer<Scalar>
  ) -> any PendingSum {
    let kind: SumTransfer.Kind = MemoryLayout<Scalar>.size == 4 ? .float : .double
    let bytes = UnsafeMutableRawBufferPointer(numbers)
    var transfers: [SumTransfer] = []
    for start in stride(from: 0, to: bytes.count, by: SumTransfer.largest) {
      let end = Swift.min(start + SumTransfer.largest, bytes.count)
      let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end])
      transfers.append(SumTransfer(piece, kind, rank: rank, size: size, number: sumCount))
      sumCount += 1
    }
    begin(transfers)
    return Sum(communicator: self, transfers: transfers)
  }

  private struct Sum: PendingSum {
    let communicator: MPICommunicator
    let transfers: [SumTransfer]

    func wait() {
      let start = steadyNanoseconds()
      communicator.wait(for: transfers)
      communicator.state.waited.add(steadyNanoseconds() - start, ordering: .relaxed)
    }
  }

  public func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    let transfer = GatherTransfer(bytes, rank: rank, size: size)
    begin([transfer])
    wait(for: [transfer])
    return transfer.all
  }

  private func begin(_ transfers: [Transfer]) {
    monitor.within {
      state.waiting += transfers
      monitor.signal()
    }
  }

  private func wait(for transfers: [Transfer]) {
    state.waiters.add(1, ordering: .relaxed)
    monitor.within {
      while !transfers.allSatisfy(\.isOver) { monitor.wait() }
    }
    state.waiters.subtract(1, ordering: .relaxed)
  }

  public func abort(status: Int32) -> Never {
    monitor.within {
      state.abortStatus = status
      monitor.signal()
      // MPI's own end kills this process, too.
      for _ in 0..<30 { monitor.wait(milliseconds: 100) }
    }
    _exit(status)
  }

  /// Ends MPI, once all ranks have called this.
  public func end() {
    barrier()
    let start = steadyNanoseconds()
    monitor.within {
      state.isEnding = true
      monitor.signal()
      // MPI's own end waits for the others, and would do so for ever where the network is cut now. All is done: that is no
      // failure.
      while !state.hasEnded, Double(steadyNanoseconds() - start) * 1e-9 < MPICommunicator.longestSilence {
        monitor.wait(milliseconds: 100)
      }
    }
  }

  // MARK: - The thread that talks to MPI

  private final class Talker: @unchecked Sendable {
    /// The rank and how many there are, as soon as MPI has started.
    var started: Result<(Int, Int), CommunicationError>?

    private let monitor: Monitor
    private let state: State
    private let failure: FailureHandler
    private var under: [Transfer] = []
    /// Memory for what comes, which transfers have one after the other.
    private var buffers: [UnsafeMutableRawPointer] = []
    private var size = 1
    private var rank = 0
    private var bye: Int32 = 0

    init(_ monitor: Monitor, _ state: State, _ failure: @escaping FailureHandler) {
      (self.monitor, self.state, self.failure) = (monitor, state, failure)
    }

    func start() {
      // MPI wants a stack of the usual size, which other threads haven't everywhere.
      let thread = Thread { [self] in run() }
      thread.stackSize = 8 << 20
      thread.name = "MPI"
      thread.start()
    }

    private func run() {
      bp_mpi_wake_soon()
      var (rank, size): (Int32, Int32) = (0, 1)
      var message = [CChar](repeating: 0, count: Int(BP_MPI_MESSAGE_SIZE))
      let result = bp_mpi_start(&rank, &size, &message)
      (self.rank, self.size) = (Int(rank), Int(size))
      monitor.within {
        started = result == 0 ? .success((Int(rank), Int(size))) : .failure(CommunicationError(text(message)))
        monitor.signal()
      }
      guard result == 0 else { return }
      do throws(CommunicationError) {
        try serve()
      } catch {
        let status = failure(error.description)
        // To end all, MPI may wait for the machine that is gone.
        Thread.detachNewThread {
          usleep(500_000)
          _exit(status)
        }
        bp_mpi_abort(status)
        _exit(status)
      }
    }

    private func serve() throws(CommunicationError) {
      var (last, heard, told) = (steadyNanoseconds(), steadyNanoseconds(), UInt64(0))
      var busySince: UInt64?
      while true {
        let (abortStatus, isEnding, added) = monitor.within {
          while state.waiting.isEmpty, under.isEmpty, state.abortStatus == nil, !state.isEnding {
            monitor.wait(milliseconds: 500)
            if steadyNanoseconds() - told > 1_000_000_000 { break }
          }
          let free = Swift.min(MPICommunicator.window - under.count, state.waiting.count)
          let added = Array(state.waiting.prefix(free))
          state.waiting.removeFirst(free)
          return (state.abortStatus, state.isEnding && added.isEmpty && state.waiting.isEmpty, added)
        }
        if let abortStatus {
          bp_mpi_abort(abortStatus)
          _exit(abortStatus)
        }
        if busySince == nil, added.contains(where: { $0 is SumTransfer }) { busySince = steadyNanoseconds() }
        for transfer in added {
          if let sum = transfer as? SumTransfer {
            sum.received = buffers.popLast() ?? .allocate(byteCount: SumTransfer.largest, alignment: 64)
          }
          try transfer.begin()
        }
        under += added
        let now = steadyNanoseconds()
        // A process that was stopped itself has heard nothing meanwhile.
        if now - last > 2_000_000_000 { heard += now - last }
        last = now
        try advance()
        if under.isEmpty, let since = busySince {
          state.busy.add(steadyNanoseconds() - since, ordering: .relaxed)
          busySince = nil
        }
        let isSilent =
          bye == 0 && now > heard && Double(now - heard) * 1e-9 > MPICommunicator.longestSilence
        if size > 1, isSilent || now - told > 1_000_000_000 || now < told {
          told = now
          if try beat(isLast: false) { heard = now } else if isSilent, bye == 0 { throw silence }
        }
        if isEnding, under.isEmpty { break }
      }
      try end()
    }

    /// Looks after what goes on, and gives the core to others where nothing of it could.
    private func advance() throws(CommunicationError) {
      guard !under.isEmpty else { return }
      var pause = 0
      while true {
        var over: [Transfer] = []
        var still: [Transfer] = []
        for transfer in under {
          if try transfer.advance() { over.append(transfer) } else { still.append(transfer) }
        }
        if !over.isEmpty {
          under = still
          for case let sum as SumTransfer in over {
            if let buffer = sum.received { buffers.append(buffer) }
            sum.received = nil
          }
          monitor.within {
            for transfer in over { transfer.end() }
            monitor.signal()
          }
          return
        }
        // Who waits wants it soon; who computes needs the core.
        if state.waiters.load(ordering: .relaxed) > 0, pause < 20 {
          sched_yield()
        } else {
          usleep(state.waiters.load(ordering: .relaxed) > 0 ? 20 : 100)
          return
        }
        pause += 1
      }
    }

    /// Gives a sign of life and looks for the neighbour's; says whether one came.
    private func beat(isLast: Bool) throws(CommunicationError) -> Bool {
      var message = [CChar](repeating: 0, count: Int(BP_MPI_MESSAGE_SIZE))
      let came = bp_mpi_beat(isLast ? 1 : 0, &bye, &message)
      guard came >= 0 else { throw CommunicationError(text(message)) }
      return came > 0
    }

    private var silence: CommunicationError {
      CommunicationError(
        "rank \((rank + size - 1) % size) has given no sign of life for \(Int(MPICommunicator.longestSilence)) seconds: its "
          + "machine has stopped, or the network to it is cut")
    }

    private func end() throws(CommunicationError) {
      if size > 1 {
        _ = try beat(isLast: true)
        // The neighbour's last word, which comes as soon as it ends, too.
        for _ in 0..<2000 where bye == 0 {
          usleep(1000)
          var message = [CChar](repeating: 0, count: Int(BP_MPI_MESSAGE_SIZE))
          if bp_mpi_listen(&bye, &message) < 0 { throw CommunicationError(text(message)) }
        }
      }
      bp_mpi_end()
      monitor.within {
        state.hasEnded = true
        monitor.signal()
      }
    }
  }
}
