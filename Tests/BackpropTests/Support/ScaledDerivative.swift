import Backprop

/// An operation with its own forward, and the derivative by one of its operands times a factor.
struct ScaledDerivative<Scalar: TensorScalar>: GraphOperation {
  let original: any GraphOperation<Scalar>
  let factor: Scalar
  let operand: Int

  var name: String { "scaled \(original.name)" }

  func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try original.forward(&step)
  }

  func backward(_ step: BackwardStep<Scalar>) {
    let graph = Graph<Scalar>()
    let inputs = (0..<step.operandCount).map { graph.variable(step[$0]) }
    let gradients = applied(original, to: inputs).backward(upstream: step.upstream)
    for (number, input) in inputs.enumerated() {
      step.pass(number == operand ? gradients[input] * Tensor(factor) : gradients[input], to: number)
    }
  }

  func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    original.hashBranches(step, into: &hasher)
  }
}
