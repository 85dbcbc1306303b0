/// y[n] = w[i[n]]: the row of a table w that each index i[n] names, the product of one-hot rows and w without its zeros:
/// ∂L/∂w[r] is the sum of ∂L/∂y[n] over all n with i[n] = r, in the order of n.
///
/// w is `(V, W)`. Indices are whole numbers from 0 to V − 1, of any shape: `(N,)` makes y `(N, W)`, and `(N, L)` makes it
/// `(N, L, W)`. They are the first operand, whose derivative is 0 everywhere, or are given with the operation. An index
/// that isn't whole, or names no row, is refused with its place.
public struct EmbeddingOperation<Scalar: TensorScalar>: GraphOperation {
  /// The row for each result, or `nil` where indices are the first operand.
  public let indices: [Int]?

  public var name: String { "embedding" }
  public var symbol: String { "Embedding" }

  /// The operation with indices or, without them, with a first operand for them; the table is the last operand.
  @inlinable
  public init(indices: [Int]? = nil) { self.indices = indices }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  /// Which operand the table is.
  fileprivate var table: Int { indices == nil ? 1 : 0 }

  /// The shape of the result.
  fileprivate func shape(_ step: ForwardStep<Scalar>) throws(ShapeError) -> TensorShape {
    let table = step.shape(of: self.table)
    guard table.rank == 2 else {
      throw error(step, "the table must have two axes, (V, W): a row of W numbers for each of V indices")
    }
    let places = indices.map { TensorShape(vector: $0.count) } ?? step.shape(of: 0)
    return TensorShape(Array(places) + [table[1]])
  }

  fileprivate func error(_ step: ForwardStep<Scalar>, _ rule: String) -> ShapeError {
    ShapeError(operation: name, shapes: (0..<step.operandCount).map { step.shape(of: $0) }, rule: rule)
  }

  /// The rows that the indices name.
  fileprivate func rows(_ step: ForwardStep<Scalar>) throws(ShapeError) -> [Int] {
    let count = step.shape(of: table)[0]
    let rows = indices ?? Scalar._rows(ofIndices: step[0], among: count)
    guard let place = rows.firstIndex(where: { $0 < 0 || $0 >= count }) else { return rows }
    let shape = indices == nil ? step.shape(of: 0) : TensorShape(vector: rows.count)
    let index = indices.map { "\($0[place])" } ?? "\(step[0].scalars[place])"
    let position = shape.rank == 0 ? "" : " at \(shape.position(ofElement: place))"
    if count == 0 {
      throw error(step, "the table has no rows, so that there is nothing for an index to name")
    }
    let range = "a whole number from 0 to \(count - 1)"
    let size = count == 1 ? "1 row" : "\(count) rows"
    throw error(step, "the index \(index)\(position) isn't \(range), where the table has \(size)")
  }
}

extension TensorShape {
  /// The indices of an element along each axis, as in `(1, 2)`.
  fileprivate func position(ofElement element: Int) -> String {
    var rest = element
    var indices: [String] = []
    for axis in (0..<rank).reversed() {
      indices.append("\(rest % self[axis])")
      rest /= self[axis]
    }
    return rank == 1 ? indices[0] : "(\(indices.reversed().joined(separator: ", ")))"
  }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  /// The rows that indices name, −1 for an index that isn't a whole number below `count`.
  public static func _rows(ofIndices indices: Tensor<Self>, among count: Int) -> [Int] {
    indices.withUnsafeElements { elements in
      elements.map { element in
        guard let row = Int(exactly: element), row >= 0, row < count else { return -1 }
        return row
      }
    }
  }

  public static func _forward(
    _ embedding: EmbeddingOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let shape = try embedding.shape(step)
    let rows = try embedding.rows(step)
    step.save(integers: rows)
    let width = shape[shape.rank - 1]
    let table = step[embedding.table]
    return table.withUnsafeElements { table in
      Tensor.make(shape) { result in
        guard let table = table.baseAddress, width > 0 else { return }
        _kernels.forEachBlock(ofRows: rows.count, of: width) { first, count in
          for n in first..<first + count {
            (result + n * width).update(from: table + rows[n] * width, count: width)
          }
        }
      }
    }
  }

  public static func _backward(_ embedding: EmbeddingOperation<Self>, _ step: BackwardStep<Self>) {
    step.pass(
      rowSums(step.upstream, at: step.savedIntegers, in: step.shape(of: embedding.table)), to: embedding.table
    )
  }

  /// A table whose rows are the sums of the upstream derivative's rows that belong to them.
  private static func rowSums(
    _ upstream: Tensor<Self>, at rows: [Int], in shape: TensorShape
  ) -> Tensor<Self> {
    let (count, width) = (shape[0], shape[1])
    // Threads have rows of the table each and look through all indices, so that each sum has the indices' order.
    let work = width * (1 + rows.count / Swift.max(count, 1))
    return upstream.withUnsafeElements { upstream in
      Tensor.make(shape) { sums in
        _kernels.forEachBlock(ofRows: count, of: work) { first, count in
          (sums + first * width).update(repeating: 0, count: count * width)
          guard let upstream = upstream.baseAddress else { return }
          for (n, row) in rows.enumerated() where row >= first && row < first + count {
            _kernels.addScaled(width, 1, upstream + n * width, sums + row * width)
          }
        }
      }
    }
  }
}

extension Variable {
  /// The rows of a table `(V, W)` that these indices name: `(N, W)` for `(N,)`, and `(N, L, W)` for `(N, L)`.
  @inlinable
  public func embedding(in table: Variable) -> Variable { graph.apply(EmbeddingOperation(), self, table) }
}
