import Backprop
import Testing

/// A target of 0 contributes 0 whatever the probability, by the rule of SciPy's `xlogy` ("0 when x = 0"), which PyTorch's
/// has, too. Other losses were worked out by hand: −log of the right class's probability.
@Suite("Targets of 0")
struct ZeroTargetTests {
  @Test("of a perfect answer make a loss of 0, not −0 and not NaN, with derivatives without NaN")
  func perfect() {
    expectPerfect(as: Double.self)
    expectPerfect(as: Float.self)
  }

  private func expectPerfect<Scalar: TensorScalar>(as type: Scalar.Type) {
    let graph = Graph<Scalar>()
    let infinity = Tensor<Scalar>(.infinity)
    let t = graph.variable([0, 1], name: "t")
    func expectZero(_ loss: Variable<Scalar>) {
      #expect("\(loss.value)" == "0.0", "\(type)")
    }
    let y = graph.variable([0, 1], name: "y")
    let entropy = y.crossEntropy(t)
    expectZero(entropy)
    let gradients = entropy.backward()
    // −t / y, and by t nothing where nothing was expected and nothing was given.
    #expect(gradients[y] == [0, -1] && gradients[t] == [0, 0])
    #expect(graph.firstNonFinite(gradients: gradients) == nil)
    for offset in [0, 1000] as [Tensor<Scalar>] {
      let a = graph.variable([-infinity, offset], name: "a")
      let (rows, classes) = (a.softmaxWithLoss(t), a.softmaxWithLoss([1]))
      expectZero(rows)
      expectZero(classes)
      let found = rows.backward()
      // softmax − t
      #expect(found[a] == [0, 0] && found[t] == [0, 0])
      #expect(classes.backward()[a] == [0, 0])
      #expect("\(classes.backward()[a])" == "[0.0, 0.0]")
    }
    // A class whose probability is too small for the type is as good as ruled out.
    let far = graph.variable([-2000, 0])
    expectZero(far.softmaxWithLoss(t))
    expectZero(far.softmaxWithLoss([1]))
    #expect(far.softmaxWithLoss(t).backward()[far] == [0, 0])
    expectZero(far.softmax().crossEntropy(t))
  }

  @Test("agree with class indices, row by row, with and without ε", arguments: [0, 1e-7])
  func forms(epsilon: Double) {
    expectAgreement(Double(epsilon))
    expectAgreement(Float(epsilon))
  }

  private func expectAgreement<Scalar: TensorScalar>(_ epsilon: Scalar) {
    let infinity = Tensor<Scalar>(.infinity)
    let logits: Tensor<Scalar> = [
      [-infinity, 0, 1], [3, -infinity, -infinity], [0.5, 0.25, -1], [-1000, 1000, 0],
    ]
    let classes = [2, 0, 1, 1]
    let graph = Graph<Scalar>()
    let a = graph.variable(logits)
    let t = graph.constant(.oneHot(classes, classes: 3))
    let (rows, indices) = (
      a.softmaxWithLoss(t, epsilon: epsilon), a.softmaxWithLoss(classes, epsilon: epsilon)
    )
    expectClose(rows.value.item, indices.value.item, relative: 8 * Scalar.ulpOfOne, absolute: 1e-12)
    #expect(rows.value.item.isFinite)
    let (byRows, byIndices) = (rows.backward()[a], indices.backward()[a])
    expectClose(byRows, byIndices, relative: 16 * Scalar.ulpOfOne, absolute: 1e-12)
    #expect(byRows.scalars.allSatisfy { $0.isFinite })
    let layer = CrossEntropy<Scalar>(epsilon: epsilon)
    let probabilities = Softmax<Scalar>().forward(logits)
    let byHand = layer.forward(probabilities, classes)
    expectClose(byHand.item, layer.forward(probabilities, .oneHot(classes, classes: 3)).item)
    #expect(byHand.item.isFinite && layer.backward().scalars.allSatisfy { $0.isFinite })
    // Soft targets with zeros among them: (log 2) / 2 + (log 2) / 2 for two equal probabilities.
    let soft = graph.constant([0, 0.5, 0.5])
    let even = graph.variable([-infinity, 7, 7])
    guard epsilon == 0 else { return }
    expectClose(even.softmaxWithLoss(soft).value.item, 0.6931471805599453)
    expectClose(even.softmax().crossEntropy(soft).value.item, 0.6931471805599453)
    #expect(even.softmaxWithLoss(soft).backward()[even] == [0, 0, 0])
  }

  @Test("don't hide a wrong answer: the right class with a probability of 0 costs infinitely much")
  func wrong() {
    let graph = Graph<Double>()
    let infinity = Tensor<Double>(.infinity)
    #expect(graph.variable([1, 0]).crossEntropy(graph.constant([0, 1])).value.item == .infinity)
    let a = graph.variable([0, -infinity])
    #expect(a.softmaxWithLoss(graph.constant([0, 1])).value.item == .infinity)
    #expect(a.softmaxWithLoss([1]).value.item == .infinity)
    // 10⁻⁷ costs log 10⁷.
    expectClose(
      a.softmaxWithLoss(graph.constant([0, 1]), epsilon: 1e-7).value.item, 16.11809565095832)
    // However small the target is, unless it is 0.
    let tiny = graph.constant([1, Tensor(Double.leastNonzeroMagnitude)])
    #expect(graph.variable([1, 0]).crossEntropy(tiny).value.item == .infinity)
  }

  @Test("don't hide NaN")
  func notANumber() {
    let graph = Graph<Double>()
    let nan = Tensor<Double>(.nan)
    let t = graph.constant([0, 1])
    let y = graph.variable([nan, 1])
    #expect(y.crossEntropy(t).value.item.isNaN)
    #expect(y.crossEntropy(t).backward()[y].scalars[0].isNaN)
    let a = graph.variable([nan, 0])
    #expect(a.softmaxWithLoss(t).value.item.isNaN && a.softmaxWithLoss([1]).value.item.isNaN)
    let nothing = graph.variable([Tensor(-.infinity), Tensor(-.infinity)])
    #expect(nothing.softmaxWithLoss(t).value.item.isNaN && nothing.softmaxWithLoss([1]).value.item.isNaN)
  }

  @Test("of −0 are targets of 0, and a negative number beside one isn't asked for its logarithm")
  func minusZero() {
    let graph = Graph<Double>()
    #expect("\(graph.variable([0, 1]).crossEntropy(graph.constant([-0.0, 1])).value)" == "0.0")
    #expect("\(graph.variable([-1, 1]).crossEntropy(graph.constant([0, 1])).value)" == "0.0")
  }

  @Test("leave a loss measured over many samples at 0")
  func measured() throws {
    let weight: Tensor<Float> = [[1000, 0], [0, 1000]]
    let model = try Model(Affine(weight: weight, bias: [0, 0]))
    let data = try SampleSet<Float>([[1, 0], [0, 1], [1, 0]], targets: [[1, 0], [0, 1], [1, 0]])
    let loss = try #require(try model.evaluate(on: data)["loss"])
    #expect("\(loss)" == "0.0")
    let classes = try SampleSet<Float>([[1, 0], [0, 1], [1, 0]], labels: [0, 1, 0], classCount: 2)
    #expect(try model.evaluate(on: classes)["loss"].map { "\($0)" } == "0.0")
  }

  @Test("log_softmax of a class that is ruled out has finite derivatives")
  func logSoftmax() {
    let graph = Graph<Double>()
    let a = graph.variable([Tensor(-.infinity), 0, 0])
    let z = a.logSoftmax()
    // The row of a sum over all: dz − softmax Σ dz.
    #expect(z.backward(upstream: [0, 1, 0])[a] == [0, 0.5, -0.5])
  }
}
