import CKernels
import Foundation
import Testing

/// An element type that there are kernels for.
protocol KernelScalar: BinaryFloatingPoint, Sendable where RawSignificand: FixedWidthInteger {
  associatedtype Bits: FixedWidthInteger
  var bitPattern: Bits { get }
}

extension Float: KernelScalar {}
extension Double: KernelScalar {}

/// Every instruction set of the machine that runs the tests.
let machineISAs = (0..<UInt32(BP_ISA_COUNT)).map(bp_isa.init(rawValue:)).filter(bp_isa_available)

/// Whether two numbers are the same bits; NaNs are one number here, since
/// processors disagree about their signs and payloads.
func same<T: KernelScalar>(_ x: T, _ y: T) -> Bool {
  x.bitPattern == y.bitPattern || (x.isNaN && y.isNaN)
}

func same<T: KernelScalar>(_ x: [T], _ y: [T]) -> Bool {
  guard x.count == y.count else { return false }
  let size = x.count * MemoryLayout<T>.stride
  if x.withUnsafeBytes({ x in
    y.withUnsafeBytes { y in size == 0 || memcmp(x.baseAddress!, y.baseAddress!, size) == 0 }
  }) {
    return true
  }
  return x.withUnsafeBufferPointer { x in
    y.withUnsafeBufferPointer { y in
      for i in 0..<x.count where !same(x[i], y[i]) { return false }
      return true
    }
  }
}

/// Numbers for tests: the same every time.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// What tests of loops have in common: lengths, and how much around the results is watched.
enum Loops {
  static let lengths = Array(0...70) + [127, 128, 129, 1000]
  static let before = 7
  static let after = 33
}
