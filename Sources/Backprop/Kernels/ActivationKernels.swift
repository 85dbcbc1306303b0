import CKernels

/// The compiled loops for activations that came after ReLU, and for the derivatives of tanh and sigmoid. See `bp_kernels_f32`.
///
/// An object of its own beside ``Kernels``, a subject a file.
final class ActivationKernels<Scalar: Sendable>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>
  /// y of x.
  typealias Values = @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  /// ∂L/∂x of x and ∂L/∂y.
  typealias Derivatives = @Sendable (_ count: Int, _ x: Input, _ dy: Input, _ dx: Output) -> Void

  let leakyReLU: @Sendable (_ count: Int, _ slope: Scalar, _ x: Input, _ y: Output) -> Void
  let leakyReLUBackward:
    @Sendable (_ count: Int, _ slope: Scalar, _ x: Input, _ dy: Input, _ dx: Output) -> Void
  let tanhBackward: Derivatives
  let sigmoidBackward: Derivatives
  let gelu: Values
  let geluBackward: Derivatives
  let silu: Values
  let siluBackward: Derivatives
  let softplus: Values
  let softplusBackward: Derivatives

  init(
    leakyReLU: @escaping @Sendable (Int, Scalar, Input, Output) -> Void,
    leakyReLUBackward: @escaping @Sendable (Int, Scalar, Input, Input, Output) -> Void,
    tanhBackward: @escaping Derivatives, sigmoidBackward: @escaping Derivatives,
    gelu: @escaping Values, geluBackward: @escaping Derivatives,
    silu: @escaping Values, siluBackward: @escaping Derivatives,
    softplus: @escaping Values, softplusBackward: @escaping Derivatives
  ) {
    self.leakyReLU = leakyReLU
    self.leakyReLUBackward = leakyReLUBackward
    self.tanhBackward = tanhBackward
    self.sigmoidBackward = sigmoidBackward
    self.gelu = gelu
    self.geluBackward = geluBackward
    self.silu = silu
    self.siluBackward = siluBackward
    self.softplus = softplus
    self.softplusBackward = softplusBackward
  }
}

extension ActivationKernels where Scalar == Float {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f32) {
    self.init(
      leakyReLU: { table.leaky_relu($0, $1, $2, $3) },
      leakyReLUBackward: { table.leaky_relu_backward($0, $1, $2, $3, $4) },
      tanhBackward: { table.tanh_backward($0, $1, $2, $3) },
      sigmoidBackward: { table.sigmoid_backward($0, $1, $2, $3) },
      gelu: { table.gelu($0, $1, $2) }, geluBackward: { table.gelu_backward($0, $1, $2, $3) },
      silu: { table.silu($0, $1, $2) }, siluBackward: { table.silu_backward($0, $1, $2, $3) },
      softplus: { table.softplus($0, $1, $2) },
      softplusBackward: { table.softplus_backward($0, $1, $2, $3) })
  }
}

extension ActivationKernels where Scalar == Double {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f64) {
    self.init(
      leakyReLU: { table.leaky_relu($0, $1, $2, $3) },
      leakyReLUBackward: { table.leaky_relu_backward($0, $1, $2, $3, $4) },
      tanhBackward: { table.tanh_backward($0, $1, $2, $3) },
      sigmoidBackward: { table.sigmoid_backward($0, $1, $2, $3) },
      gelu: { table.gelu($0, $1, $2) }, geluBackward: { table.gelu_backward($0, $1, $2, $3) },
      silu: { table.silu($0, $1, $2) }, siluBackward: { table.silu_backward($0, $1, $2, $3) },
      softplus: { table.softplus($0, $1, $2) },
      softplusBackward: { table.softplus_backward($0, $1, $2, $3) })
  }
}
