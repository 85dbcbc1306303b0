/// Sigmoid and binary cross entropy in one layer, whose derivative is (y − t) / n: for yes and no, and for any number of
/// labels that a sample can have or not.
///
/// The loss is the mean over all n numbers, samples times labels, as in PyTorch's `BCEWithLogitsLoss`. Targets are numbers
/// from 0 to 1 in the predictions' shape; or classes, which are 0 and 1 where a sample has one number, and otherwise which
/// one of its numbers should be 1.
public final class SigmoidWithLoss<Scalar: TensorScalar>: TracedLoss {
  public let trace = LayerTrace<Scalar>()

  /// The loss; it has no settings.
  public init() {}

  public func copy() -> SigmoidWithLoss { SigmoidWithLoss() }

  public func callAsFunction(_ x: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    x.sigmoidWithLoss(x.graph.constant(rows(targets, beside: x.shape), name: "t"))
  }

  private func rows(_ targets: Targets<Scalar>, beside shape: TensorShape) -> Tensor<Scalar> {
    guard case .classes(let classes) = targets, shape.last == 1, shape.elementCount == classes.count else {
      return targets.numbers(beside: shape)
    }
    for (row, label) in classes.enumerated() {
      require(
        label == 0 || label == 1,
        "label \(label) in row \(row) is neither 0 nor 1, which one number tells apart")
    }
    return Tensor(shape: shape, classes.map { Scalar($0) })
  }

  public func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {
    if case .classes(let count) = targets, output.rank == 1, output[0] == 1 {
      guard count <= 2 else {
        throw ShapeError(
          operation: "sigmoid_with_loss", operands: [.init(name: "an output", shape: output)],
          rule: "it has one number, which tells 2 classes apart, but there are \(count)")
      }
      return
    }
    try checkScores(output: output, against: targets, for: "sigmoid_with_loss")
  }

  public var summary: String { "sigmoid with binary cross entropy" }
}

extension Targets {
  /// Targets as numbers in the predictions' shape: classes become one-hot rows.
  func numbers(beside shape: TensorShape) -> Tensor<Scalar> {
    switch self {
    case .rows(let rows): rows
    case .classes(let classes): Tensor.oneHot(classes, classes: shape.last ?? 0).reshaped(shape)
    }
  }
}
