// NumPy's matmul: matrices multiply, a vector on the left is a row and on the right a column whose axis is dropped
// afterwards, and further axes in front are a batch that broadcasts. Each element of a product is one chain of
// fused multiply-adds in the order of the summed index, or the sum of two such chains where the sizes say so, so it has
// the same bits whoever computes it.

extension Tensor where Scalar: TensorScalar {
  /// The matrix product of this tensor with another, for vectors, matrices and batches of matrices.
  public func matmul(_ other: Tensor) -> Tensor {
    orStop { () throws(ShapeError) in try Tensor.product(self, other) }
  }

  /// `matmul` as an operation of a graph runs it, with an error where the shapes don't fit.
  static func product(_ a: Tensor, _ b: Tensor) throws(ShapeError) -> Tensor {
    let plan = try MatrixProductShapes(a.shape, b.shape)
    if plan.isOneProduct {
      let matrix = matrixProduct(
        a.reshaped(TensorShape(rows: plan.allRows, columns: plan.inner)),
        b.reshaped(TensorShape(rows: plan.inner, columns: plan.columns)))
      return matrix.reshaped(plan.result)
    }
    return product(a, b, plan)
  }

  /// A batch of products, one after the other.
  static func product(_ a: Tensor, _ b: Tensor, _ plan: MatrixProductShapes) -> Tensor {
    let stridesOfA = plan.batchOfA.strides(broadcastTo: plan.batch)
    let stridesOfB = plan.batchOfB.strides(broadcastTo: plan.batch)
    let sizeOfA = plan.rows * plan.inner
    let sizeOfB = plan.inner * plan.columns
    let sizeOfC = plan.rows * plan.columns
    return a.withUnsafeElements { x in
      b.withUnsafeElements { y in
        Tensor.make(plan.result) { result in
          guard let x = x.baseAddress, let y = y.baseAddress, sizeOfC > 0 else { return }
          let run = plan.batch.last ?? 1
          let stepOfA = stridesOfA.last ?? 0
          let stepOfB = stridesOfB.last ?? 0
          forEachRun(of: plan.batch, strides: stridesOfA, stridesOfB) { start, offsetOfA, offsetOfB in
            for i in 0..<run {
              Scalar._kernels.multiply(
                MatrixProduct(rows: plan.rows, columns: plan.columns, inner: plan.inner),
                .elements(x + (offsetOfA + i * stepOfA) * sizeOfA),
                y + (offsetOfB + i * stepOfB) * sizeOfB, nil,
                result + (start + i) * sizeOfC)
            }
          }
        }
      }
    }
  }
}

/// The product of two matrices, either of them transposed without being copied, with an optional bias `(columns,)`
/// that is added to every row.
func matrixProduct<Scalar: TensorScalar>(
  _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, transposingA aIsTransposed: Bool = false,
  transposingB bIsTransposed: Bool = false, bias: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
  matrixProduct(
    ProductFactor(a), b, transposingA: aIsTransposed, transposingB: bIsTransposed, bias: bias)
}

/// The same with a first factor that may be bytes.
func matrixProduct<Scalar: TensorScalar>(
  _ a: ProductFactor<Scalar>, _ b: Tensor<Scalar>, transposingA aIsTransposed: Bool = false,
  transposingB bIsTransposed: Bool = false, bias: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
  let product = MatrixProduct(a, b, transposingA: aIsTransposed, transposingB: bIsTransposed)
  return b.withUnsafeElements { y in
    Tensor.make(TensorShape(rows: product.rows, columns: product.columns)) { result in
      a.withUnsafeFactor { x in
        guard let y = y.baseAddress else { return }
        if let bias {
          bias.withUnsafeElements { Scalar._kernels.multiply(product, x, y, $0.baseAddress, result) }
        } else {
          Scalar._kernels.multiply(product, x, y, nil, result)
        }
      }
    }
  }
}

/// How the axes of two operands of `matmul` pair up.
struct MatrixProductShapes {
  let rows: Int
  let inner: Int
  let columns: Int
  let batchOfA: TensorShape
  let batchOfB: TensorShape
  let batch: TensorShape
  let result: TensorShape

  /// Whether it is one product after all: a batch of matrices times one matrix is that of a taller matrix.
  var isOneProduct: Bool { batchOfB.elementCount == 1 && batchOfB.rank <= batchOfA.rank }

  /// The rows of the first factor, of all its batch together.
  var allRows: Int { batchOfA.elementCount * rows }

  init(_ a: TensorShape, _ b: TensorShape) throws(ShapeError) {
    guard a.rank > 0, b.rank > 0 else {
      throw ShapeError(
        operation: "matmul", shapes: [a, b],
        rule: "a single number can't be a matrix; multiply with * instead")
    }
    rows = a.rank == 1 ? 1 : a[a.rank - 2]
    inner = a[a.rank - 1]
    columns = b.rank == 1 ? 1 : b[b.rank - 1]
    let innerOfB = b[Swift.max(b.rank - 2, 0)]
    guard inner == innerOfB else {
      throw ShapeError(
        operation: "matmul", shapes: [a, b],
        rule: "the last axis of the first operand (\(inner)) must be as long as the "
          + (b.rank == 1 ? "only" : "second to last") + " axis of the second (\(innerOfB))")
    }
    batchOfA = TensorShape(a.dropLast(2))
    batchOfB = TensorShape(b.dropLast(2))
    guard let batch = TensorShape.broadcast(batchOfA, batchOfB) else {
      throw ShapeError(
        operation: "matmul", shapes: [a, b],
        rule: "their batch axes \(batchOfA) and \(batchOfB) must be equal or 1 where they are aligned")
    }
    self.batch = batch
    var sizes = Array(batch)
    if a.rank > 1 { sizes.append(rows) }
    if b.rank > 1 { sizes.append(columns) }
    guard let result = TensorShape(exactly: sizes) else {
      throw ShapeError(
        operation: "matmul", shapes: [a, b], rule: "the product would be larger than the address space")
    }
    self.result = result
  }
}
