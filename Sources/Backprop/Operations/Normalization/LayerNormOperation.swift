/// y = γ · (x − μ) / √(σ² + ε) + β along the last axis, or over several last axes together, with the mean μ and the variance
/// σ² of each row by itself (J. L. Ba, J. R. Kiros and G. E. Hinton, "Layer normalization", arXiv:1607.06450).
///
/// With x̂ = (x − μ) / √(σ² + ε), g = γ · ∂L/∂y and the means taken over a row,
///
/// - ∂L/∂x = (g − mean(g) − x̂ · mean(g · x̂)) / √(σ² + ε);
/// - ∂L/∂γ = Σ ∂L/∂y · x̂, over the rows;
/// - ∂L/∂β = Σ ∂L/∂y, over the rows.
///
/// γ and β have the shape of the last axes of x; without them they count as 1 and 0. σ² is the mean of the squares, found
/// after μ.
public struct LayerNormOperation<Scalar: TensorScalar>: GraphOperation {
  /// How many of the last axes are normalised together.
  public let axes: Int
  /// ε, which keeps a row whose numbers are all the same from being divided by 0.
  public let epsilon: Double

  public var name: String { "layer_norm" }
  public var symbol: String { "LayerNorm" }
  public var settings: [String: Setting] { ["axes": .number(Double(axes)), "epsilon": .number(epsilon)] }

  /// A normalisation of rows.
  @inlinable
  public init(axes: Int = 1, epsilon: Double = 1e-5) {
    self.axes = axes
    self.epsilon = epsilon
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  /// The rows of x.
  fileprivate func rows(_ x: TensorShape) throws(ShapeError) -> NormalizedRows {
    guard axes >= 1, x.rank >= axes else {
      throw failure(
        [x],
        axes < 1
          ? "1 or more of the last axes are normalised together, not \(axes)"
          : "its last \(axes == 1 ? "axis" : "\(axes) axes") can't be normalised: it has \(x.rank)")
    }
    let length = x.elementCount(ofAxes: x.rank - axes..<x.rank)
    guard length > 0 else { throw failure([x], "a row without elements has no mean") }
    return NormalizedRows(count: x.elementCount / length, length: length)
  }

  /// The rows of x, which γ and β fit.
  fileprivate func rows(
    _ x: TensorShape, _ scale: TensorShape, _ shift: TensorShape
  ) throws(ShapeError) -> NormalizedRows {
    let rows = try rows(x)
    guard scale == shift, scale.rank == axes, scale.isSuffix(of: x) else {
      throw failure(
        [x, scale, shift],
        "scale and shift must have the shape of what is normalised together, the last \(axes == 1 ? "axis" : "\(axes) axes"), \(TensorShape(Array(x.suffix(axes))))"
      )
    }
    return rows
  }

  private func failure(_ shapes: [TensorShape], _ rule: String) -> ShapeError {
    ShapeError(operation: name, shapes: shapes, rule: rule)
  }
}

/// What a layer normalisation sees of a tensor.
private struct NormalizedRows {
  let count: Int
  let length: Int

  /// Calls a function with a few rows after the others, so many as stay in the nearest cache.
  func forEachFew(_ first: Int, _ count: Int, _ body: (_ row: Int, _ few: Int) -> Void) {
    let most = Swift.max(1, Swift.min(64, 2048 / length))
    for row in stride(from: first, to: first + count, by: most) {
      body(row, Swift.min(most, first + count - row))
    }
  }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ norm: LayerNormOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let x = step[0]
    let hasScale = step.operandCount > 1
    let rows =
      try hasScale ? norm.rows(x.shape, step.shape(of: 1), step.shape(of: 2)) : norm.rows(x.shape)
    let length = TensorShape(vector: rows.length)
    let (scale, shift) = hasScale ? (step[1], step[2]) : (.ones(length), .zeros(length))
    let epsilon = Self(norm.epsilon)
    guard step.keeps else {
      // In scratch memory what no backward pass asks for: a trained model's answer asks the system for none.
      var y = x
      _kernels.withScratch(2 * rows.count) { means in
        y = _normalized(x, scale, shift, rows, epsilon, means, means + rows.count)
      }
      return y
    }
    let perRow = TensorShape(vector: rows.count)
    var means = Tensor<Self>(uninitialized: perRow)
    var inverses = Tensor<Self>(uninitialized: perRow)
    let y = means.withNewElements { means in
      inverses.withNewElements { inverses in
        _normalized(x, scale, shift, rows, epsilon, means, inverses)
      }
    }
    step.save(means, inverses)
    return y
  }

  /// The rows of x normalised; of each the mean and one over the root of its variance are written besides.
  private static func _normalized(
    _ x: Tensor<Self>, _ scale: Tensor<Self>, _ shift: Tensor<Self>, _ rows: NormalizedRows,
    _ epsilon: Self, _ means: UnsafeMutablePointer<Self>, _ inverses: UnsafeMutablePointer<Self>
  ) -> Tensor<Self> {
    let (shape, kernels) = (x.shape, _kernels)
    return withElements(x, scale, shift) { x, scale, shift in
      Tensor<Self>.make(shape) { y in
        kernels.forEachBlock(ofRows: rows.count, of: rows.length) { first, count in
          rows.forEachFew(first, count) { row, few in
            let start = row * rows.length
            _statistics(x + start, few, rows.length, epsilon, means + row, inverses + row)
            kernels.rows.normalize(
              few, rows.length, x + start, means + row, inverses + row, scale, shift, y + start)
          }
        }
      }
    }
  }

  public static func _backward(_ norm: LayerNormOperation<Self>, _ step: BackwardStep<Self>) {
    let shape = step.shape(of: 0)
    let hasScale = step.operandCount > 1
    let rows = orStop { () throws(ShapeError) in try norm.rows(shape) }
    let scale = hasScale ? step[1] : .ones(TensorShape(vector: rows.length))
    let kernels = _kernels
    // x̂, row by row.
    var normalized = Tensor<Self>(uninitialized: shape)
    let dx: Tensor<Self> = withElements(step[0], step.upstream, scale) { x, dy, scale in
      withElements(step.saved[0], step.saved[1], step[0]) { means, inverses, _ in
        normalized.withNewElements { normalized in
          Tensor<Self>.make(shape) { dx in
            kernels.forEachBlock(ofRows: rows.count, of: 2 * rows.length) { first, count in
              rows.forEachFew(first, count) { row, few in
                let start = row * rows.length
                let kernels = kernels.rows
                kernels.normalize(
                  few, rows.length, x + start, means + row, inverses + row, nil, nil, normalized + start)
                kernels.scale(few, rows.length, dy + start, scale, dx + start)
                _spreadBack(few, rows.length, normalized + start, inverses + row, dx + start)
              }
            }
          }
        }
      }
    }
    step.pass(dx, to: 0)
    guard hasScale else { return }
    step.pass(_columnSums(of: normalized, times: step.upstream, rows).reshaped(scale.shape), to: 1)
    step.pass(_columnSums(of: step.upstream, times: nil, rows).reshaped(scale.shape), to: 2)
  }

  /// The means of some rows, and one over the roots of their variances.
  private static func _statistics(
    _ x: UnsafePointer<Self>, _ count: Int, _ length: Int, _ epsilon: Self,
    _ means: UnsafeMutablePointer<Self>, _ inverses: UnsafeMutablePointer<Self>
  ) {
    let (sums, size) = (_kernels.sums, Self(length))
    let rows = SumKernels<Self>.Rows(first: x, distance: length)
    sums.ofRows(count, length, rows, means)
    for row in 0..<count { means[row] /= size }
    sums.ofRowProducts(count, length, rows, means, nil, inverses)
    for row in 0..<count { inverses[row] = 1 / (inverses[row] / size + epsilon).squareRoot() }
  }

  /// Turns γ · ∂L/∂y of some rows into ∂L/∂x, by x̂.
  private static func _spreadBack(
    _ count: Int, _ length: Int, _ normalized: UnsafePointer<Self>, _ inverses: UnsafePointer<Self>,
    _ dx: UnsafeMutablePointer<Self>
  ) {
    let (kernels, size) = (_kernels, Self(length))
    kernels.withScratch(3 * count) { offsets in
      let (slopes, zeros) = (offsets + count, offsets + 2 * count)
      for row in 0..<count { zeros[row] = 0 }
      kernels.sums.ofRows(count, length, SumKernels<Self>.Rows(first: dx, distance: length), offsets)
      kernels.sums.ofRowProducts(
        count, length, SumKernels<Self>.Rows(first: normalized, distance: length), zeros, dx, slopes)
      for row in 0..<2 * count { offsets[row] /= size }
      kernels.rows.spread(count, length, normalized, offsets, slopes, inverses, dx)
    }
  }

  /// The sums of x · y, or of x alone, over the rows.
  private static func _columnSums(
    of x: Tensor<Self>, times y: Tensor<Self>?, _ rows: NormalizedRows
  ) -> Tensor<Self> {
    let kernels = _kernels
    return withElements(x, y ?? x, x) { x, factors, _ in
      Tensor<Self>.make(TensorShape(vector: rows.length)) { sums in
        kernels.forEachBlock(ofRows: rows.length, of: rows.count) { first, count in
          let these = SumKernels<Self>.Rows(first: x + first, distance: rows.length)
          if y == nil {
            kernels.sums.ofColumns(rows.count, count, these, sums + first)
          } else {
            kernels.sums.ofColumnProducts(rows.count, count, these, nil, factors + first, sums + first)
          }
        }
      }
    }
  }
}

extension Variable {
  /// Each row along the last axis brought to mean 0 and variance 1 by its own mean and variance; rows over several last axes
  /// where `axes` says so.
  @inlinable
  public func layerNormalized(axes: Int = 1, epsilon: Double = 1e-5) -> Variable {
    graph.apply(LayerNormOperation(axes: axes, epsilon: epsilon), self)
  }

  /// The same, then multiplied by a scale and shifted, both of the shape of the last axes, which are as many as theirs.
  @inlinable
  public func layerNormalized(scale: Variable, shift: Variable, epsilon: Double = 1e-5) -> Variable {
    graph.apply(LayerNormOperation(axes: scale.shape.rank, epsilon: epsilon), self, scale, shift)
  }
}
