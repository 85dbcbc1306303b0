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
    #expect(message { _ = try Sequential<Float>([affine(4, 6), inner]) }?.contains("(6,)") == true)
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
