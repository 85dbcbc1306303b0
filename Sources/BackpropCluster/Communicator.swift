import Backprop

/// Processes that work on one thing together, each with a number: their ranks from 0 on.
///
/// All of them make the same calls in the same order, from one thread each. Whatever keeps one from reaching the others ends
/// all of them, see ``MPICommunicator``, so that no call throws.
///
/// | form | what it is |
/// | --- | --- |
/// | ``SingleProcess`` | this process alone |
/// | ``MPICommunicator`` | processes that `mpirun` or a cluster's scheduler has started |
///
/// ```swift
/// let trainer = try Trainer(model, on: images, TrainingSettings(shards: 8))
/// trainer.group = communicator
/// try trainer.run()
/// ```
public protocol Communicator: RankGroup {
  /// The bytes that rank 0 gives; those of others don't count.
  func broadcast(_ bytes: [UInt8]) -> [UInt8]

  /// Returns when all ranks have called it.
  func barrier()

  /// Ends all ranks at once, whatever they do, with an exit status.
  func abort(status: Int32) -> Never
}

extension Communicator {
  public func broadcast(_ bytes: [UInt8]) -> [UInt8] { gather(rank == 0 ? bytes : []).first ?? [] }

  public func barrier() { _ = gather([]) }

  /// The sums of numbers over all ranks, each by itself, in the order that ``RankGroup/beginSum(_:)`` tells.
  public func sum<Scalar: TensorScalar>(_ numbers: [Scalar]) -> [Scalar] {
    var sums = numbers
    sums.withUnsafeMutableBufferPointer { beginSum($0).wait() }
    return sums
  }
}
