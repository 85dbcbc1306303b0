import Backprop
import Testing

/// x, with one element of the result or of the derivative by one operand replaced.
private struct Planted: GraphOperation {
  enum Place { case forward, backward }
  let name = "planted"
  let place: Place
  let value: Double

  func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { spoiled(step[0], place == .forward) }

  func backward(_ step: BackwardStep<Double>) { step.pass(spoiled(step.upstream, place == .backward), to: 0) }

  private func spoiled(_ tensor: Tensor<Double>, _ isHere: Bool) -> Tensor<Double> {
    var numbers = tensor.scalars
    if isHere, !numbers.isEmpty { numbers[numbers.count - 1] = value }
    return Tensor(shape: tensor.shape, numbers)
  }
}

@Suite("The first value that isn't finite")
struct WatchNaNTests {
  @Test("nothing is found where everything is finite")
  func finite() {
    let graph = Graph<Double>()
    let x = graph.variable([[1, 2], [3, 4]], name: "x")
    let y = (x * 2).exp().sum()
    #expect(graph.firstNonFinite(gradients: y.backward()) == nil)
  }

  @Test(
    "forward: the operation, its element, its operands' ranges, and the way to the result",
    arguments: [
      Double.nan, .infinity, -.infinity,
    ])
  func forward(value: Double) throws {
    let graph = Graph<Double>()
    let x = graph.variable([[1, -2, 3], [4, 5, 6]], name: "x")
    let a = x * 2
    let bad = try graph.apply(Planted(place: .forward, value: value), to: [a])
    let side = x.exp()
    let y = (bad + side).sum()
    let finding = try #require(graph.firstNonFinite(gradients: y.backward()))
    #expect(finding.phase == .forward && finding.node == bad.index && finding.operation == "planted")
    #expect(finding.element == [1, 2] && finding.nonFiniteCount == 1 && finding.shape == [2, 3])
    #expect(finding.value.isNaN == value.isNaN && (value.isNaN || finding.value == value))
    #expect(finding.operands.map(\.node) == [a.index] && finding.operands[0].range == -4...12)
    #expect(finding.path == [bad.index, y.index - 1, y.index])
    #expect(!finding.path.contains(side.index))
    #expect("\(finding)".contains("planted (node \(bad.index)) made it from\n  the result of multiply"))
  }

  @Test("forward: an input that came with it is named itself")
  func input() throws {
    let graph = Graph<Double>()
    let x = graph.variable([1, .init(Double.nan)], name: "苹果")
    let y = x.sum()
    let finding = try #require(graph.firstNonFinite())
    #expect(finding.operation == nil && finding.name == "苹果" && finding.element == [1])
    #expect(finding.path == [x.index, y.index] && "\(finding)".contains("苹果 came with it"))
  }

  @Test("forward: an infinity that a later operation hides is found all the same")
  func hidden() throws {
    let graph = Graph<Double>()
    let x = graph.variable(-1000, name: "x")
    // The notes' sigmoid, step by step: e¹⁰⁰⁰ is infinite, and 1 / (1 + ∞) is 0.
    let y = 1 / ((-x).exp() + 1)
    #expect(y.value.item == 0)
    let finding = try #require(graph.firstNonFinite())
    #expect(finding.operation == "exp" && finding.value == .infinity)
    #expect(!finding.path.contains(y.index))
  }

  @Test("operands are mentioned once each, rounded, and a scalar as one value")
  func words() throws {
    let graph = Graph<Double>()
    let x = graph.variable(1e200 / 3, name: "x")
    _ = x * x
    #expect(try "\(#require(graph.firstNonFinite()))".hasSuffix("made it from\n  x (): 3.33333e+199"))
    let other = Graph<Double>()
    let v = other.variable([0.1 + 0.2, -0.04, 0], name: "v")
    let w = other.variable([0, 0, 0], name: "w")
    _ = v / w
    let text = try "\(#require(other.firstNonFinite()))"
    #expect(text.hasSuffix("\n  v (3,): -0.04 … 0.3\n  w (3,): all 0"), "\(text)")
  }

  @Test("backward: the operation that passed it on, by which operand, and the way to the inputs")
  func backward() throws {
    let graph = Graph<Double>()
    let x = graph.variable([1, 2, 3], name: "x")
    let y = graph.variable([4, 5, 6], name: "y")
    let a = x * 2
    let bad = try graph.apply(Planted(place: .backward, value: .nan), to: [a])
    let z = (bad * y).sum()
    let finding = try #require(graph.firstNonFinite(gradients: z.backward()))
    #expect(finding.phase == .backward && finding.node == bad.index && finding.operand == 0)
    #expect(finding.operands[0].node == a.index && finding.element == [2] && finding.value.isNaN)
    #expect(finding.upstream?.range == 4...6)
    #expect(finding.path == [bad.index, a.index, x.index])
    #expect("\(finding)".contains("the derivative by the result of multiply, which planted"))
  }

  @Test("backward: where several operations share an operand, only the one that spoils it is named")
  func shared() throws {
    let graph = Graph<Double>()
    let x = graph.variable(0, name: "x")
    let innocent = x * 3
    let root = x.squareRoot()
    // The square root comes first in the graph's order and so later in the backward pass.
    let late = x.exp()
    let z = innocent + root + late
    let finding = try #require(graph.firstNonFinite(gradients: z.backward()))
    #expect(finding.node == root.index && finding.operation == "sqrt" && finding.value == .infinity)
    #expect(finding.path == [root.index, x.index])
  }

  @Test("backward: an upstream value that isn't finite from the start")
  func upstream() throws {
    let graph = Graph<Double>()
    let x = graph.variable(2, name: "x")
    let y = x * 3
    let finding = try #require(graph.firstNonFinite(gradients: y.backward(upstream: Tensor(Double.infinity))))
    #expect(finding.phase == .backward && finding.node == y.index && finding.operand == nil)
    #expect("\(finding)".contains("the derivative that arrives at multiply"))
  }

  // MARK: - Training

  private func trainer(
    _ optimizer: any Optimizer<Float> = SGD(), watchesNaN: Bool, spoiled: Bool = false
  ) throws -> Trainer<Float> {
    var (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 3, seed: 1, as: Float.self)
    if spoiled {
      var numbers = samples.scalars
      numbers[2] = .infinity
      samples = Tensor(shape: samples.shape, numbers)
    }
    var generator = Philox4x32(seed: 1)
    return try Trainer(
      Model(Sequential<Float>(sizes: [4, 6, 3], using: &generator)),
      on: SampleSet(samples, labels: labels, classCount: 3),
      .init(
        duration: .iterations(60), batchSize: 4, seed: 3, lossTiming: .beforeUpdate, watchesNaN: watchesNaN),
      optimizer: optimizer)
  }

  @Test("watching changes nothing about a training in which everything stays finite")
  func sameBits() throws {
    let (plain, watched) = (try trainer(watchesNaN: false), try trainer(watchesNaN: true))
    #expect(try plain.run().losses == watched.run().losses)
    #expect(plain.model.parameters.map(\.value) == watched.model.parameters.map(\.value))
    #expect(watched.nonFiniteGraph == nil)
  }

  @Test("a training stops in the iteration that draws a spoiled sample, before its update")
  func spoiledSample() throws {
    let trainer = try trainer(watchesNaN: true, spoiled: true)
    let history = try trainer.run()
    let finding = try #require(history.nonFinite)
    #expect(finding.name == "x" && finding.element[1] == 2 && finding.value == .infinity)
    #expect(finding.iteration == history.iterations + 1)
    #expect(trainer.model.parameters.allSatisfy { $0.value.scalars.allSatisfy(\.isFinite) })
    let graph = try #require(trainer.nonFiniteGraph)
    #expect(graph.nodes[finding.node].name == "x" && finding.path.last == graph.nodes.count - 1)
    #expect("\(finding)".contains("in iteration \(history.iterations + 1)"))
    // Without watching it goes on to the end, as before.
    let unwatched = try self.trainer(watchesNaN: false, spoiled: true).run()
    #expect(
      unwatched.iterations == 60 && unwatched.nonFinite == nil && unwatched.losses.contains { !$0.isFinite })
  }

  @Test("a step that is too long is found at the parameter that it throws beyond all numbers")
  func update() throws {
    /// The longest step there is, twice over.
    struct Leap: Optimizer {
      let name = "leap"
      func update(
        _ value: inout Tensor<Float>, by gradient: FinishedGradient<Float>,
        slots: inout OptimizerSlots<Float>, rate: Float, iteration: Int
      ) { value += Tensor(repeating: 2 * Float.greatestFiniteMagnitude, shape: value.shape) }
    }
    let trainer = try trainer(Leap(), watchesNaN: true)
    let history = try trainer.run()
    let finding = try #require(history.nonFinite)
    #expect(finding.phase == .update && finding.iteration == 1 && history.iterations == 1)
    #expect(trainer.model.state.parameters.map(\.label).contains(finding.name))
    #expect("\(finding)".contains("the update of "))
    #expect(trainer.nonFiniteGraph?.nodes.isEmpty == false)
  }
}
