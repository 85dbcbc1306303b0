import CKernels

/// The coefficients of an optimiser's update; each takes those that it knows.
struct UpdateCoefficients<T: KernelScalar> {
  var scale: T = 1
  var decay: T = 0
  var rate: T = 0.01
  var momentum: T = 0.9
  var nesterov = false
  var epsilon: T = 1e-8
  var kept: T = 0.9
  var fresh: T = 0.1
  var keptOfSquares: T = 0.999
  var freshOfSquares: T = 0.001
  var root: T = 1
  var shrink: T = 0
}

/// The functions, sums of products and updates of one element type.
struct LoopKernels<T: KernelScalar> {
  typealias Pointer = UnsafePointer<T>
  typealias Mutable = UnsafeMutablePointer<T>
  typealias Function = (Int, Pointer, Mutable) -> Void

  let isa: bp_isa
  let exp, log1p, tanh, sigmoid, erf: Function
  let columnProducts: (Int, Int, Pointer, Int, Pointer?, Pointer?, Int, Mutable, Bool) -> Void
  let rowProducts: (Int, Int, Pointer, Int, Pointer?, Pointer?, Int, Mutable) -> Void
  let sgd: (Int, UpdateCoefficients<T>, Pointer, Mutable?, Mutable) -> Void
  let adagrad, rmsprop: (Int, UpdateCoefficients<T>, Pointer, Mutable, Mutable) -> Void
  let adam: (Int, UpdateCoefficients<T>, Pointer, Mutable, Mutable, Mutable) -> Void

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
      isa: isa, exp: table.exp, log1p: table.log1p, tanh: table.tanh, sigmoid: table.sigmoid, erf: table.erf,
      columnProducts: table.column_products, rowProducts: table.row_products,
      sgd: { n, u, dw, v, w in
        var c = bp_sgd_f32(
          scale: u.scale, decay: u.decay, rate: u.rate, momentum: u.momentum, nesterov: u.nesterov)
        table.sgd(n, &c, dw, v, w)
      },
      adagrad: { n, u, dw, h, w in
        var c = bp_adagrad_f32(scale: u.scale, decay: u.decay, rate: u.rate, epsilon: u.epsilon)
        table.adagrad(n, &c, dw, h, w)
      },
      rmsprop: { n, u, dw, h, w in
        var c = bp_rmsprop_f32(
          scale: u.scale, decay: u.decay, rate: u.rate, epsilon: u.epsilon, kept: u.kept, fresh: u.fresh)
        table.rmsprop(n, &c, dw, h, w)
      },
      adam: { n, u, dw, m, h, w in
        var c = bp_adam_f32(
          scale: u.scale, decay: u.decay, rate: u.rate, epsilon: u.epsilon, kept1: u.kept, fresh1: u.fresh,
          kept2: u.keptOfSquares, fresh2: u.freshOfSquares, root: u.root, shrink: u.shrink)
        table.adam(n, &c, dw, m, h, w)
      })
  }
}

extension Double: LoopScalar {
  static func loops(_ isa: bp_isa) -> LoopKernels<Double>? {
    guard let table = bp_kernels_for_f64(isa)?.pointee else { return nil }
    return LoopKernels(
      isa: isa, exp: table.exp, log1p: table.log1p, tanh: table.tanh, sigmoid: table.sigmoid, erf: table.erf,
      columnProducts: table.column_products, rowProducts: table.row_products,
      sgd: { n, u, dw, v, w in
        var c = bp_sgd_f64(
          scale: u.scale, decay: u.decay, rate: u.rate, momentum: u.momentum, nesterov: u.nesterov)
        table.sgd(n, &c, dw, v, w)
      },
      adagrad: { n, u, dw, h, w in
        var c = bp_adagrad_f64(scale: u.scale, decay: u.decay, rate: u.rate, epsilon: u.epsilon)
        table.adagrad(n, &c, dw, h, w)
      },
      rmsprop: { n, u, dw, h, w in
        var c = bp_rmsprop_f64(
          scale: u.scale, decay: u.decay, rate: u.rate, epsilon: u.epsilon, kept: u.kept, fresh: u.fresh)
        table.rmsprop(n, &c, dw, h, w)
      },
      adam: { n, u, dw, m, h, w in
        var c = bp_adam_f64(
          scale: u.scale, decay: u.decay, rate: u.rate, epsilon: u.epsilon, kept1: u.kept, fresh1: u.fresh,
          kept2: u.keptOfSquares, fresh2: u.freshOfSquares, root: u.root, shrink: u.shrink)
        table.adam(n, &c, dw, m, h, w)
      })
  }
}

/// The loops of every instruction set of the machine.
func allLoops<T: LoopScalar>(_: T.Type = T.self) -> [LoopKernels<T>] { machineISAs.map { T.loops($0)! } }
