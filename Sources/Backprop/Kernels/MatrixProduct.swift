import CKernels

/// The sizes of one product of matrices, op(A) `(rows, inner)` · op(B) `(inner, columns)`, where op may transpose.
///
/// Operands and result lie in row-major order without gaps.
struct MatrixProduct {
  var rows: Int
  var columns: Int
  var inner: Int
  var aIsTransposed = false
  var bIsTransposed = false

  /// The distance between the rows of A as it lies in memory.
  var strideOfA: Int { aIsTransposed ? rows : inner }
  /// The distance between the rows of B as it lies in memory.
  var strideOfB: Int { bIsTransposed ? inner : columns }
}

extension MatrixProduct {
  /// The sizes of the product of two matrices, either of them transposed.
  init<Scalar>(
    _ a: ProductFactor<Scalar>, _ b: Tensor<Scalar>, transposingA: Bool = false, transposingB: Bool = false
  ) {
    self.init(
      rows: transposingA ? a.columns : a.rows, columns: b.shape[transposingB ? 0 : 1],
      inner: transposingA ? a.rows : a.columns, aIsTransposed: transposingA, bIsTransposed: transposingB)
  }
}

/// A block of a product as the kernels take it: sizes, operands and the distances between their stored rows. See
/// `bp_product_f32`.
struct ProductBlock<Scalar: Sendable> {
  var rows: Int
  var columns: Int
  var inner: Int
  var aIsTransposed: Bool
  var bIsTransposed: Bool
  var a: UnsafePointer<Scalar>?
  var strideOfA: Int
  var bytesOfA: bp_byte_rows?
  var b: UnsafePointer<Scalar>
  var strideOfB: Int
  var c: UnsafeMutablePointer<Scalar>
  var strideOfC: Int
  var bias: UnsafePointer<Scalar>?
  var scale: Scalar?
}
