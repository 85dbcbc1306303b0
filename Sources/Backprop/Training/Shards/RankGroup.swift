/// The processes that train a model together, as a trainer sees them: each has a number, its rank, and they add numbers in
/// one order, so that the sums have the same bits in all of them.
///
/// Whatever keeps the others from being reached ends the process: nothing here throws. The module `BackpropCluster` has a
/// group of MPI's processes.
public protocol RankGroup: AnyObject {
  /// This process's number, from 0 on.
  var rank: Int { get }

  /// How many processes there are: a power of two.
  var size: Int { get }

  /// Begins to add numbers of all ranks, each by itself, and returns at once.
  ///
  /// All ranks call this with as many numbers, in the same order. The sum of a number is that of two halves, the lower
  /// ranks' first: ((0 + 1) + (2 + 3)) + …. It stands in the numbers' place once ``PendingSum/wait()`` returns; until then
  /// the memory must be left alone.
  func beginSum<Scalar: TensorScalar>(_ numbers: UnsafeMutableBufferPointer<Scalar>) -> any PendingSum

  /// The bytes that each rank gives, in the ranks' order; all ranks call this.
  func gather(_ bytes: [UInt8]) -> [[UInt8]]
}

/// A sum over ranks that was begun.
public protocol PendingSum {
  /// Returns when the sum is there.
  func wait()
}
