import Backprop
import Synchronization

/// x³, an operation from outside the package.
struct Cube: GraphOperation {
  let name = "cube"

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] * step[0] * step[0] }

  func backward(_ step: BackwardStep<Double>) {
    step.pass { dy, x, _ in dy * 3 * x * x }
  }
}

/// Σ x y with shapes that must be equal; keeps its products for the backward pass, and says which rule was broken.
struct Dot: GraphOperation {
  let name = "dot product"
  let symbol = "·"

  func forward(_ step: inout ForwardStep<Double>) throws(ShapeError) -> Tensor<Double> {
    guard step[0].shape == step[1].shape else {
      throw ShapeError(
        operation: name, shapes: [step[0].shape, step[1].shape], rule: "both must have one shape")
    }
    let products = step[0] * step[1]
    step.save(products)
    return products.sum()
  }

  func backward(_ step: BackwardStep<Double>) {
    // By way of the saved products, where an operand isn't 0: xy / x = y.
    let products = step.saved[0]
    step.pass(step.upstream * products / step[0], to: 0)
    step.pass(step.upstream * products / step[1], to: 1)
  }
}

/// The sum of any number of operands.
struct Total: GraphOperation {
  let name = "total"

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> {
    (0..<step.operandCount).reduce(0) { $0 + step[$1] }
  }

  func backward(_ step: BackwardStep<Double>) {
    for operand in 0..<step.operandCount { step.pass(step.upstream, to: operand) }
  }
}

/// x · y that counts how often each derivative is computed.
struct Counted: GraphOperation {
  final class Counts: Sendable {
    private let counts = Mutex([0, 0, 0])
    /// The derivatives by the first and the second operand, and the backward calls.
    var all: [Int] { counts.withLock { $0 } }
    func add(to index: Int) { counts.withLock { $0[index] += 1 } }
  }

  let name = "counted"
  let counts = Counts()

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] * step[1] }

  func backward(_ step: BackwardStep<Double>) {
    counts.add(to: 2)
    step.pass(derivative(step, by: 0), to: 0)
    step.pass(derivative(step, by: 1), to: 1)
  }

  private func derivative(_ step: BackwardStep<Double>, by operand: Int) -> Tensor<Double> {
    counts.add(to: operand)
    return step.upstream * step[1 - operand]
  }
}
