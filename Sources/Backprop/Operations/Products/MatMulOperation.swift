/// Y = A · B, the matrix product of NumPy's `matmul`: ∂L/∂A = ∂L/∂Y · Bᵀ, ∂L/∂B = Aᵀ · ∂L/∂Y.
///
/// Operands are vectors, matrices or batches of matrices `(…, N, K)` and `(…, K, M)`. Where a batch was repeated by
/// broadcasting, the derivatives of the repetitions are summed.
public struct MatMulOperation<Scalar: TensorScalar>: GraphOperation {
  public var name: String { "matmul" }
  public var symbol: String { "dot" }

  /// The operation; it has no settings.
  @inlinable
  public init() {}

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    let shapes = try MatrixProductShapes(step.shape(of: 0), step.shape(of: 1))
    guard shapes.isOneProduct else { return .product(step[0], step[1], shapes) }
    let b = step[1].reshaped(TensorShape(rows: shapes.inner, columns: shapes.columns))
    return matrixProduct(step.factor(0, rows: shapes.allRows, columns: shapes.inner), b)
      .reshaped(shapes.result)
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    let (a, b) = (step.shape(of: 0), step[1])
    if b.rank <= 2 {
      // All rows of A, of whatever batch, meet the one matrix B: two plain products.
      let columns = b.rank == 1 ? 1 : b.shape[1]
      let inner = b.shape[0]
      let rows = a.elementCount(ofAxes: 0..<a.rank - 1)
      let upstream = step.upstream.reshaped(TensorShape(rows: rows, columns: columns))
      let flatB = b.reshaped(TensorShape(rows: inner, columns: columns))
      step.pass(matrixProduct(upstream, flatB, transposingB: true).reshaped(a), to: 0)
      step.passProduct(transposing: step.factor(0, rows: rows, columns: inner), upstream, to: 1)
      return
    }
    // A vector on the left becomes a row for the moment; B has a batch here, so it can't be a vector.
    let rows = a.rank == 1 ? step[0].reshaped(TensorShape(rows: 1, columns: a[0])) : step[0]
    let upstream =
      a.rank == 1
      ? step.upstream.reshaped(TensorShape(step.upstream.shape.dropLast() + [1, b.shape[b.rank - 1]]))
      : step.upstream
    step.pass(upstream.matmul(b.withLastAxesSwapped()), to: 0)
    step.pass(rows.withLastAxesSwapped().matmul(upstream), to: 1)
  }
}

extension Tensor {
  fileprivate func withLastAxesSwapped() -> Tensor {
    var axes = Array(0..<rank)
    axes.swapAt(rank - 1, rank - 2)
    return transposed(axes: axes)
  }
}

extension Variable {
  /// The matrix product with another variable, as NumPy's `matmul`: for vectors, matrices and batches of matrices.
  @inlinable
  public func matmul(_ other: Variable) -> Variable { graph.apply(MatMulOperation(), self, other) }
}
