import CKernels

/// A mini-batch of samples that are stored as bytes: which rows of them, and what to divide each byte by.
///
/// A tensor made of it turns bytes into numbers only where somebody looks at them. Matrix products don't: they turn a
/// few rows at a time into numbers in the nearest cache, which costs less than to fetch the numbers from memory, or
/// from another core that has written them.
final class ByteRows<Scalar: TensorScalar>: DeferredElements {
  /// How many rows there are.
  var count: Int { positions.count }
  /// The numbers in each row.
  let columns: Int
  private let bytes: [UInt8]
  private let positions: [Int64]
  private let divisor: Scalar

  /// The rows at some positions of a matrix of bytes with so many columns. The positions must be valid.
  init(of bytes: [UInt8], at positions: [Int64], columns: Int, divisor: Scalar) {
    self.bytes = bytes
    self.positions = positions
    self.columns = columns
    self.divisor = divisor
    super.init(byteCount: positions.count * columns * MemoryLayout<Scalar>.stride)
  }

  override func write(to address: UnsafeMutableRawPointer) {
    withUnsafeRows {
      Scalar._kernels.gatherRows($0, count, columns, address.assumingMemoryBound(to: Scalar.self))
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

extension Tensor {
  /// A matrix `(N, columns)` of bytes that become numbers when somebody looks at them.
  init(_ rows: ByteRows<Scalar>) {
    self.init(shape: Shape(rows: rows.count, columns: rows.columns), deferred: rows)
  }

  /// The bytes that the elements are made from, if they are made from bytes.
  var byteRows: ByteRows<Scalar>? {
    // The elements of a tensor never become ones of another type.
    deferredElements.map { unsafeDowncast($0, to: ByteRows<Scalar>.self) }
  }
}
