import CKernels

/// The functions of one element type.
struct LoopKernels<T: KernelScalar> {
  typealias Pointer = UnsafePointer<T>
  typealias Mutable = UnsafeMutablePointer<T>
  typealias Function = (Int, Pointer, Mutable) -> Void

  let isa: bp_isa
  let exp, log1p, tanh, sigmoid, erf: Function

  var name: String { String(cString: bp_isa_name(isa)) }
}

protocol LoopScalar: KernelScalar {
  init(bitPattern: Bits)
  static func loops(_ isa: bp_isa) -> LoopKernels<Self>?
}

extension Float: LoopScalar {
  static func loops(_ isa: bp_isa) -> LoopKernels<Float>? {
    guard let table = bp_kernels_for_f32(isa)?.pointee else { return nil }
    return LoopKernels(
      isa: isa, exp: table.exp, log1p: table.log1p, tanh: table.tanh, sigmoid: table.sigmoid, erf: table.erf)
  }
}

extension Double: LoopScalar {
  static func loops(_ isa: bp_isa) -> LoopKernels<Double>? {
    guard let table = bp_kernels_for_f64(isa)?.pointee else { return nil }
    return LoopKernels(
      isa: isa, exp: table.exp, log1p: table.log1p, tanh: table.tanh, sigmoid: table.sigmoid, erf: table.erf)
  }
}

/// The loops of every instruction set of the machine.
func allLoops<T: LoopScalar>(_: T.Type = T.self) -> [LoopKernels<T>] { machineISAs.map { T.loops($0)! } }
