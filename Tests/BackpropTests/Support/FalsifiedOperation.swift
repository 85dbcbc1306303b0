import Backprop

/// A mistake that someone might make in a derivative.
enum Falsehood: String, Sendable, CaseIterable {
  case scaled, signFlipped, oneElement, shifted, transposed, missing

  /// The derivative with the mistake.
  func applied<Scalar: TensorScalar>(to gradient: Tensor<Scalar>) -> Tensor<Scalar> {
    let numbers = gradient.scalars
    guard let largest = numbers.indices.max(by: { numbers[$0].magnitude < numbers[$1].magnitude }) else {
      return gradient
    }
    var wrong = numbers
    switch self {
    case .scaled: wrong = numbers.map { $0 * (Scalar.ulpOfOne > 1e-10 ? 1.1 : 1.01) }
    case .signFlipped: wrong = numbers.map { -$0 }
    case .oneElement: wrong[largest] *= 1.5
    case .shifted: wrong = Array(numbers.dropFirst() + numbers.prefix(1))
    case .transposed: wrong = gradient.transposed().scalars
    case .missing: wrong = numbers.map { _ in 0 }
    }
    return Tensor(shape: gradient.shape, wrong)
  }

  /// Whether the mistake changes this derivative by more than a tolerance could hide. A sum's derivative shifted by one
  /// element, say, is still a sum's derivative.
  func shows<Scalar: TensorScalar>(in gradient: Tensor<Scalar>) -> Bool {
    let largest = gradient.scalars.map(\.magnitude).max() ?? 0
    let change = (applied(to: gradient) - gradient).scalars.map(\.magnitude).max() ?? 0
    return change > (Scalar.ulpOfOne > 1e-10 ? 0.05 : 0.005) * largest
  }
}

/// An operation with its own forward and a mistake in the derivative by one of its operands.
struct FalsifiedOperation<Scalar: TensorScalar>: GraphOperation {
  let original: any GraphOperation<Scalar>
  let falsehood: Falsehood
  let operand: Int

  var name: String { "falsified \(original.name)" }

  func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try original.forward(&step)
  }

  func backward(_ step: BackwardStep<Scalar>) {
    let graph = Graph<Scalar>()
    let inputs = (0..<step.operandCount).map { graph.variable(step[$0]) }
    let gradients = applied(original, to: inputs).backward(upstream: step.upstream)
    for (number, input) in inputs.enumerated() {
      let gradient = gradients[input]
      step.pass(number == operand ? falsehood.applied(to: gradient) : gradient, to: number)
    }
  }

  func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    original.hashBranches(step, into: &hasher)
  }
}
