import CKernels

/// The compiled loops for sums of products, and for rows that don't lie one behind the other. See `bp_kernels_f32`.
///
/// An object of its own beside ``Kernels``, a subject a file.
final class SumKernels<Scalar: Sendable>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// Rows of numbers, so far apart.
  struct Rows {
    let first: Input
    let distance: Int
  }

  /// Sums of rows.
  let ofRows: @Sendable (_ rows: Int, _ columns: Int, _ x: Rows, _ sums: Output) -> Void
  /// Sums of columns.
  let ofColumns: @Sendable (_ rows: Int, _ columns: Int, _ x: Rows, _ sums: Output) -> Void
  /// Sums of (x − about) · y along rows, with a number about for each; of its squares without y.
  let ofRowProducts:
    @Sendable (_ rows: Int, _ columns: Int, _ x: Rows, _ about: Input, _ y: Input?, _ sums: Output) -> Void
  /// Sums of (x − about) · y down columns, with a number about for each, or 0; of its squares without y.
  let ofColumnProducts:
    @Sendable (_ rows: Int, _ columns: Int, _ x: Rows, _ about: Input?, _ y: Input?, _ sums: Output) -> Void

  init(
    ofRows: @escaping @Sendable (Int, Int, Rows, Output) -> Void,
    ofColumns: @escaping @Sendable (Int, Int, Rows, Output) -> Void,
    ofRowProducts: @escaping @Sendable (Int, Int, Rows, Input, Input?, Output) -> Void,
    ofColumnProducts: @escaping @Sendable (Int, Int, Rows, Input?, Input?, Output) -> Void
  ) {
    self.ofRows = ofRows
    self.ofColumns = ofColumns
    self.ofRowProducts = ofRowProducts
    self.ofColumnProducts = ofColumnProducts
  }
}

extension SumKernels where Scalar == Float {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f32) {
    self.init(
      ofRows: { table.row_sums($0, $1, $2.first, $2.distance, nil, $3) },
      ofColumns: { table.column_sums($0, $1, $2.first, $2.distance, $3, false) },
      ofRowProducts: { table.row_products($0, $1, $2.first, $2.distance, $3, $4, $2.distance, $5) },
      ofColumnProducts: {
        table.column_products($0, $1, $2.first, $2.distance, $3, $4, $2.distance, $5, false)
      })
  }
}

extension SumKernels where Scalar == Double {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f64) {
    self.init(
      ofRows: { table.row_sums($0, $1, $2.first, $2.distance, nil, $3) },
      ofColumns: { table.column_sums($0, $1, $2.first, $2.distance, $3, false) },
      ofRowProducts: { table.row_products($0, $1, $2.first, $2.distance, $3, $4, $2.distance, $5) },
      ofColumnProducts: {
        table.column_products($0, $1, $2.first, $2.distance, $3, $4, $2.distance, $5, false)
      })
  }
}
