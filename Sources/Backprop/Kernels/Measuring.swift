import CKernels

// What the benchmarks measure below the public interface.

extension TensorScalar {
  /// Does `rounds` fused multiply-adds on each lane of all the sums that fit into registers, and returns how many
  /// floating-point operations that were: the most that a core can do.
  package static func fusedMultiplyAdds(rounds: Int) -> Double { _kernels.fusedMultiplyAdds(rounds) }

  /// The same on each of the threads that computations use, all together.
  package static func fusedMultiplyAddsOnAllThreads(rounds: Int) -> Double {
    let threads = Parallelism.threadCount
    Parallelism.forEachChunk(threads) { _ in _ = fusedMultiplyAdds(rounds: rounds) }
    return Double(threads) * fusedMultiplyAdds(rounds: 1) * Double(rounds)
  }
}

/// One matrix product with its operands, to be computed again and again.
package struct MeasuredProduct<Scalar: TensorScalar> {
  private let product: MatrixProduct
  private let a: Tensor<Scalar>
  private let b: Tensor<Scalar>
  private var result: Tensor<Scalar>

  /// op(A) `(rows, inner)` · op(B) `(inner, columns)` of numbers between −1 and 1.
  package init(rows: Int, inner: Int, columns: Int, aIsTransposed: Bool = false, bIsTransposed: Bool = false)
  {
    product = MatrixProduct(
      rows: rows, columns: columns, inner: inner, aIsTransposed: aIsTransposed, bIsTransposed: bIsTransposed)
    var generator = Philox4x32(seed: 1)
    a = .uniform(TensorShape(rows: rows, columns: inner), in: -1..<1, using: &generator)
    b = .uniform(TensorShape(rows: inner, columns: columns), in: -1..<1, using: &generator)
    result = .zeros(TensorShape(rows: rows, columns: columns))
  }

  /// Computes the product into the same memory as before.
  package mutating func run() {
    let (product, a, b) = (product, a, b)
    result.withUnsafeMutableElements { result in
      a.withUnsafeElements { a in
        b.withUnsafeElements { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let result = result.baseAddress else { return }
          Scalar._kernels.multiply(product, .elements(a), b, nil, result)
        }
      }
    }
  }
}
