import Synchronization
import Testing

@testable import Backprop

/// x ↦ x that passes on a derivative of another shape with as many elements as that shape has.
private struct Misshaped<Scalar: TensorScalar>: GraphOperation {
  let name = "misshaped"
  let shape: TensorShape
  func forward(_ step: inout ForwardStep<Scalar>) -> Tensor<Scalar> { step[0] }
  func backward(_ step: BackwardStep<Scalar>) { step.pass(.ones(shape), to: 0) }
}

/// Another operation that, in its backward pass, asks what would be said to derivatives of other shapes.
private struct Asking<Scalar: TensorScalar>: GraphOperation {
  final class Answers: Sendable {
    let all = Mutex<[String: String?]>([:])
  }
  let original: any GraphOperation<Scalar>
  let wrong: @Sendable (_ shape: TensorShape) -> [String: TensorShape]
  let answers: Answers

  var name: String { original.name }
  func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try original.forward(&step)
  }
  func backward(_ step: BackwardStep<Scalar>) {
    for operand in 0..<step.operandCount {
      for (kind, shape) in wrong(step.shape(of: operand)) {
        let answer = step.mistake(inDerivativeOfShape: shape, by: operand)
        answers.all.withLock { $0["\(operand) \(kind) \(shape)"] = .some(answer) }
      }
    }
    original.backward(step)
  }
}

/// NumPy's rule of broadcasting says which shapes an operand may have been repeated to; no others may be summed.
@Suite("A derivative of the wrong shape")
struct DerivativeShapeTests {
  private func expect(
    _ result: ExitTest.Result?, says sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(sentence), "\(said)", sourceLocation: sourceLocation)
  }

  /// Shapes that no broadcasting makes of an operand, whatever the other operands of the table's cases are.
  @Sendable private static func wrongShapes(for shape: TensorShape) -> [String: TensorShape] {
    let sizes = Array(shape)
    var wrong = ["with an axis of 7 more": TensorShape([7] + sizes)]
    guard let last = sizes.last else { return wrong }
    wrong["with a longer axis"] = TensorShape(sizes.dropLast() + [last + 11])
    wrong["without an axis"] = TensorShape(sizes.dropLast())
    if sizes.count > 1 { wrong["flattened"] = TensorShape([shape.elementCount]) }
    if sizes.reversed() != sizes, !sizes.contains(1) { wrong["reversed"] = TensorShape(sizes.reversed()) }
    return wrong
  }

  @Test("is told by every operation, for each of its operands", arguments: OperationCase.all)
  func everyOperation(_ example: OperationCase) {
    for shapes in example.shapes.lists {
      let answers = Asking<Double>.Answers()
      let operation = Asking(
        original: example.operation(Double.self), wrong: Self.wrongShapes, answers: answers)
      let graph = Graph<Double>()
      let inputs = example.operands(of: shapes, as: Double.self).map { graph.variable($0) }
      _ = applied(operation, to: inputs).backward()
      let all = answers.all.withLock { $0 }
      #expect(!all.isEmpty)
      for (kind, answer) in all {
        #expect(
          answer?.hasPrefix("\(operation.name) passes a derivative of shape ") == true,
          "\(kind) of \(shapes): \(answer ?? "taken")")
      }
    }
  }

  @Test(
    "stops with the operation, the operand, both shapes and the rule",
    arguments: [
      [[2, 3], [3, 2]], [[2, 3], [6]], [[2, 3], [1, 2, 3]], [[2, 3], [2]], [[2, 3], [3]], [[2, 3], []],
      [[2, 3], [2, 4]], [[2, 3], [4, 3]], [[3], [1, 3]], [[3], [2, 3]], [[], [1]], [[], [2, 2]],
      [[1, 3], [2, 3]], [[2, 3], [0]], [[0, 3], [3, 0]],
    ])
  func sentences(_ shapes: [[Int]]) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [shapes] in
      let x = Graph<Double>().variable(.ones(TensorShape(shapes[0])), name: "x")
      let y = try x.graph.apply(Misshaped(shape: TensorShape(shapes[1])), to: [x])
      _ = y.named("y").backward()
    }
    let (own, wrong) = (TensorShape(shapes[0]), TensorShape(shapes[1]))
    expect(
      result,
      says:
        "misshaped (y) passes a derivative of shape \(wrong) to operand 0, x, of shape \(own): it must have the operand's shape, or one that broadcasting with the other operands or to the result, of shape \(own), makes of it"
    )
  }

  @Test("stops where it goes to a sink, in Float, before the parameter changes")
  func sink() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let weight = Parameter<Float>(.ones([2, 3]), name: "W")
      let graph = Graph<Float>()
      let y = try graph.apply(Misshaped(shape: [3, 2]), to: [graph.variable(weight)])
      y.backward(for: [weight], into: OptimizerState(SGD(), rate: 0.1))
    }
    expect(
      result, says: "misshaped passes a derivative of shape (3, 2) to operand 0, W, of shape (2, 3): it must")
  }

  @Test("stops where it is handed to an optimiser, a collector or a clipper", arguments: 0..<3)
  func handed(_ number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [number] in
      let weight = Parameter<Double>(.ones([2, 3]), name: "W")
      let collector = GradientCollector<Double>()
      let sinks: [any GradientSink<Double>] = [
        OptimizerState(Momentum(), rate: 0.1), collector, GradientClipper(norm: 1, to: collector),
      ]
      sinks[number].take(FinishedGradient(.ones([3, 2])), of: weight)
    }
    expect(result, says: "a derivative of shape (3, 2) can't be that by W of shape (2, 3)")
  }

  @Test("as a product stops, though the elements are as many")
  func product() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      struct Crossed: GraphOperation {
        let name = "crossed"
        func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0].matmul(step[1]) }
        func backward(_ step: BackwardStep<Double>) {
          // Bᵀ · A of the operands instead of Aᵀ · B: (2, 3) for an operand (3, 2).
          step.passProduct(transposing: step.upstream, step[0], to: 1)
        }
      }
      let graph = Graph<Double>()
      let (x, w) = (graph.variable(.ones([4, 3])), graph.variable(.ones([3, 2]), name: "W"))
      _ = try graph.apply(Crossed(), to: [x, w]).backward()
    }
    expect(
      result,
      says:
        "crossed passes the product of matrices (4, 2), transposed, and (4, 3) as the derivative by operand 1, W, of shape (3, 2)"
    )
  }

  @Test(
    "of an elementwise function stops where the result has another shape than the operands",
    arguments: [1, 2])
  func elementwise(_ operandCount: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [operandCount] in
      struct Summing: GraphOperation {
        let name = "summing"
        func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0].sum() }
        func backward(_ step: BackwardStep<Double>) {
          if step.operandCount == 1 {
            step.pass { dy, _, _ in dy }
          } else {
            step.pass(to: 1) { dz, _, _, _ in dz }
          }
        }
      }
      let graph = Graph<Double>()
      let inputs = (0..<operandCount).map { graph.variable(.ones([2, 3]), name: "x\($0)") }
      _ = try graph.apply(Summing(), to: inputs).backward()
    }
    expect(
      result,
      says: "summing can't pass the derivative of an elementwise function to operand 0, x0, of shape (2, 3)")
  }

  @Test(
    "of the result stops: backward(upstream:)", arguments: [[3, 2], [6], [1, 2, 3], [2], [2, 3, 1], [0]])
  func upstream(_ sizes: [Int]) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [sizes] in
      let x = Graph<Double>().variable(.ones([2, 3]), name: "x")
      _ = x.exp().backward(upstream: .ones(TensorShape(sizes)))
    }
    expect(
      result,
      says:
        "backward from the result of exp needs an upstream derivative that broadcasts to its shape (2, 3), not one of shape \(TensorShape(sizes))"
    )
  }

  @Test(
    "of a layer's output stops, also one that could be repeated",
    arguments: [[3, 4], [12], [3], [1, 3], [1]])
  func layers(_ sizes: [Int]) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [sizes] in
      let layer = Affine<Float>(weight: .ones([2, 3]), bias: .zeros([3]))
      _ = layer.forward(.ones([4, 2]))
      layer.backward(.ones(TensorShape(sizes)))
    }
    expect(
      result,
      says:
        "backward through the result of affine needs the derivative by the output, of its shape (4, 3), or one number for all of it, not a derivative of shape \(TensorShape(sizes))"
    )
  }

  @Test("isn't one that broadcasting has made, of an operation from outside, too")
  func repeated() throws {
    struct Scaled: GraphOperation {
      let name = "scaled sum"
      func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { (step[0] * step[1]).sum() }
      func backward(_ step: BackwardStep<Double>) {
        step.pass(step.upstream * step[1].broadcast(to: step[0].shape), to: 0)
        step.pass(step.upstream * step[0], to: 1)
      }
    }
    let graph = Graph<Double>()
    let (x, k) = (graph.variable([[1, 2, 3], [4, 5, 6]]), graph.variable([[10], [20]]))
    let gradients = try graph.apply(Scaled(), to: [x, k]).backward()
    // Σ over a row: 1 + 2 + 3 and 4 + 5 + 6. By x the derivative is k, which is repeated along each row.
    #expect(gradients[k] == [[6], [15]] && gradients[x] == [[10, 10, 10], [20, 20, 20]])
  }
}
