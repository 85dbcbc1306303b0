import CKernels

/// The compiled loops that update parameters and what optimisers remember of them, each in one pass over the memory. See
/// `bp_sgd_f32` and its neighbours for their formulas.
///
/// An object of its own beside ``Kernels``, a subject a file.
final class UpdateKernels<Scalar: Sendable>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// Gradient descent, with a velocity if there is memory for one.
  let sgd: @Sendable (_ count: Int, DescentStep<Scalar>, _ dw: Input, _ v: Output?, _ w: Output) -> Void
  /// AdaGrad.
  let adaGrad: @Sendable (_ count: Int, AdaGradStep<Scalar>, _ dw: Input, _ h: Output, _ w: Output) -> Void
  /// RMSprop.
  let rmsProp: @Sendable (_ count: Int, RMSpropStep<Scalar>, _ dw: Input, _ h: Output, _ w: Output) -> Void
  /// Adam and AdamW.
  let adam:
    @Sendable (_ count: Int, AdamStep<Scalar>, _ dw: Input, _ m: Output, _ h: Output, _ w: Output) -> Void

  init(
    sgd: @escaping @Sendable (Int, DescentStep<Scalar>, Input, Output?, Output) -> Void,
    adaGrad: @escaping @Sendable (Int, AdaGradStep<Scalar>, Input, Output, Output) -> Void,
    rmsProp: @escaping @Sendable (Int, RMSpropStep<Scalar>, Input, Output, Output) -> Void,
    adam: @escaping @Sendable (Int, AdamStep<Scalar>, Input, Output, Output, Output) -> Void
  ) {
    self.sgd = sgd
    self.adaGrad = adaGrad
    self.rmsProp = rmsProp
    self.adam = adam
  }
}

/// What a step of gradient descent needs besides the tensors; the decay is that of L2, or 0.
struct DescentStep<Scalar: Sendable>: Sendable {
  let decay, rate, momentum: Scalar
  let isNesterov: Bool
}

/// What a step of AdaGrad needs besides the tensors.
struct AdaGradStep<Scalar: Sendable>: Sendable {
  let decay, rate, epsilon: Scalar
}

/// What a step of RMSprop needs besides the tensors; `fresh` is 1 − `kept`.
struct RMSpropStep<Scalar: Sendable>: Sendable {
  let decay, rate, epsilon, kept, fresh: Scalar
}

/// What a step of Adam needs besides the tensors, its corrections included; `shrink` is AdamW's.
struct AdamStep<Scalar: Sendable>: Sendable {
  let decay, rate, epsilon, kept1, fresh1, kept2, fresh2, root, shrink: Scalar
}

extension UpdateKernels where Scalar == Float {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f32) {
    self.init(
      sgd: { count, step, dw, v, w in
        let setting = bp_sgd_f32(
          scale: 1, decay: step.decay, rate: step.rate, momentum: step.momentum, nesterov: step.isNesterov)
        withUnsafePointer(to: setting) { table.sgd(count, $0, dw, v, w) }
      },
      adaGrad: { count, step, dw, h, w in
        let setting = bp_adagrad_f32(
          scale: 1, decay: step.decay, rate: step.rate, epsilon: step.epsilon)
        withUnsafePointer(to: setting) { table.adagrad(count, $0, dw, h, w) }
      },
      rmsProp: { count, step, dw, h, w in
        let setting = bp_rmsprop_f32(
          scale: 1, decay: step.decay, rate: step.rate, epsilon: step.epsilon, kept: step.kept,
          fresh: step.fresh)
        withUnsafePointer(to: setting) { table.rmsprop(count, $0, dw, h, w) }
      },
      adam: { count, step, dw, m, h, w in
        let setting = bp_adam_f32(
          scale: 1, decay: step.decay, rate: step.rate, epsilon: step.epsilon, kept1: step.kept1,
          fresh1: step.fresh1, kept2: step.kept2, fresh2: step.fresh2, root: step.root, shrink: step.shrink)
        withUnsafePointer(to: setting) { table.adam(count, $0, dw, m, h, w) }
      })
  }
}

extension UpdateKernels where Scalar == Double {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f64) {
    self.init(
      sgd: { count, step, dw, v, w in
        let setting = bp_sgd_f64(
          scale: 1, decay: step.decay, rate: step.rate, momentum: step.momentum, nesterov: step.isNesterov)
        withUnsafePointer(to: setting) { table.sgd(count, $0, dw, v, w) }
      },
      adaGrad: { count, step, dw, h, w in
        let setting = bp_adagrad_f64(
          scale: 1, decay: step.decay, rate: step.rate, epsilon: step.epsilon)
        withUnsafePointer(to: setting) { table.adagrad(count, $0, dw, h, w) }
      },
      rmsProp: { count, step, dw, h, w in
        let setting = bp_rmsprop_f64(
          scale: 1, decay: step.decay, rate: step.rate, epsilon: step.epsilon, kept: step.kept,
          fresh: step.fresh)
        withUnsafePointer(to: setting) { table.rmsprop(count, $0, dw, h, w) }
      },
      adam: { count, step, dw, m, h, w in
        let setting = bp_adam_f64(
          scale: 1, decay: step.decay, rate: step.rate, epsilon: step.epsilon, kept1: step.kept1,
          fresh1: step.fresh1, kept2: step.kept2, fresh2: step.fresh2, root: step.root, shrink: step.shrink)
        withUnsafePointer(to: setting) { table.adam(count, $0, dw, m, h, w) }
      })
  }
}
