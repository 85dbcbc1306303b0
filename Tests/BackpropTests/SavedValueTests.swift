import Backprop
import Testing

/// The largest of each pair of neighbours `(2 N,)`, as a pooling takes it: keeps two tensors and the positions.
private struct PairMaximum: GraphOperation {
  let name = "pair maximum"
  let settings: [String: Setting] = ["width": 2, "padding": "valid", "scale": 0.5]

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> {
    let x = step[0].scalars
    let positions = stride(from: 0, to: x.count - 1, by: 2).map { x[$0 + 1] > x[$0] ? $0 + 1 : $0 }
    step.save(step[0], Tensor(2))
    step.save(Tensor(3))
    step.save(integers: positions)
    return Tensor(positions.map { x[$0] })
  }

  func backward(_ step: BackwardStep<Double>) {
    #expect(step.saved.count == 3 && step.saved[0] == step[0])
    // 2 · 3 shows in the gradient that the later tensors arrived.
    let factor = step.saved[1].item * step.saved[2].item
    var gradient = Tensor<Double>.zeros(step[0].shape)
    for (number, position) in step.savedIntegers.enumerated() {
      gradient[element: position] = factor * step.upstream[element: number]
    }
    step.pass(gradient, to: 0)
  }
}

/// x² + y with the derivatives written as formulas.
private struct SquarePlus: GraphOperation {
  let name = "square plus"
  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] * step[0] + step[1] }
  func backward(_ step: BackwardStep<Double>) {
    step.pass(to: 0) { dz, x, _, _ in dz * 2 * x }
    step.pass(to: 1) { dz, _, _, _ in dz }
  }
}

@Suite("Operations from outside")
struct SavedValueTests {
  @Test("keep several tensors, and integers, for the backward pass")
  func saving() throws {
    let graph = Graph<Double>()
    let x = graph.variable([1, 5, 7, 2])
    let y = try graph.apply(PairMaximum(), to: [x])
    #expect(y.value == [5, 7])
    #expect(y.backward(upstream: [10, 100])[x] == [0, 60, 600, 0])
  }

  @Test("tell settings that are numbers and words")
  func settings() throws {
    let graph = Graph<Double>()
    _ = try graph.apply(PairMaximum(), to: [graph.variable([1, 5])])
    #expect(
      graph.snapshot().nodes[1].settings == [
        "width": .number(2), "padding": .word("valid"), "scale": .number(0.5),
      ])
  }

  @Test("state the derivatives of two operands as formulas, which broadcasting sums")
  func formulas() throws {
    let graph = Graph<Double>()
    let (x, y) = (graph.variable([[1.0], [2.0]]), graph.variable([10, 20, 30]))
    let z = try graph.apply(SquarePlus(), to: [x, y])
    #expect(z.value == [[11, 21, 31], [14, 24, 34]])
    let gradients = z.backward(upstream: [[1, 2, 3], [4, 5, 6]])
    // By x: 2 x Σ of the row of dz; by y: Σ of the column.
    #expect(gradients[x] == [[12], [60]])
    #expect(gradients[y] == [5, 7, 9])
    let report = GradientCheck<Double>().check([x.value, y.value]) { applied(SquarePlus(), to: $0) }
    #expect(report.verdict == .ok)
  }

  @Test("of the package run the same loops as tensors do, to the bit")
  func sameLoops() {
    // Where the package's own exp and the C library's round differently, only one loop gives these bits.
    let x = Tensor<Float>((0..<1000).map { Float($0) * 0.0173 - 8 })
    #expect(x.exp() != x.map { .exp($0) })
    let graph = Graph<Float>()
    let (v, w) = (graph.variable(x), graph.variable(x * x + 1))
    #expect(v.exp().value == x.exp() && v.relu().value == x.relu() && v.sigmoid().value == x.sigmoid())
    #expect(v.tanh().value == x.tanh() && w.log().value == w.value.log())
    #expect((v / w).value == x / w.value && w.power(v).value == w.value.power(x))
  }

  @Test("join as an elementwise function, by value and derivative alone")
  func function() throws {
    struct Softplus: ElementwiseFunction {
      let name = "softplus"
      func value<S: RealScalar>(_ x: S) -> S { .log1p(.exp(x)) }
      func derivative<S: RealScalar>(_ dy: S, x: S, y: S) -> S { dy / (1 + .exp(-x)) }
    }
    let graph = Graph<Float>()
    let x = graph.variable([0, 1])
    let y = try graph.apply(Elementwise(Softplus()), to: [x])
    // log 2 and log(1 + e), 1/2 and 1/(1 + 1/e), from mpmath.
    expectClose(y.value, [0.6931472, 1.3132617], relative: 4e-7)
    expectClose(y.backward()[x], [0.5, 0.7310586], relative: 4e-7)
    let report = GradientCheck<Double>().check([[0.5, -3]]) { applied(Elementwise(Softplus()), to: $0) }
    #expect(report.verdict == .ok)
  }
}
