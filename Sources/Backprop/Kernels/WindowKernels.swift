import CKernels

/// The compiled loops for windows that move over images: convolutions and pooling. See `bp_kernels_f32`.
///
/// An object of its own beside ``Kernels``, a subject a file.
final class WindowKernels<Scalar: Sendable>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>
  typealias Sizes = UnsafePointer<bp_convolution>
  typealias Part = UnsafePointer<bp_convolution_part>
  typealias Windows = UnsafePointer<bp_pooling>

  /// What a kernel of a convolution reads and writes; only the forward pass has a bias.
  struct Operands {
    let first: Input
    let second: Input
    var bias: Input?
    let result: Output
  }

  /// A kernel of a convolution.
  typealias Convolution = @Sendable (Sizes, Part, Operands, _ scratch: Output?) -> Void

  /// y of x and w.
  let convolve: Convolution
  /// ∂L/∂x of w and ∂L/∂y.
  let convolveByInput: Convolution
  /// ∂L/∂w of x and ∂L/∂y.
  let convolveByWeight: Convolution
  /// The elements of scratch memory that any of them needs.
  let scratch: @Sendable (Sizes, Part) -> Int
  /// The largest elements of windows and their places.
  let maxPool: @Sendable (Windows, _ planes: Int, _ x: Input, _ y: Output, _ places: Output) -> Void
  /// ∂L/∂x of places and ∂L/∂y.
  let maxPoolBackward: @Sendable (Windows, _ planes: Int, _ places: Input, _ dy: Input, _ dx: Output) -> Void
  /// The means of windows.
  let averagePool: @Sendable (Windows, _ planes: Int, _ x: Input, _ y: Output) -> Void
  /// ∂L/∂x of ∂L/∂y.
  let averagePoolBackward: @Sendable (Windows, _ planes: Int, _ dy: Input, _ dx: Output) -> Void

  init(
    convolve: @escaping Convolution, convolveByInput: @escaping Convolution,
    convolveByWeight: @escaping Convolution, scratch: @escaping @Sendable (Sizes, Part) -> Int,
    maxPool: @escaping @Sendable (Windows, Int, Input, Output, Output) -> Void,
    maxPoolBackward: @escaping @Sendable (Windows, Int, Input, Input, Output) -> Void,
    averagePool: @escaping @Sendable (Windows, Int, Input, Output) -> Void,
    averagePoolBackward: @escaping @Sendable (Windows, Int, Input, Output) -> Void
  ) {
    self.convolve = convolve
    self.convolveByInput = convolveByInput
    self.convolveByWeight = convolveByWeight
    self.scratch = scratch
    self.maxPool = maxPool
    self.maxPoolBackward = maxPoolBackward
    self.averagePool = averagePool
    self.averagePoolBackward = averagePoolBackward
  }
}

extension WindowKernels where Scalar == Float {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f32) {
    self.init(
      convolve: { sizes, part, of, scratch in
        withUnsafePointer(to: cachesHere) {
          table.convolve(sizes, part, $0, of.first, of.second, of.bias, of.result, scratch)
        }
      },
      convolveByInput: { sizes, part, of, scratch in
        withUnsafePointer(to: cachesHere) {
          table.convolve_by_input(sizes, part, $0, of.first, of.second, of.result, scratch)
        }
      },
      convolveByWeight: { sizes, part, of, scratch in
        withUnsafePointer(to: cachesHere) {
          table.convolve_by_weight(sizes, part, $0, of.first, of.second, of.result, scratch)
        }
      },
      scratch: { sizes, part in
        withUnsafePointer(to: cachesHere) { table.convolution_scratch(sizes, part, $0) }
      },
      maxPool: { table.max_pool($0, $1, $2, $3, $4) },
      maxPoolBackward: { table.max_pool_backward($0, $1, $2, $3, $4) },
      averagePool: { table.average_pool($0, $1, $2, $3) },
      averagePoolBackward: { table.average_pool_backward($0, $1, $2, $3) })
  }
}

extension WindowKernels where Scalar == Double {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f64) {
    self.init(
      convolve: { sizes, part, of, scratch in
        withUnsafePointer(to: cachesHere) {
          table.convolve(sizes, part, $0, of.first, of.second, of.bias, of.result, scratch)
        }
      },
      convolveByInput: { sizes, part, of, scratch in
        withUnsafePointer(to: cachesHere) {
          table.convolve_by_input(sizes, part, $0, of.first, of.second, of.result, scratch)
        }
      },
      convolveByWeight: { sizes, part, of, scratch in
        withUnsafePointer(to: cachesHere) {
          table.convolve_by_weight(sizes, part, $0, of.first, of.second, of.result, scratch)
        }
      },
      scratch: { sizes, part in
        withUnsafePointer(to: cachesHere) { table.convolution_scratch(sizes, part, $0) }
      },
      maxPool: { table.max_pool($0, $1, $2, $3, $4) },
      maxPoolBackward: { table.max_pool_backward($0, $1, $2, $3, $4) },
      averagePool: { table.average_pool($0, $1, $2, $3) },
      averagePoolBackward: { table.average_pool_backward($0, $1, $2, $3) })
  }
}
