import CKernels

/// The first factor of a matrix product, `(N, D)`: a matrix of numbers, or bytes that the product itself turns into
/// numbers.
public struct ProductFactor<Scalar: TensorScalar> {
  private enum Form {
    case numbers(Tensor<Scalar>)
    case bytes(ByteRows<Scalar>)
  }

  private let form: Form

  /// The number of rows, N.
  public let rows: Int
  /// The number of columns, D.
  public let columns: Int

  /// A matrix of numbers.
  public init(_ matrix: Tensor<Scalar>) {
    require(matrix.rank == 2, "a product's factor must be a matrix, not of shape \(matrix.shape)")
    form = .numbers(matrix)
    (rows, columns) = (matrix.shape[0], matrix.shape[1])
  }

  /// Rows of bytes, each a row of the matrix.
  init(_ bytes: ByteRows<Scalar>) {
    form = .bytes(bytes)
    (rows, columns) = (bytes.count, bytes.columns)
  }

  /// Calls a function with the factor as kernels take it, unless it is empty.
  @inline(__always)
  func withUnsafeFactor(_ body: (FirstFactor<Scalar>) -> Void) {
    switch form {
    case .bytes(let rows): rows.withUnsafeRows { body(.bytes($0)) }
    case .numbers(let matrix):
      matrix.withUnsafeElements { elements in
        if let elements = elements.baseAddress { body(.elements(elements)) }
      }
    }
  }
}

/// The first factor of a product as it lies in memory.
enum FirstFactor<Scalar: TensorScalar> {
  case elements(UnsafePointer<Scalar>)
  case bytes(bp_byte_rows)
}
