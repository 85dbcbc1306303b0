import Backprop
import Testing

@Suite("What a gradient check says")
struct VerdictTests {
  /// max(x, 0) summed, without a graph that could tell the check about its kink.
  private static func rectified(_ x: Tensor<Double>) -> Double { x.scalars.reduce(0) { $0 + max($1, 0) } }

  @Test(
    "kink, when ReLU's operand lies within a step of 0 in a graph",
    arguments: [5e-5, -5e-5, 9e-6, 9.9e-5, 0, -0.0])
  func kinkInGraph(_ x: Double) {
    let report = GradientCheck<Double>().check([[1, Tensor(x), -1]]) { $0[0].relu() }
    #expect(report.verdict == .kink, "\(report)")
    #expect(report.passed)
    #expect(report.parameters[0].kinkCount == 1)
    #expect(report.parameters[0].worstElement == [1])
    // The element at the kink doesn't count in the figures.
    #expect(report.parameters[0].meanAbsoluteDifference < 1e-11)
    #expect(report.parameters[0].maxRelativeError < 1e-10)
  }

  @Test("kink, when a network's pre-activation lies within a step of 0")
  func kinkInNetwork() {
    // 1 · 0.3 + 1 · (−0.29995) = 5e-5.
    let layer = Affine<Double>(weight: [[0.3, 1], [-0.29995, 1]], bias: [0, 0])
    let network = Sequential<Double>(layer, ReLU(), Affine(weight: [[1, -1], [2, 1]], bias: [0, 0]))
    let report = GradientCheck<Double>().check(network.parameters) { graph in
      SoftmaxWithLoss<Double>()(network(graph.constant([[1, 1]])), .classes([0]))
    }
    #expect(report.verdict == .kink, "\(report)")
    #expect(report.passed)
    #expect(report.parameters.map(\.kinkCount) == [2, 1, 0, 0])
    // Without looking at the kink the numerical gradient seems to disagree.
    let weight = layer.weight
    let numerical = numericalGradient(by: weight) {
      SoftmaxWithLoss<Double>().forward(network.predict([[1, 1]]), [0]).item
    }
    let graph = Graph<Double>()
    let loss = SoftmaxWithLoss<Double>()(network(graph.constant([[1, 1]])), .classes([0]))
    #expect((numerical - loss.backward()[weight]).magnitude().max().item > 0.01)
  }

  @Test("kink, when two elements tie for the maximum or nearly do")
  func kinkOfMaximum() {
    for x: Tensor<Double> in [[1, 2, 2], [1, 2, 2.00005]] {
      let report = GradientCheck<Double>().check([x]) { $0[0].max() }
      #expect(report.verdict == .kink, "\(report)")
      #expect(report.parameters[0].kinkCount == 2)
    }
  }

  @Test("kink, when a plain function has one within a step", arguments: [5e-5, 9e-6, 9.9e-5])
  func kinkOfClosure(_ x: Double) {
    let check = GradientCheck<Double>()
    #expect(check.check(at: [1, Tensor(x), -1], gradient: [1, 1, 0], of: Self.rectified).verdict == .kink)
    #expect(check.check(at: [1, Tensor(-x), -1], gradient: [1, 0, 0], of: Self.rectified).verdict == .kink)
  }

  @Test(
    "kink, when a plain function is asked exactly on one, for the derivative of either side",
    arguments: [0.0, 1])
  func onTheKink(_ derivative: Double) {
    let report = GradientCheck<Double>().check(
      at: [1, 0, -1], gradient: [1, Tensor(derivative), 0], of: Self.rectified)
    #expect(report.verdict == .kink, "\(report)")
    #expect(report.parameters[0].kinkCount == 1)
  }

  @Test("wrong, when a derivative at a kink is neither side's nor between them", arguments: [5e-5, 0, -5e-5])
  func wrongAtTheKink(_ x: Double) {
    let check = GradientCheck<Double>()
    for derivative in [-0.5, 1.5] {
      let report = check.check(
        at: [1, Tensor(x), -1], gradient: [1, Tensor(derivative), 0], of: Self.rectified)
      #expect(report.verdict == .wrong, "\(derivative): \(report)")
    }
  }

  @Test("wrong, when one element has a kink and another a wrong derivative")
  func wrongBesideAKink() {
    let report = GradientCheck<Double>().check(
      at: [1, 5e-5, 2], gradient: [1, 1, 1.01], of: Self.rectified)
    #expect(report.verdict == .wrong)
    #expect(report.parameters[0].worstElement == [2])
    #expect(report.parameters[0].kinkCount == 1)
  }

  @Test("can't tell, when rounding hides the derivative with every step")
  func rounding() {
    // The loss of 10⁵ comes in steps of 0.008 and changes by less than 0.001.
    let coarse = GradientCheck<Float>().check([[0.3, -0.7]]) { $0[0].tanh().sum() * 1e-4 + 1e5 }
    #expect(coarse.verdict == .rounding, "\(coarse)")
    #expect(!coarse.passed)
    #expect(
      coarse.description.contains("can't tell")
        && coarse.description.contains("use Double or a larger loss scale"))
    let fine = GradientCheck<Double>().check([[0.3, -0.7]]) { $0[0].tanh().sum() * 1e-4 + 1e5 }
    #expect(fine.verdict == .ok, "\(fine)")
    // A longer step than asked for tells.
    let long = GradientCheck<Float>(step: 1e-4).check([[0.3, -0.7]]) { ($0[0] * $0[0]).sum() + 1000 }
    #expect(long.verdict == .ok, "\(long)")
  }

  @Test("nan, when the function or its derivative isn't finite")
  func notFinite() {
    let check = GradientCheck<Double>()
    // log −1 is NaN; √ has an infinite slope at 0; a NaN that backpropagation alone makes.
    #expect(check.check([[1, -1]]) { $0[0].log() }.verdict == .nan)
    #expect(check.check([[1, 0]]) { $0[0].squareRoot() }.verdict == .nan)
    let report = check.check(at: [1, 2], gradient: [2, .init(.nan)]) { ($0 * $0).sum().item }
    #expect(report.verdict == .nan)
    #expect(report.parameters[0].worstElement == [1])
    #expect(!report.passed)
  }

  @Test(
    "names the planted element as the worst, with both derivatives", arguments: [[0, 0], [0, 2], [1, 1]])
  func worstElement(_ position: [Int]) {
    let x: Tensor<Double> = [[1, -2, 3], [4, 0.5, -6]]
    var gradient = x * x * 3
    gradient[element: position[0], position[1]] *= 1.02
    let report = GradientCheck<Double>().check(at: x, gradient: gradient) { ($0 * $0 * $0).sum().item }
    let parameter = report.parameters[0]
    #expect(report.verdict == .wrong)
    #expect(parameter.name == "x" && parameter.shape == [2, 3])
    #expect(parameter.worstElement == position)
    #expect(parameter.backpropagated == gradient[element: position[0], position[1]])
    expectClose(
      parameter.numerical, 3 * x[element: position[0], position[1]] * x[element: position[0], position[1]],
      relative: 1e-6)
  }

  @Test("has the notes' figure: the mean of the absolute differences")
  func meanAbsoluteDifference() {
    // The derivatives of x² at 1, 2 and 3 are 2, 4 and 6; (0 + 0.5 + 0.25) / 3 = 0.25; 0.5 / 4.5 = 1/9.
    let report = GradientCheck<Double>().check(at: [1, 2, 3], gradient: [2, 4.5, 6.25]) {
      ($0 * $0).sum().item
    }
    expectClose(report.parameters[0].meanAbsoluteDifference, 0.25, relative: 1e-9)
    expectClose(report.parameters[0].maxRelativeError, 1 / 9, relative: 1e-9)
    #expect(report.parameters[0].worstElement == [1])
  }

  @Test("in sentences that name the parameter, the figures and the place")
  func description() {
    let wrong = GradientCheck<Double>().check(at: [1, 2, 3], gradient: [2, 4.5, 6.25]) {
      ($0 * $0).sum().item
    }
    #expect(
      wrong.description.hasPrefix(
        "x  wrong  mean absolute difference 2.5e-1, largest relative error 1.1e-1 at [1]\nx: at [1] backpropagation gives 4.5 and the numerical gradient "
      ), "\(wrong)")
    let kink = GradientCheck<Double>().check([[1, 5e-5]], names: ["a"]) { $0[0].relu() }
    #expect(kink.description.hasPrefix("a  kink  mean absolute difference "))
    #expect(kink.description.contains("\na: 1 element lies within a step of a kink"))
    let two = GradientCheck<Double>().check([[1], [2]], names: ["a", "bb"]) { $0[0] * $0[1] }
    #expect(two.description.split(separator: "\n").map { $0.prefix(8) } == ["a   ok  ", "bb  ok  "])
  }

  @Test(
    "with figures of two digits, also where rounding reaches the next power of ten",
    arguments: [
      (9.97e-5, "1.0e-4"), (9.94e-5, "9.9e-5"), (0.96, "9.6e-1"), (0.996, "1.0e0"), (99.6, "1.0e2"),
    ])
  func figures(_ error: Double, _ text: String) {
    // The derivative of 1000 x is 1000; 1000 + error differs from it by the error.
    let report = GradientCheck<Double>().check(at: [1], gradient: [Tensor(1000 + error)]) {
      1000 * $0.sum().item
    }
    #expect(report.description.contains("mean absolute difference \(text), "), "\(report)")
  }

  @Test("orders its verdicts from harmless to grave and reports the gravest")
  func order() {
    #expect(GradientReport.Verdict.allCases.sorted() == [.ok, .kink, .rounding, .wrong, .nan])
    let report = GradientCheck<Double>().check([[5e-5], [-1]]) { $0[0].relu() + $0[1].log() }
    #expect(report.parameters.map(\.verdict) == [.nan, .nan])
    let mixed = GradientCheck<Double>().check([[5e-5], [1]]) { $0[0].relu() + $0[1] }
    #expect(mixed.parameters.map(\.verdict) == [.kink, .ok])
    #expect(mixed.verdict == .kink)
  }

  @Test("a numerical gradient restores what it changes, and follows the central difference")
  func numerical() {
    let x = Parameter<Double>([[0.1, 0.2], [0.3, -0.4]], name: "x")
    let before = x.value.scalars.map(\.bitPattern)
    // x³: the central difference is 3 x² + h² exactly.
    let gradient = numericalGradient(by: x, step: 0.01) { (x.value * x.value * x.value).sum().item }
    expectClose(gradient, x.value * x.value * 3 + 1e-4, relative: 1e-11)
    #expect(x.value.scalars.map(\.bitPattern) == before)
    let point: Tensor<Double> = [2, -1]
    expectClose(numericalGradient(at: point) { ($0 * [3, 5]).sum().item }, [3, 5], relative: 1e-9)
    #expect(numericalGradient(at: Tensor<Double>.zeros([0])) { _ in 1 }.shape == [0])
  }
}
