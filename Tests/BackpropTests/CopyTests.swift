import Testing

@testable import Backprop

@Suite("Copies of networks")
struct CopyTests {
  /// A layer of one's own, with a parameter and two layers within, one of them in two places.
  final class Pair: Layer {
    let factor: Parameter<Double>
    let inner: Affine<Double>
    let last: any Layer<Double>

    init(factor: Parameter<Double>, inner: Affine<Double>, last: any Layer<Double>) {
      (self.factor, self.inner, self.last) = (factor, inner, last)
    }

    var members: [Member<Double>] {
      [.parameter("factor", factor), .layer("inner", inner), .layer("last", last)]
    }
    func outputShape(for sample: TensorShape) -> TensorShape { sample }
    func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
      last(inner(inner(x, in: pass), in: pass), in: pass) * x.graph.variable(factor)
    }
    func copied(by copier: LayerCopier<Double>) -> Pair {
      Pair(factor: copier.copy(factor), inner: copier.copy(inner), last: copier.copy(last))
    }
  }

  private func affine(_ seed: UInt64) -> Affine<Double> {
    var random = Philox4x32(seed: seed)
    return Affine(inputs: 3, outputs: 3, using: &random)
  }

  @Test(
    "of each layer give the same, and have parameters and statistics of their own", arguments: LayerCase.all)
  func layers(_ layerCase: LayerCase) throws {
    let layer = try layerCase.make()
    // A layer that doesn't say how it is copied fails this test alone, and doesn't stop the others.
    let copy = try LayerCopier<Double>.copy(of: layer)
    #expect(copy !== layer && type(of: copy) == type(of: layer))
    let x = layerCase.samples(3)
    #expect(copy.predict(x) == layer.predict(x))
    let (old, new) = (NamedState(of: layer), NamedState(of: copy))
    #expect(new.parameters.map(\.path) == old.parameters.map(\.path))
    #expect(new.parameters.map(\.parameter.value) == old.parameters.map(\.parameter.value))
    #expect(new.statistics.map(\.path) == old.statistics.map(\.path))
    let before = layer.predict(x)
    for named in new.parameters { named.parameter.value += 1 }
    for named in new.statistics { named.statistic.value += 1 }
    #expect(layer.predict(x) == before)
    if !new.parameters.isEmpty { #expect(copy.predict(x) != before) }
  }

  @Test("share within themselves what the original shares")
  func sharing() throws {
    let (shared, tied) = (affine(1), Affine<Double>(weight: .ones([3, 3]), bias: .zeros([3])))
    let network = Sequential<Double>(
      shared, Pair(factor: tied.bias, inner: shared, last: Sequential<Double>(tied, ReLU())), shared)
    let copy = network.copy()
    let (old, new) = (NamedState(of: network), NamedState(of: copy))
    #expect(new.parameters.map(\.path) == old.parameters.map(\.path))
    #expect(new.parameterCount == network.parameterCount)
    #expect(copy.layers[0].layer === copy.layers[2].layer && copy.layers[0].layer !== shared)
    let pair = try #require(copy.layers[1].layer as? Pair)
    #expect(pair.inner === copy.layers[0].layer)
    #expect(pair.factor === NamedState(of: pair.last).parameters.first { $0.label == "b1" }?.parameter)
    let x: Tensor<Double> = [[1, -2, 3]]
    #expect(copy.predict(x) == network.predict(x))
  }

  @Test("of a model train by themselves, to the same bits")
  func models() throws {
    let (samples, labels) = SmallProblems.blobs(60, size: 3, classes: 3, seed: 1, as: Double.self)
    let data = try SampleSet(samples, labels: labels, classCount: 3)
    let model = try Model(Sequential<Double>(affine(1), NoisyNorm(size: 3), ReLU(), affine(2)))
    let before = model.parameters.map(\.value)
    let settings = TrainingSettings(duration: .iterations(20), batchSize: 10, seed: 3)
    let copy = model.copy()
    _ = try Trainer(copy, on: data, settings).run()
    #expect(model.parameters.map(\.value) == before && copy.parameters.map(\.value) != before)
    _ = try Trainer(model, on: data, settings).run()
    #expect(copy.parameters.map(\.value) == model.parameters.map(\.value))
    #expect(copy.state.statistics.map(\.statistic.value) == model.state.statistics.map(\.statistic.value))
    #expect(copy.loss !== model.loss)
  }

  @Test("remember calls by hand of their own")
  func traces() {
    let layer = ReLU<Double>()
    let copy = layer.copy()
    _ = layer.forward([1, -1])
    _ = copy.forward([-1, 1])
    #expect(layer.backward([5, 7]) == [5, 0] && copy.backward([5, 7]) == [0, 7])
  }

  @Test("of layers without members are the layers themselves")
  func stateless() {
    final class Halving: Layer {
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x * 0.5 }
    }
    let layer = Halving()
    #expect(layer.copy() === layer)
    #expect(Sequential<Float>(layer, ReLU()).copy().predict([[2, -2]]) == [[1, 0]])
  }

  @Test("of layers that don't say how, or keep a member, stop with a sentence that says what to do")
  func stopping() async {
    let silent = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      final class Scaling: Layer {
        let factor = Parameter<Float>(1, name: "a")
        var members: [Member<Float>] { [.parameter("factor", factor)] }
        func outputShape(for sample: TensorShape) -> TensorShape { sample }
        func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> {
          x * x.graph.variable(factor)
        }
      }
      _ = Sequential<Float>(ReLU(), Scaling()).copy()
    }
    #expect(
      said(silent).contains(
        "Scaling doesn't say how it is copied: give it a method copied(by copier: LayerCopier<Float>) -> Scaling that "
          + "makes a new one with what copier.copy gives for its members 'factor'"), "\(said(silent))")
    let keeping = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      final class Keeping: Layer {
        let factor = Parameter<Float>(1, name: "a")
        var members: [Member<Float>] { [.parameter("factor", factor)] }
        func outputShape(for sample: TensorShape) -> TensorShape { sample }
        func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x }
        func copied(by copier: LayerCopier<Float>) -> Keeping { Keeping() }
      }
      _ = Keeping().copy()
    }
    #expect(said(keeping).contains("the copy of Keeping must have as 'factor'"), "\(said(keeping))")
  }

  @Test("that can't be made are told by the first mistake, which fails a layer's test and no other")
  func mistakes() {
    /// A layer that doesn't say how it is copied.
    final class Silent: Layer {
      let factor = Parameter<Double>(1, name: "a")
      var members: [Member<Double>] { [.parameter("factor", factor)] }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> { x }
    }
    /// A layer within itself.
    final class Ring: Layer {
      var members: [Member<Double>] { [.layer("inner", self)] }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> { x }
      func copied(by copier: LayerCopier<Double>) -> Ring { copier.copy(self) }
    }
    // What holds the layer would have one of the original's, but that follows from it.
    let pair = Pair(factor: Parameter(2, name: "f"), inner: affine(1), last: Silent())
    let silent = #expect(throws: CopyMistake.self) { try LayerCopier<Double>.copy(of: pair) }
    let said = silent?.description ?? ""
    #expect(said.hasPrefix("Silent doesn't say how it is copied: give it a method copied(by "), "\(said)")
    let ring = #expect(throws: CopyMistake.self) { try LayerCopier<Double>.copy(of: Ring()) }
    #expect(ring?.description == "Ring can't be copied: it stands within itself")
  }

  private func said(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
