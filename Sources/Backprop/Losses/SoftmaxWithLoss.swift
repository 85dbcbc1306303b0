/// Softmax and cross entropy in one layer, whose derivative is (y − t) / N.
///
/// Label smoothing and class weights put other numbers in the targets' place, and leave the formula as it is. With label
/// smoothing ε a target t of C classes becomes (1 − ε) t + ε / C (C. Szegedy et al., "Rethinking the Inception
/// architecture for computer vision", CVPR 2016): then a class that a logit of −∞ rules out makes the loss infinite.
/// With class weights w each class's target is multiplied by its weight. The mean over samples is PyTorch's: of class
/// indices a weighted one, Σ wₖ Lₖ / Σ wₖ with the weight of each sample's class, of rows of targets one over N. A batch of
/// samples whose classes all weigh 0 has a loss of 0 and no derivative, where PyTorch has NaN.
public final class SoftmaxWithLoss<Scalar: TensorScalar>: TracedLoss {
  public let trace = LayerTrace<Scalar>()
  /// 0 for the stable form, which needs none; the form of the notes adds 10⁻⁷ to each probability before the logarithm.
  public let epsilon: Scalar
  /// The share of each target that is spread evenly over all classes, from 0 to 1.
  public let labelSmoothing: Scalar
  /// What the loss of each class is multiplied by, or `nil` where all are alike.
  public let classWeights: [Scalar]?

  /// The stable form or, with ε, which must be finite and 0 or more, that of the notes.
  ///
  /// - Parameters:
  ///   - labelSmoothing: the share of each target that is spread evenly over all classes, from 0 to 1.
  ///   - classWeights: what the loss of each class is multiplied by: finite numbers, 0 or more, one for each class.
  public init(epsilon: Scalar = 0, labelSmoothing: Scalar = 0, classWeights: [Scalar]? = nil) {
    requireEpsilon(epsilon)
    require(
      labelSmoothing >= 0 && labelSmoothing <= 1, "label smoothing must be from 0 to 1, not \(labelSmoothing)"
    )
    for (label, weight) in (classWeights ?? []).enumerated() {
      require(
        weight.isFinite && weight >= 0,
        "a class's weight must be a finite number, 0 or more, not \(weight), that of class \(label)")
    }
    self.epsilon = epsilon
    self.labelSmoothing = labelSmoothing
    self.classWeights = classWeights
  }

  public func copy() -> SoftmaxWithLoss {
    SoftmaxWithLoss(epsilon: epsilon, labelSmoothing: labelSmoothing, classWeights: classWeights)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ a: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    if labelSmoothing > 0 || classWeights != nil {
      return a.softmaxWithLoss(
        a.graph.constant(changed(targets, beside: a.shape), name: "t"), epsilon: epsilon)
    }
    return switch targets {
    case .rows(let rows): a.softmaxWithLoss(a.graph.constant(rows, name: "t"), epsilon: epsilon)
    case .classes(let classes): a.softmaxWithLoss(classes, epsilon: epsilon)
    }
  }

  /// The targets as rows, smoothed and weighted, times what makes the mean over N of them a weighted one.
  private func changed(_ targets: Targets<Scalar>, beside shape: TensorShape) -> Tensor<Scalar> {
    let classes = shape.last ?? 0
    var rows = targets.numbers(beside: shape)
    if labelSmoothing > 0 {
      rows = rows * Tensor(1 - labelSmoothing) + Tensor(labelSmoothing / Scalar(Swift.max(classes, 1)))
    }
    guard let classWeights else { return rows }
    require(
      classWeights.count == classes,
      "softmax_with_loss of \(classes) classes needs as many class weights, not \(classWeights.count)")
    var scale: Scalar = 1
    if case .classes(let labels) = targets {
      let total = labels.reduce(0) { $0 + classWeights[$1] }
      scale = total > 0 ? Scalar(labels.count) / total : 0
    }
    return rows * Tensor(classWeights.map { $0 * scale })
  }

  public func check(output: TensorShape, against targets: TargetKind) throws(ShapeError) {
    try checkScores(output: output, against: targets, for: "softmax_with_loss")
    guard let classWeights, classWeights.count != output[output.rank - 1] else { return }
    throw ShapeError(
      operation: "softmax_with_loss", operands: [.init(name: "an output", shape: output)],
      rule: "it has \(output[output.rank - 1]) scores, but there are \(classWeights.count) class weights")
  }

  public var summary: String { "softmax with cross entropy" }

  /// The probabilities of the last `forward`, or `nil` before the first.
  public var probabilities: Tensor<Scalar>? {
    trace.inputValues.first.map { Softmax<Scalar>().forward($0) }
  }
}
