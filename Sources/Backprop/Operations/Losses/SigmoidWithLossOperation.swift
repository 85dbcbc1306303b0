/// The binary cross entropy of σ(x) against targets t, in one node: over n numbers
/// L = −(1/n) Σ (t log σ(x) + (1 − t) log(1 − σ(x))), ∂L/∂x = (σ(x) − t) / n, ∂L/∂t = −x / n.
///
/// x and t have one shape; each number is a question of its own, such as one of several labels of a sample. Computed as
/// log(1 + e^−|x|) + |x| · (t where x < 0, else 1 − t), which neither overflows nor loses digits. An infinite x on its
/// target's side has a loss and a derivative of 0; on the other side the loss is ∞.
public struct SigmoidWithLossOperation<Scalar: TensorScalar>: GraphOperation {
  public var name: String { "sigmoid_with_loss" }
  public var symbol: String { "Sigmoid-with-Loss" }

  /// The operation; it has no settings.
  @inlinable
  public init() {}

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try step.meanLoss(for: name) { Scalar._sigmoidLoss($0, $1) }
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    let share = step.shareOfMean
    step.pass(Scalar._sigmoidLossDerivative(step[0], step[1], share: share), to: 0)
    step.pass(step[0] * Tensor(-share), to: 1)
  }
}

extension Variable {
  /// The binary cross entropy of the sigmoid of these logits against targets of the same shape, the mean over all numbers.
  @inlinable
  public func sigmoidWithLoss(_ targets: Variable) -> Variable {
    graph.apply(SigmoidWithLossOperation(), self, targets)
  }
}
