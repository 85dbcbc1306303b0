import CKernels
import Foundation
import Testing

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
  let convolution: ConvolutionKernels<T>
  let pooling: PoolingKernels<T>
}

/// The kernels for convolutions; see `bp_kernels_f32`.
struct ConvolutionKernels<T> {
  typealias Pointer = UnsafePointer<T>
  typealias Mutable = UnsafeMutablePointer<T>
  typealias Sizes = UnsafePointer<bp_convolution>
  typealias Part = UnsafePointer<bp_convolution_part>
  typealias Caches = UnsafePointer<bp_caches>

  let convolve: (Sizes, Part, Caches, Pointer, Pointer, Pointer?, Mutable, Mutable?) -> Void
  let byInput: (Sizes, Part, Caches, Pointer, Pointer, Mutable, Mutable?) -> Void
  let byWeight: (Sizes, Part, Caches, Pointer, Pointer, Mutable, Mutable?) -> Void
  let scratch: (Sizes, Part, Caches) -> Int
}

/// The kernels for pooling; see `bp_kernels_f32`.
struct PoolingKernels<T> {
  typealias Pointer = UnsafePointer<T>
  typealias Mutable = UnsafeMutablePointer<T>
  typealias Sizes = UnsafePointer<bp_pooling>

  let max: (Sizes, Int, Pointer, Mutable, Mutable) -> Void
  let maxBackward: (Sizes, Int, Pointer, Pointer, Mutable) -> Void
  let average: (Sizes, Int, Pointer, Mutable) -> Void
  let averageBackward: (Sizes, Int, Pointer, Mutable) -> Void
}

/// What the number of random cases is multiplied by: `BACKPROP_FUZZ=10` makes 30,000 small products and 5,000 small
/// convolutions.
let fuzzFactor = ProcessInfo.processInfo.environment["BACKPROP_FUZZ"].flatMap(Int.init) ?? 1

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
      log1p: table.log1p, gatherBytes: table.gather_bytes,
      convolution: ConvolutionKernels(
        convolve: table.convolve, byInput: table.convolve_by_input, byWeight: table.convolve_by_weight,
        scratch: table.convolution_scratch),
      pooling: PoolingKernels(
        max: table.max_pool, maxBackward: table.max_pool_backward, average: table.average_pool,
        averageBackward: table.average_pool_backward))
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
      log1p: table.log1p, gatherBytes: table.gather_bytes,
      convolution: ConvolutionKernels(
        convolve: table.convolve, byInput: table.convolve_by_input, byWeight: table.convolve_by_weight,
        scratch: table.convolution_scratch),
      pooling: PoolingKernels(
        max: table.max_pool, maxBackward: table.max_pool_backward, average: table.average_pool,
        averageBackward: table.average_pool_backward))
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

/// Expects two arrays to be the same bits; an issue says where they first differ.
func expectSame<T: KernelScalar>(
  _ got: [T], _ wanted: [T], _ what: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if same(got, wanted) { return }
  let place = zip(got, wanted).enumerated().first { !same($1.0, $1.1) }
  let difference = place.map { "element \($0.offset) is \($0.element.0), not \($0.element.1)" }
  Issue.record(
    "\(difference ?? "\(got.count) elements, not \(wanted.count)"): \(what())", sourceLocation: sourceLocation
  )
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

/// What tests of loops have in common: lengths, and how much around the results is watched.
enum Loops {
  static let lengths = Array(0...70) + [127, 128, 129, 1000]
  static let before = 7
  static let after = 33
}
