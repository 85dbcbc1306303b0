/// The cross entropy of softmax(a) against targets t, in one node: with y = softmax(a) and N rows,
/// L = −(1/N) Σ t log y and ∂L/∂aᵢ = (yᵢ Σⱼ tⱼ − tᵢ) / N, which is the well-known (y − t) / N for targets that sum to 1;
/// ∂L/∂t = −log y / N.
///
/// A logit of −∞ rules a class out: its derivative is 0, and the loss stays finite unless the class is a target. A target
/// of 0 adds nothing to the loss: 0 · log 0 counts as 0.
///
/// a is `(N, C)`, or `(C,)` for one row. Targets are a second operand of the same shape, or class indices given with
/// the operation. log y is computed as a − log Σ exp a, which neither overflows nor needs an ε. With ε > 0 the loss is
/// the notes' −(1/N) Σ t log(y + ε), and the derivative still the notes', which leaves ε out: that is what its gradient
/// check shows as differences near 10⁻⁷.
public struct SoftmaxWithLossOperation<Scalar: TensorScalar>: GraphOperation {
  /// The class of each row, or `nil` where the targets are the second operand.
  public let indices: [Int]?
  /// What the notes add to each probability before the logarithm; 0 for the stable form.
  public let epsilon: Scalar

  public var name: String { "softmax_with_loss" }
  public var symbol: String { "Softmax-with-Loss" }
  public var settings: [String: Setting] { ["epsilon": .number(Double(epsilon))] }

  /// The operation with class indices or, without them, with a second operand for the targets.
  @inlinable
  public init(indices: [Int]? = nil, epsilon: Scalar = 0) {
    requireEpsilon(epsilon)
    self.indices = indices
    self.epsilon = epsilon
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    let a = step[0]
    let rows = try checkedRows(step)
    let softmax = RowSoftmax(of: a, rows: rows)
    let y = softmax.y
    step.save(y)
    // With ε, log(y + ε); without, log y from a itself.
    guard let indices else {
      let logs = epsilon > 0 ? (y + Tensor(epsilon)).log() : softmax.logarithm()
      return .meanLoss(ofTerms: Scalar._targetTerms(step[1], logs, logarithm: logs), rows: rows)
    }
    let logs = epsilon > 0 ? logs(y, epsilon, at: indices, rows) : softmax.logarithm(at: indices)
    return .meanLoss(ofTerms: logs, rows: rows)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    let rows = Rows(of: step[0].shape, for: name)
    let y = step.saved[0]
    let share = step.upstream.item / Scalar(rows.count)
    if let indices {
      step.pass(gradient(y, rows, indices, share), to: 0)
      return
    }
    step.pass(
      rows.map(y, step[1]) { y, t, da in
        guard let k = positionOfLargest(in: y) else { return }
        var others: Scalar = 0
        var otherTargets: Scalar = 0
        for j in 0..<t.count where j != k {
          others += y[j]
          otherTargets += t[j]
        }
        let sum = otherTargets + t[k]
        for i in 0..<t.count { da[i] = share * (y[i] * sum - t[i]) }
        // 1 − y of the largest y, without its cancellation.
        da[k] = share * (y[k] * otherTargets - t[k] * others)
      }, to: 0)
    step.pass(
      Scalar._derivativesByTargets(
        step[1],
        logarithm: epsilon > 0
          ? (y + Tensor(epsilon)).log() : RowSoftmax(of: step[0], rows: rows).logarithm(), share: -share),
      to: 1)
  }

  /// log(y + ε) at the class indices.
  private func logs(_ y: Tensor<Scalar>, _ epsilon: Scalar, at indices: [Int], _ rows: Rows) -> Tensor<Scalar>
  {
    y.withUnsafeElements { y in
      Tensor(indices.enumerated().map { row, label in .log(y[row * rows.length + label] + epsilon) })
    }
  }

  /// (y − t) / N with t one-hot at the class indices.
  @inline(__always)
  private func gradient(
    _ y: Tensor<Scalar>, _ rows: Rows, _ indices: [Int], _ share: Scalar
  ) -> Tensor<Scalar> {
    y.withUnsafeElements { y in
      Tensor.make(rows.shape) { da in
        for i in 0..<y.count { da[i] = share * y[i] }
        // y − 1 of the label, without its cancellation.
        guard let y = y.baseAddress else { return }
        for (row, others) in rows.sums(of: y, without: indices).enumerated() {
          da[row * rows.length + indices[row]] = 0 - share * others
        }
      }
    }
  }

  private func checkedRows(_ step: ForwardStep<Scalar>) throws(ShapeError) -> Rows {
    let shape = step[0].shape
    guard let indices else { return try Rows(shape, matchingTargets: step[1].shape, for: name) }
    let rows = try Rows(shape, for: name)
    func failure(_ rule: String) -> ShapeError { ShapeError(operation: name, shapes: [shape], rule: rule) }
    guard rows.count > 0 else { throw failure("the mean over zero rows is undefined") }
    guard indices.count == rows.count else {
      throw failure("it has \(rows.count) rows, but \(indices.count) labels were given")
    }
    for (row, label) in indices.enumerated() where label < 0 || label >= rows.length {
      throw failure("label \(label) of row \(row) is outside 0 ..< \(rows.length), the classes")
    }
    return rows
  }
}

extension Variable {
  /// The cross entropy of the softmax of these logits `(N, C)` or `(C,)` against targets of the same shape.
  @inlinable
  public func softmaxWithLoss(_ targets: Variable, epsilon: Scalar = 0) -> Variable {
    graph.apply(SoftmaxWithLossOperation(epsilon: epsilon), self, targets)
  }

  /// The cross entropy of the softmax of these logits `(N, C)` or `(C,)` against class indices, one for each row.
  @inlinable
  public func softmaxWithLoss(_ indices: [Int], epsilon: Scalar = 0) -> Variable {
    graph.apply(SoftmaxWithLossOperation(indices: indices, epsilon: epsilon), self)
  }
}
