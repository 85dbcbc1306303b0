import Backprop
import Foundation

/// A communicator of this process alone: all calls give back what they were given.
public final class SingleProcess: Communicator {
  private struct Nothing: PendingSum {
    func wait() {}
  }

  /// This process.
  public init() {}

  public var rank: Int { 0 }
  public var size: Int { 1 }

  public func beginSum<Scalar: TensorScalar>(
    _ numbers: UnsafeMutableBufferPointer<Scalar>
  ) -> any PendingSum { Nothing() }

  public func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }

  public func abort(status: Int32) -> Never { exit(status) }
}
