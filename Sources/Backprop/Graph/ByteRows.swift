import CKernels

/// Samples that are stored as bytes, picked from a larger store by their positions: which of them, and what to divide
/// each byte by.
///
/// They become numbers only where somebody looks at them. Matrix products don't: they turn a few rows at a time into
/// numbers in the nearest cache, which costs less than to fetch the numbers from memory, or from another core that has
/// written them. Nothing here ever changes, so bytes and numbers can't disagree.
public final class ByteRows<Scalar: TensorScalar>: Sendable {
  /// The shape of the batch, `(N, …)`: the positions' count and the shape of a sample.
  public let shape: TensorShape
  /// How many rows there are.
  var count: Int { positions.count }
  /// The numbers in each row.
  let columns: Int
  private let bytes: [UInt8]
  private let positions: [Int64]
  private let divisor: Scalar

  /// The samples of a shape at some positions of a store of bytes, in their order; positions must lie in the store.
  public init(of bytes: [UInt8], at positions: [Int64], sampleShape: TensorShape, divisor: Scalar) {
    let columns = sampleShape.elementCount
    let limit = columns > 0 ? bytes.count / columns : 0
    require(
      positions.allSatisfy { $0 >= 0 && $0 < limit }, "rows must be in 0 ..< \(limit), not \(positions)")
    self.columns = columns
    self.bytes = bytes
    self.positions = positions
    self.divisor = divisor
    shape =
      sampleShape.rank == 1
      ? TensorShape(rows: positions.count, columns: columns)
      : TensorShape([positions.count] + Array(sampleShape))
  }

  /// The samples as numbers, of the batch's shape.
  public func numbers() -> Tensor<Scalar> {
    Tensor.make(shape) { output in
      withUnsafeRows { Scalar._kernels.gatherRows($0, count, columns, output) }
    }
  }

  /// Calls a function with the bytes of each row, in order.
  func forEachRow(_ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { bytes in
      for position in positions {
        let start = Int(position) * columns
        body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + columns]))
      }
    }
  }

  /// Calls a function with the rows as kernels take them, unless there are none.
  func withUnsafeRows(_ body: (bp_byte_rows) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      positions.withUnsafeBufferPointer { positions in
        guard let bytes = bytes.baseAddress, let index = positions.baseAddress else { return }
        body(bp_byte_rows(bytes: bytes, ld: columns, index: index, divisor: Double(divisor)))
      }
    }
  }
}
