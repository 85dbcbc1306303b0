import CKernels
import Foundation

/// The kernels of one element type, whichever it is.
struct Kernels<T> {
  typealias Pointer = UnsafePointer<T>
  typealias Mutable = UnsafeMutablePointer<T>

  let isa: bp_isa
  let axpy: (Int, T, Pointer, Mutable) -> Void
  let fill: (Int, T, Mutable) -> Void
  let relu: (Int, Pointer, Mutable) -> Void
  let reluBackward: (Int, Pointer, Pointer, Mutable) -> Void
  let columnSums: (Int, Int, Pointer, Int, Mutable, Bool) -> Void
  let rowSums: (Int, Int, Pointer, Int, UnsafePointer<Int>?, Mutable) -> Void
  let argmax: (Int, Int, Pointer, Int, UnsafeMutablePointer<Int>) -> Void
  let exp: (Int, Pointer, Mutable) -> Void
  let log1p: (Int, Pointer, Mutable) -> Void
  let gatherBytes: (Int, Int, UnsafePointer<bp_byte_rows>, Mutable) -> Void
}

/// An element type that there are kernels for.
protocol KernelScalar: BinaryFloatingPoint, Sendable where RawSignificand: FixedWidthInteger {
  associatedtype Bits: FixedWidthInteger
  var bitPattern: Bits { get }
  static func kernels(_ isa: bp_isa) -> Kernels<Self>?
}

extension Float: KernelScalar {
  static func kernels(_ isa: bp_isa) -> Kernels<Float>? {
    guard let table = bp_kernels_for_f32(isa)?.pointee else { return nil }
    return Kernels(
      isa: isa,
      axpy: table.axpy,
      fill: table.fill, relu: table.relu, reluBackward: table.relu_backward,
      columnSums: table.column_sums, rowSums: table.row_sums, argmax: table.argmax, exp: table.exp,
      log1p: table.log1p, gatherBytes: table.gather_bytes)
  }
}

extension Double: KernelScalar {
  static func kernels(_ isa: bp_isa) -> Kernels<Double>? {
    guard let table = bp_kernels_for_f64(isa)?.pointee else { return nil }
    return Kernels(
      isa: isa,
      axpy: table.axpy,
      fill: table.fill, relu: table.relu, reluBackward: table.relu_backward,
      columnSums: table.column_sums, rowSums: table.row_sums, argmax: table.argmax, exp: table.exp,
      log1p: table.log1p, gatherBytes: table.gather_bytes)
  }
}

/// The sizes of the caches here.
nonisolated(unsafe) let pointerToCaches: UnsafePointer<bp_caches> = {
  let pointer = UnsafeMutablePointer<bp_caches>.allocate(capacity: 1)
  pointer.initialize(to: bp_caches_here())
  return UnsafePointer(pointer)
}()

/// Every instruction set of the machine that runs the tests.
let machineISAs = (0..<UInt32(BP_ISA_COUNT)).map(bp_isa.init(rawValue:)).filter(bp_isa_available)

/// The kernels of every instruction set of the machine.
func allKernels<T: KernelScalar>(_: T.Type = T.self) -> [Kernels<T>] {
  machineISAs.map { T.kernels($0)! }
}

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

  mutating func chance(_ n: Int) -> Bool {
    Int.random(in: 0..<n, using: &self) == 0
  }

  /// Numbers between -1 and 1, in which zeros of both signs occur. Many are
  /// the first of them again and again, in a period that no size shares.
  mutating func numbers<T: KernelScalar>(_ count: Int) -> [T] {
    let period = 4999
    var result = (0..<min(count, period)).map { _ in
      let bits = next()
      if bits & 31 == 0 { return bits & 32 == 0 ? T(0) : -T(0) }
      return T(Double(bits >> 11) * 0x1p-52 - 1)
    }
    result.reserveCapacity(count)
    while result.count < count {
      result.append(contentsOf: result.prefix(min(period, count - result.count)))
    }
    return result
  }
}
