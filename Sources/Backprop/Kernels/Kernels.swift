import CKernels

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The compiled loops for one type of number: the seam between tensors and the C target.
///
/// Behind it each loop exists for several instruction sets with the same results to the bit; the best one that
/// the processor and the operating system support is chosen once. The environment variable
/// `BACKPROP_INSTRUCTION_SET` (`portable`, `neon`, `avx2`, `avx512`) picks a lower one. Where it names none that the
/// machine has, a line on standard error says so, and the best one is used.
///
/// An object, since so many closures take as long to copy as a small product.
public final class Kernels<Scalar: Sendable>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// C = op(A) · op(B) + bias, or C += scale · (op(A) · op(B) + bias), for a block of C.
  let product: @Sendable (_ block: ProductBlock<Scalar>, _ scratch: Output?) -> Void
  /// The elements of scratch memory that `product` needs for a block.
  let productScratch: @Sendable (_ block: ProductBlock<Scalar>) -> Int
  /// y += α x, each element one fused multiply-add.
  let addScaled: @Sendable (_ count: Int, _ scale: Scalar, _ x: Input, _ y: Output) -> Void
  /// y = max(x, 0).
  let reluForward: @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  /// dx = dy where x > 0, else 0.
  let reluBackward: @Sendable (_ count: Int, _ x: Input, _ dy: Input, _ dx: Output) -> Void
  /// Sums of the columns of a matrix, row by row.
  let columnSums: @Sendable (_ rows: Int, _ columns: Int, _ x: Input, _ stride: Int, _ sums: Output) -> Void
  /// Sums of the rows of a matrix, each without the element at one position.
  let rowSums:
    @Sendable (_ rows: Int, _ columns: Int, _ x: Input, _ without: UnsafePointer<Int>?, _ sums: Output) ->
      Void
  /// For each row of a matrix the position of its first largest element, or of its first NaN.
  let argmax:
    @Sendable (_ rows: Int, _ columns: Int, _ x: Input, _ positions: UnsafeMutablePointer<Int>) -> Void
  /// e to the power of each element.
  let exp: @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  /// log(1 + x) for each element x ≥ 0.
  let log1p: @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  /// The hyperbolic tangent of each element.
  let tanh: @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  /// 1 / (1 + e⁻ˣ) for each element x.
  let sigmoid: @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  /// Rows of bytes, picked by index and divided.
  let gather: @Sendable (_ rows: Int, _ columns: Int, _ bytes: bp_byte_rows, _ output: Output) -> Void
  /// 0 where a random word of a generator is below a limit, and else what is kept; a word for each factor.
  let randomFactors:
    @Sendable (_ count: Int, _ from: bp_philox, _ limit: UInt32, _ kept: Scalar, _ factors: Output) -> Void
  /// Convolutions and pooling.
  let windows: WindowKernels<Scalar>
  /// Leaky ReLU, GELU, SiLU and softplus.
  let activations: ActivationKernels<Scalar>
  /// Optimisers' updates.
  let updates: UpdateKernels<Scalar>
  /// Sums of products.
  let sums: SumKernels<Scalar>
  /// Means and variances of rows.
  let rows: RowKernels<Scalar>
  /// As many fused multiply-adds as a core can do, to measure the others by; returns how many operations that were.
  let fusedMultiplyAdds: @Sendable (_ rounds: Int) -> Double

  /// What a loop makes of each element.
  typealias Values = @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void

  init(
    product: @escaping @Sendable (ProductBlock<Scalar>, Output?) -> Void,
    productScratch: @escaping @Sendable (ProductBlock<Scalar>) -> Int,
    addScaled: @escaping @Sendable (Int, Scalar, Input, Output) -> Void,
    reluForward: @escaping Values, reluBackward: @escaping @Sendable (Int, Input, Input, Output) -> Void,
    columnSums: @escaping @Sendable (Int, Int, Input, Int, Output) -> Void,
    rowSums: @escaping @Sendable (Int, Int, Input, UnsafePointer<Int>?, Output) -> Void,
    argmax: @escaping @Sendable (Int, Int, Input, UnsafeMutablePointer<Int>) -> Void,
    exp: @escaping Values, log1p: @escaping Values, tanh: @escaping Values, sigmoid: @escaping Values,
    gather: @escaping @Sendable (Int, Int, bp_byte_rows, Output) -> Void,
    randomFactors: @escaping @Sendable (Int, bp_philox, UInt32, Scalar, Output) -> Void,
    windows: WindowKernels<Scalar>, activations: ActivationKernels<Scalar>, updates: UpdateKernels<Scalar>,
    sums: SumKernels<Scalar>, rows: RowKernels<Scalar>,
    fusedMultiplyAdds: @escaping @Sendable (Int) -> Double
  ) {
    self.product = product
    self.productScratch = productScratch
    self.addScaled = addScaled
    self.reluForward = reluForward
    self.reluBackward = reluBackward
    self.columnSums = columnSums
    self.rowSums = rowSums
    self.argmax = argmax
    self.exp = exp
    self.log1p = log1p
    self.tanh = tanh
    self.sigmoid = sigmoid
    self.gather = gather
    self.randomFactors = randomFactors
    self.windows = windows
    self.activations = activations
    self.updates = updates
    self.sums = sums
    self.rows = rows
    self.fusedMultiplyAdds = fusedMultiplyAdds
  }
}

/// The sizes of the caches here, which the kernels cut their work by.
let cachesHere = bp_caches_here()

/// Calls a function with a pointer to a value, or to nothing.
@inline(__always)
private func withOptionalPointer<Value, Result>(
  to value: Value?, _ body: (UnsafePointer<Value>?) -> Result
) -> Result {
  if let value { withUnsafePointer(to: value) { body($0) } } else { body(nil) }
}

extension Kernels where Scalar == Float {
  static let float: Kernels = {
    let isa = InstructionSet.chosen
    guard let table = bp_kernels_for_f32(isa)?.pointee else {
      stop("no kernels for \(InstructionSet.name(isa))")
    }
    return Kernels(
      product: { block, scratch in
        withUnsafePointer(to: cachesHere) { caches in
          block.withC32 { table.product($0, caches, scratch) }
        }
      },
      productScratch: { block in
        withUnsafePointer(to: cachesHere) { caches in
          block.withC32 { table.product_scratch($0, caches) }
        }
      },
      addScaled: { table.axpy($0, $1, $2, $3) },
      reluForward: { table.relu($0, $1, $2) },
      reluBackward: { table.relu_backward($0, $1, $2, $3) },
      columnSums: { table.column_sums($0, $1, $2, $3, $4, false) },
      rowSums: { table.row_sums($0, $1, $2, $1, $3, $4) },
      argmax: { table.argmax($0, $1, $2, $1, $3) },
      exp: { table.exp($0, $1, $2) },
      log1p: { table.log1p($0, $1, $2) },
      tanh: { table.tanh($0, $1, $2) },
      sigmoid: { table.sigmoid($0, $1, $2) },
      gather: { rows, columns, bytes, output in
        withUnsafePointer(to: bytes) { table.gather_bytes(rows, columns, $0, output) }
      },
      randomFactors: { count, generator, limit, kept, factors in
        withUnsafePointer(to: generator) { table.random_factors(count, $0, limit, kept, factors) }
      },
      windows: WindowKernels(table),
      activations: ActivationKernels(table),
      updates: UpdateKernels(table),
      sums: SumKernels(table),
      rows: RowKernels(table),
      fusedMultiplyAdds: { rounds in
        var sum: Float = 0
        return table.fma_peak(rounds, &sum)
      })
  }()
}

extension Kernels where Scalar == Double {
  static let double: Kernels = {
    let isa = InstructionSet.chosen
    guard let table = bp_kernels_for_f64(isa)?.pointee else {
      stop("no kernels for \(InstructionSet.name(isa))")
    }
    return Kernels(
      product: { block, scratch in
        withUnsafePointer(to: cachesHere) { caches in
          block.withC64 { table.product($0, caches, scratch) }
        }
      },
      productScratch: { block in
        withUnsafePointer(to: cachesHere) { caches in
          block.withC64 { table.product_scratch($0, caches) }
        }
      },
      addScaled: { table.axpy($0, $1, $2, $3) },
      reluForward: { table.relu($0, $1, $2) },
      reluBackward: { table.relu_backward($0, $1, $2, $3) },
      columnSums: { table.column_sums($0, $1, $2, $3, $4, false) },
      rowSums: { table.row_sums($0, $1, $2, $1, $3, $4) },
      argmax: { table.argmax($0, $1, $2, $1, $3) },
      exp: { table.exp($0, $1, $2) },
      log1p: { table.log1p($0, $1, $2) },
      tanh: { table.tanh($0, $1, $2) },
      sigmoid: { table.sigmoid($0, $1, $2) },
      gather: { rows, columns, bytes, output in
        withUnsafePointer(to: bytes) { table.gather_bytes(rows, columns, $0, output) }
      },
      randomFactors: { count, generator, limit, kept, factors in
        withUnsafePointer(to: generator) { table.random_factors(count, $0, limit, kept, factors) }
      },
      windows: WindowKernels(table),
      activations: ActivationKernels(table),
      updates: UpdateKernels(table),
      sums: SumKernels(table),
      rows: RowKernels(table),
      fusedMultiplyAdds: { rounds in
        var sum: Double = 0
        return table.fma_peak(rounds, &sum)
      })
  }()
}

extension ProductBlock {
  @inline(__always)
  fileprivate func withPointers<Result>(
    _ body: (_ bytes: UnsafePointer<bp_byte_rows>?, _ scale: UnsafePointer<Scalar>?) -> Result
  ) -> Result {
    withOptionalPointer(to: bytesOfA) { bytes in withOptionalPointer(to: scale) { body(bytes, $0) } }
  }
}

extension ProductBlock where Scalar == Float {
  @inline(__always)
  fileprivate func withC32<Result>(_ body: (UnsafePointer<bp_product_f32>) -> Result) -> Result {
    withPointers { bytes, scale in
      let product = bp_product_f32(
        m: rows, n: columns, k: inner, trans_a: aIsTransposed, trans_b: bIsTransposed, a: a, lda: strideOfA,
        a_bytes: bytes, b: b, ldb: strideOfB, c: c, ldc: strideOfC, bias: bias, scale: scale)
      return withUnsafePointer(to: product, body)
    }
  }
}

extension ProductBlock where Scalar == Double {
  @inline(__always)
  fileprivate func withC64<Result>(_ body: (UnsafePointer<bp_product_f64>) -> Result) -> Result {
    withPointers { bytes, scale in
      let product = bp_product_f64(
        m: rows, n: columns, k: inner, trans_a: aIsTransposed, trans_b: bIsTransposed, a: a, lda: strideOfA,
        a_bytes: bytes, b: b, ldb: strideOfB, c: c, ldc: strideOfC, bias: bias, scale: scale)
      return withUnsafePointer(to: product, body)
    }
  }
}

/// Which of the compiled instruction sets the kernels use.
public enum InstructionSet {
  static let chosen: bp_isa = {
    let best = bp_isa_best()
    guard let picked else { return best }
    if let isa = available.first(where: { name($0) == picked }) { return isa }
    // The numbers are the same with another one, so this is no reason to end somebody's program.
    let line = "Warning: \(complaint(about: picked.debugDescription)) Until then it is \(name(best)).\n"
    line.withCString { _ = write(STDERR_FILENO, $0, strlen($0)) }
    return best
  }()

  /// What the environment names, if anything.
  private static let picked: String? = {
    guard let value = getenv("BACKPROP_INSTRUCTION_SET") else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }()

  /// What the environment names, if this machine doesn't have it.
  package static var pickedInVain: String? { picked.flatMap { all.contains($0) ? nil : $0 } }

  /// Says what is wrong with a name in the environment, and what to do.
  package static func complaint(about quoted: String) -> String {
    "BACKPROP_INSTRUCTION_SET is \(quoted), but the instruction sets here are \(all.joined(separator: ", ")). "
      + "Name one of them, or unset the variable to have the fastest."
  }

  static var available: [bp_isa] {
    (0..<UInt32(BP_ISA_COUNT)).map { bp_isa(rawValue: $0) }.filter { bp_isa_available($0) }
  }

  static func name(_ isa: bp_isa) -> String { String(cString: bp_isa_name(isa)) }

  /// The name of the instruction set in use, such as `avx512`.
  public static var current: String { name(chosen) }

  /// The names of the instruction sets that this machine can run, the slowest first.
  public static var all: [String] { available.map(name) }
}
