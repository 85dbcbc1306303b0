import Testing

@testable import Backprop

@Suite("A model")
struct ModelTests {
  private func affine(_ inputs: Int, _ outputs: Int) -> Affine<Float> {
    Affine(weight: .ones([inputs, outputs]), bias: .zeros([outputs]))
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("is refused when it is put together of layers that don't fit")
  func fitting() throws {
    #expect(
      message { _ = try Sequential<Float>([affine(784, 50), ReLU(), affine(100, 10)]) }
        == "Affine2 can't take a sample of shape (50,): it has 50 numbers, but the weight has 100 rows, one for each of them"
    )
    // Where the mistake is deep inside, too, and where the first layer takes anything.
    let inner = try Sequential<Float>([Sigmoid(), affine(7, 3)])
    let nested = message { _ = try Sequential<Float>([affine(4, 6), inner]) }
    #expect(nested?.hasPrefix("Affine2 can't take a sample of shape (6,)") == true, "\(nested ?? "")")
    let late = try Sequential<Float>([ReLU(), affine(4, 6)])
    #expect(message { _ = try Sequential<Float>([late, affine(5, 3)]) } != nil)
    #expect(message { _ = try Sequential<Float>([late, affine(6, 3)]) } == nil)
    #expect(message { _ = try Sequential<Float>([ReLU(), affine(4, 6), affine(5, 3)]) } != nil)
    #expect(message { _ = try Sequential<Float>([ReLU(), affine(4, 6), affine(6, 3)]) } == nil)
    // By itself each fits; for these samples it doesn't.
    #expect(message { _ = try Model(affine(12, 3), sampleShape: [3, 4]) } == nil)
    #expect(message { _ = try Model(affine(12, 3), sampleShape: [3, 5]) } != nil)
    #expect(message { _ = try Model(affine(1, 3), sampleShape: []) } != nil)
  }

  @Test("layers in a program's text that don't fit stop it with the same sentence")
  func stopping() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential<Float>(
        Affine(weight: .ones([2, 3]), bias: .zeros([3])), Affine(weight: .ones([2, 1]), bias: .zeros([1])))
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("Affine2 can't take a sample of shape (3,)"), "\(said)")
  }

  @Test("knows its parts, its sizes and itself in a line")
  func parts() throws {
    let network = Sequential<Float>(affine(4, 5), ReLU(), Sequential<Float>(affine(5, 2), Sigmoid()))
    let model = try Model(network)
    #expect(model.sampleShape == [4] && model.parameterCount == 4 * 5 + 5 + 5 * 2 + 2)
    #expect(model.summary == "affine 5, relu, (affine 2, sigmoid)")
    #expect(model.loss.summary == "softmax with cross entropy")
    let shapes = try model.layerShapes(for: [2, 2])
    #expect(shapes.map(\.label) == ["Affine1", "ReLU1", "Affine2", "Sigmoid1"])
    #expect(shapes.map(\.input) == [[2, 2], [5], [5], [2]] && shapes.map(\.output) == [[5], [5], [2], [2]])
    #expect(shapes.map(\.parameterCount) == [25, 0, 12, 0])
    #expect(throws: ShapeError.self) { try model.layerShapes(for: [5]) }
    #expect(model.predict(.ones([3, 4])) == network.predict(.ones([3, 4])))
  }

  @Test("measures its loss over all samples as their mean, whatever the size of the pieces")
  func evaluation() throws {
    let (samples, labels) = SmallProblems.blobs(2501, size: 4, classes: 3, seed: 1, as: Float.self)
    var generator = Philox4x32(seed: 2)
    let model = try Model(Sequential<Float>(sizes: [4, 5, 3], using: &generator))
    let data = try SampleSet(samples, labels: labels, classCount: 3)
    let measured = try model.evaluate(on: data)
    let whole = Double(model.loss(of: Batch(samples, .classes(labels)), in: Graph()).value.item)
    #expect(measured.keys.sorted() == ["accuracy", "loss"])
    #expect((try #require(measured["loss"]) - whole).magnitude < 1e-6)
    #expect(measured["accuracy"] == (try model.accuracy(on: data)))
    let none = try SampleSet<Float>(.zeros([0, 4]), labels: [], classCount: 3)
    #expect(try model.evaluate(on: none).isEmpty)
  }

  @Test("a layer called by hand leaves alone what another one did in the same pass")
  func sharedPass() {
    let (a1, a2) = (
      Affine<Double>(weight: [[1, 2], [3, 4]], bias: [0, 1]), Affine<Double>(weight: [[5], [-6]], bias: [2])
    )
    let pass = Pass<Double>.training(iteration: 0)
    _ = a2.forward(a1.forward([[1, 1]], in: pass), in: pass)
    let dx = a1.backward(a2.backward(1))
    #expect(a2.dW == [[4], [7]] && a2.db == [1])
    #expect(a1.dW == [[5, -6], [5, -6]] && dx == [[-7, -9]])
  }

  @Test(
    "an inner network that was run by an outer one can go backward by itself, and forgets what it doesn't run"
  )
  func innerByHand() {
    final class Sometimes: TracedLayer {
      let trace = LayerTrace<Double>()
      let relu = ReLU<Double>()
      var members: [Member<Double>] { [.layer("relu", relu)] }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
        pass.isTraining ? relu(x, in: pass) : x * 1
      }
    }
    let affine = Affine<Double>(weight: [[1, 2], [3, 4]], bias: [0, 1])
    let some = Sometimes()
    let inner = Sequential<Double>(affine, some)
    let outer = Sequential<Double>(inner, Sigmoid())
    _ = outer.forward([[1, 2]], in: .training(iteration: 0))
    #expect(some.relu.mask != nil)
    #expect(inner.backward([[1, 10]]) == [[21, 43]])
    #expect(affine.dW == [[1, 10], [2, 20]])
    _ = outer.forward([[1, 2]])
    #expect(some.relu.mask == nil && affine.dW == nil)
    outer.backward(1)
    #expect(affine.dW != nil)
  }

  @Test("that has more scores than there are classes has its mistakes counted all the same")
  func moreScores() throws {
    let scores: Tensor<Float> = [[0, 0, 0, 9], [9, 0, 0, 0], [0, 9, 0, 0]]
    let data = try SampleSet(scores, labels: [0, 0, 1], classCount: 2)
    let model = try Model(ReLU<Float>())
    let evaluation = try model.classEvaluation(on: data)
    #expect(evaluation.confusion.total == 3 && evaluation.confusion[0, 3] == 1)
    #expect(evaluation.confusion.accuracy == (try model.accuracy(on: data)))
  }

  @Test("measures an accuracy only where there are classes")
  func metrics() throws {
    let model = try Model(ReLU<Float>())
    #expect(model.usualMetrics(for: .classes(3)).map(\.name) == ["accuracy", "loss"])
    #expect(model.usualMetrics(for: .rows([3])).map(\.name) == ["accuracy", "loss"])
    #expect(model.usualMetrics(for: .rows([1])).map(\.name) == ["loss"])
    #expect(model.usualMetrics(for: .rows([2, 3])).map(\.name) == ["loss"])
  }

  @Test("is checked in a training pass, with the same findings for any number of threads")
  func checkInTraining() async {
    await #expect(processExitsWith: .success) {
      var random = Philox4x32(seed: 4)
      let norm = NoisyNorm<Double>(size: 4)
      let model = try Model(
        Sequential<Double>(
          Affine(inputs: 3, outputs: 4, using: &random), norm, Sigmoid(),
          Affine(inputs: 4, outputs: 2, using: &random)))
      let batch = Batch<Double>(.normal([5, 3], using: &random), .classes([0, 1, 1, 0, 1]))
      var reports: [String] = []
      for threads in [1, 4] {
        Parallelism.threadCount = threads
        let report = GradientCheck<Double>().check(model, on: batch) { $0.training(iteration: 3, seed: 1) }
        precondition(report.verdict == .ok, "\(report)")
        reports.append("\(report)")
      }
      precondition(reports[0] == reports[1], "threads change the report")
      precondition(norm.mean.value == .zeros([4]), "a check has committed a statistic")
      let evaluated = GradientCheck<Double>().check(model, on: batch)
      precondition("\(evaluated)" != reports[0], "noise changes nothing")
    }
  }

  @Test("called by hand leaves in the layers within it what each did", arguments: [false, true])
  func byHand(isNested: Bool) throws {
    var generator = Philox4x32(seed: 3)
    let first = Affine<Double>(inputs: 3, outputs: 4, using: &generator)
    let (relu, sigmoid) = (ReLU<Double>(), Sigmoid<Double>())
    let second = Affine<Double>(inputs: 4, outputs: 2, using: &generator)
    let network =
      isNested
      ? Sequential<Double>(Sequential<Double>(first, relu), second, sigmoid)
      : Sequential<Double>(first, relu, second, sigmoid)
    let x: Tensor<Double> = [[1, -2, 0.5], [0.3, 0.7, -1]]
    let y = network.forward(x)
    #expect(first.dW == nil && sigmoid.output == y)
    #expect(relu.mask == (first.predict(x) .<= 0))
    network.backward([[1, 2], [3, -4]])
    // The same layer by layer, called in reverse order as in the notes.
    let copies = (
      Affine(weight: first.weight.value, bias: first.bias.value), ReLU<Double>(),
      Affine(weight: second.weight.value, bias: second.bias.value), Sigmoid<Double>()
    )
    _ = copies.3.forward(copies.2.forward(copies.1.forward(copies.0.forward(x))))
    let dx = copies.0.backward(copies.1.backward(copies.2.backward(copies.3.backward([[1, 2], [3, -4]]))))
    #expect(first.dW == copies.0.dW && first.db == copies.0.db)
    #expect(second.dW == copies.2.dW && second.db == copies.2.db)
    #expect(network.backward([[1, 2], [3, -4]]) == dx)
  }
}
