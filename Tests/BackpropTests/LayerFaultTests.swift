import Testing

@testable import Backprop

/// The tests of each layer find what is wrong, shown by layers that are wrong on purpose.
@Suite("Faults of layers")
struct LayerFaultTests {
  /// A layer that does what it is told, with a statistic m that it may use.
  private final class Told: Layer {
    typealias Body = (Variable<Double>, Pass<Double>, Told) -> Variable<Double>
    let mean = Statistic<Double>(.zeros([3]), name: "m")
    /// What it may do wrong besides.
    var hidden = 0.0
    private let hasStatistic: Bool
    private let body: Body

    init(hasStatistic: Bool = false, _ body: @escaping Body) {
      (self.hasStatistic, self.body) = (hasStatistic, body)
    }

    var members: [Member<Double>] { hasStatistic ? [.statistic("mean", mean)] : [] }
    func outputShape(for sample: TensorShape) -> TensorShape { sample }
    func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> { body(x, pass, self) }
  }

  private func faults(hasStatistic: Bool = false, _ body: @escaping Told.Body) -> [String] {
    LayerFaults(of: Told(hasStatistic: hasStatistic, body), sample: [3]).all
  }

  /// x with noise from a generator, of x's shape or of another.
  private static func noisy(
    _ x: Variable<Double>, _ generator: Philox4x32, _ shape: TensorShape? = nil
  ) -> Variable<Double> {
    var generator = generator
    return x + x.graph.constant(.normal(shape ?? x.shape, using: &generator))
  }

  @Test("are none where noise comes from the pass, or the iteration alone decides")
  func none() {
    #expect(
      faults { x, pass, layer in pass.isTraining ? Self.noisy(x, pass.random(for: .noise, of: layer)) : x }
        == [])
    #expect(
      faults { x, pass, layer in
        pass.isTraining ? Self.noisy(x, pass.random(for: .noise, of: layer), [3]) : x
      } == [])
    #expect(faults { x, pass, _ in x * (1 / Double(1 + pass.iteration)) } == [])
  }

  @Test("are told of noise in an evaluation")
  func evaluation() {
    let drawn = faults { x, pass, layer in Self.noisy(x, pass.random(for: .noise, of: layer)) }
    #expect(drawn.contains("an evaluation depends on the seed: it must not draw random numbers"), "\(drawn)")
    let fixed = faults { x, pass, layer in
      Self.noisy(x, pass.isTraining ? pass.random(for: .noise, of: layer) : Philox4x32(seed: 7))
    }
    #expect(
      fixed == ["in an evaluation a sample's output depends on its place, or on the other samples"],
      "\(fixed)")
    let wild = faults { x, pass, layer in Self.noisy(x, Philox4x32(seed: .random(in: 0 ... .max))) }
    #expect(
      wild.contains("an evaluation gives other numbers when it is made again")
        && wild.contains(
          "a step of training gives other numbers when it is made again with its seed and iteration"),
      "\(wild)")
  }

  @Test("are told of noise that ignores the seed, the iteration or both")
  func training() {
    let ofSeed = "the noise in training is the same for every seed"
    let ofIteration = "the noise in training is the same in every iteration"
    func faults(_ generator: @escaping (Pass<Double>) -> Philox4x32) -> [String] {
      self.faults { x, pass, _ in pass.isTraining ? Self.noisy(x, generator(pass)) : x }
    }
    #expect(faults { Philox4x32(seed: UInt64($0.iteration)) } == [ofSeed])
    #expect(faults { Philox4x32(seed: $0.seed) } == [ofIteration])
    #expect(faults { _ in Philox4x32(seed: 7) } == [ofSeed, ofIteration])
    let forAll = self.faults { x, pass, _ in pass.isTraining ? Self.noisy(x, Philox4x32(seed: 7), [3]) : x }
    #expect(
      forAll == ["training differs from an evaluation, though it has no noise and no statistics"], "\(forAll)"
    )
  }

  @Test("are told of statistics that change in an evaluation or too early, and of numbers beside them")
  func statistics() {
    func next(_ x: Variable<Double>, _ layer: Told) -> Tensor<Double> {
      layer.mean.value * 0.9 + x.value.mean(axis: 0)
    }
    let always = faults(hasStatistic: true) { x, _, layer in
      layer.mean.value = next(x, layer)
      return x
    }
    #expect(always == ["an evaluation changes the statistic 'mean'"], "\(always)")
    let early = faults(hasStatistic: true) { x, pass, layer in
      if pass.isTraining { layer.mean.value = next(x, layer) }
      return x
    }
    #expect(early == ["a step of training changes the statistic 'mean' before it is committed"], "\(early)")
    let hidden = faults { x, pass, layer in
      if pass.isTraining { layer.hidden += 1 }
      return x * (pass.isTraining ? 1 : layer.hidden)
    }
    #expect(
      hidden.contains("a step of training changes what an evaluation gives before it is committed"),
      "\(hidden)")
    let ofBatch = faults { x, _, _ in x - x.graph.constant(x.value.mean(axis: 0)) }
    #expect(
      ofBatch == ["in an evaluation a sample's output depends on its place, or on the other samples"],
      "\(ofBatch)")
  }

  @Test("are told of tensors that aren't listed")
  func members() {
    let statistic = faults { x, pass, layer in
      pass.update(layer.mean) { $0 + 1 }
      return x
    }
    #expect(statistic.count == 1 && statistic[0].contains("Told updates the statistic m"), "\(statistic)")
    let parameter = Parameter<Double>(2, name: "a")
    let unread = faults { x, _, _ in x * x.graph.variable(parameter) }
    #expect(unread.count == 2 && unread[0].contains("Told reads the parameter a of shape ()"), "\(unread)")
  }
}
