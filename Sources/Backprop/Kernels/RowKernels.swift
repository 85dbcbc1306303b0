import CKernels

/// The compiled loops that bring rows, one behind the other, to a mean and a variance. See `bp_kernels_f32`.
///
/// An object of its own beside ``Kernels``, a subject a file.
final class RowKernels<Scalar: Sendable>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// (x − mean) · factor, with a number of each for a row; then times a scale and plus a shift for each column, if there are.
  typealias Normalize =
    @Sendable (
      _ rows: Int, _ columns: Int, _ x: Input, _ means: Input, _ factors: Input, _ scale: Input?,
      _ shift: Input?, _ y: Output
    ) -> Void
  /// x times a number for each column.
  typealias Scale = @Sendable (_ rows: Int, _ columns: Int, _ x: Input, _ scale: Input, _ y: Output) -> Void
  /// (dx − offset − x · slope) · factor, with a number of each for a row.
  typealias Spread =
    @Sendable (
      _ rows: Int, _ columns: Int, _ x: Input, _ offsets: Input, _ slopes: Input, _ factors: Input,
      _ dx: Output
    ) -> Void

  let normalize: Normalize
  let scale: Scale
  let spread: Spread

  init(normalize: @escaping Normalize, scale: @escaping Scale, spread: @escaping Spread) {
    self.normalize = normalize
    self.scale = scale
    self.spread = spread
  }
}

extension RowKernels where Scalar == Float {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f32) {
    self.init(
      normalize: { table.normalize_rows($0, $1, $2, $3, $4, $5, $6, $7) },
      scale: { table.scale_rows($0, $1, $2, $3, $4) },
      spread: { table.spread_rows($0, $1, $2, $3, $4, $5, $6) })
  }
}

extension RowKernels where Scalar == Double {
  /// The loops of a table.
  convenience init(_ table: bp_kernels_f64) {
    self.init(
      normalize: { table.normalize_rows($0, $1, $2, $3, $4, $5, $6, $7) },
      scale: { table.scale_rows($0, $1, $2, $3, $4) },
      spread: { table.spread_rows($0, $1, $2, $3, $4, $5, $6) })
  }
}
