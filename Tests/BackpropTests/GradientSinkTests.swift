import Testing

@testable import Backprop

@Suite("Where gradients go")
struct GradientSinkTests {
  /// Remembers what came when, and the parameters' values at that time.
  private final class Recorder: GradientSink {
    var names: [String] = []
    var gradients: [Tensor<Double>] = []
    var isFinished = false
    func take(_ gradient: FinishedGradient<Double>, of parameter: Parameter<Double>) {
      #expect(!isFinished)
      names.append(parameter.name)
      gradients.append(gradient.tensor)
      // Nobody may miss the old value any more.
      parameter.value = .zeros(parameter.value.shape)
    }
    func finish() { isFinished = true }
  }

  private func parameter(_ name: String, _ shape: TensorShape, seed: UInt64) -> Parameter<Double> {
    var random = Philox4x32(seed: seed)
    return Parameter(.normal(shape, using: &random), name: name)
  }

  /// A loss in which `a` is read twice, `b` once and `c` by an operation without derivative to the result.
  private func loss(_ p: [Parameter<Double>], _ graph: Graph<Double>) -> Variable<Double> {
    let x = graph.constant([[1, 2], [3, 4], [-1, 0.5]])
    let (a, b) = (graph.variable(p[0]), graph.variable(p[1]))
    _ = graph.variable(p[2]).exp()
    return x.matmul(a).tanh().matmul(b).matmul(a.transposed()).sum()
  }

  @Test(
    "each parameter that counts comes once, when its last reader is through, with the plain gradients' bits")
  func order() {
    let p = [
      parameter("a", [2, 2], seed: 1), parameter("b", [2, 2], seed: 2), parameter("c", [2], seed: 3),
    ]
    let graph = Graph<Double>()
    let plain = loss(p, graph).backward(for: p)
    let expected = [plain[p[1]], plain[p[0]]]
    graph.removeAll()
    let recorder = Recorder()
    loss(p, graph).backward(for: p + p, into: recorder)
    #expect(recorder.names == ["b", "a"] && recorder.isFinished)
    #expect(recorder.gradients == expected)
    #expect(graph.count == 0)
    // What the result doesn't depend on isn't touched.
    #expect(p[2].value != .zeros([2]) && p[0].value == .zeros([2, 2]))
  }

  @Test("a result that is a parameter itself has the upstream value as its gradient")
  func bare() {
    let p = parameter("p", [3], seed: 1)
    let collector = GradientCollector<Double>()
    Graph<Double>().variable(p).backward(upstream: 2, for: [p], into: collector)
    #expect(collector[p] == [2, 2, 2])
    #expect(collector[Parameter<Double>(0, name: "q")] == nil)
    // Another pass takes the place of the one before.
    Graph<Double>().variable(p).backward(upstream: 3, for: [p], into: collector)
    #expect(collector[p] == [3, 3, 3] && collector.gradients.count == 1)
  }

  @Test(
    "an affine weight's gradient comes as a product, a matrix product's too, and adds the same bits either way"
  )
  func products() {
    var random = Philox4x32(seed: 3)
    // Up to 192 samples are added without being written out, and from 512 on sums are halved.
    for (useMatmul, count) in [(false, 50), (true, 50), (true, 191), (false, 192), (false, 193), (true, 600)]
    {
      for scale in [-0.1, 1.0] {
        let w = parameter("W", [70, 30], seed: 4)
        let b = parameter("b", [30], seed: 5)
        let x = Tensor<Double>.normal([count, 70], using: &random)
        func y(_ graph: Graph<Double>) -> Variable<Double> {
          let (x, w) = (graph.constant(x), graph.variable(w))
          return (useMatmul ? x.matmul(w) : x.affine(weight: w, bias: graph.variable(b))).tanh().sum()
        }
        final class Adder: GradientSink {
          let scale: Double
          var results: [(during: Tensor<Double>, afterwards: Tensor<Double>)] = []
          init(_ scale: Double) { self.scale = scale }
          func take(_ gradient: FinishedGradient<Double>, of parameter: Parameter<Double>) {
            var (during, afterwards) = (parameter.value, parameter.value)
            gradient.add(to: &during, scaledBy: scale)
            FinishedGradient(gradient.tensor).add(to: &afterwards, scaledBy: scale)
            results.append((during, afterwards))
          }
        }
        let adder = Adder(scale)
        y(Graph()).backward(for: [w, b], into: adder)
        #expect(adder.results.count == (useMatmul ? 1 : 2))
        for result in adder.results { #expect(result.during == result.afterwards) }
      }
    }
  }

  @Test("clipping shortens all gradients together to a length, and hands them on", arguments: [0.5, 1e6])
  func clipping(_ limit: Double) throws {
    let p = [
      parameter("a", [2, 2], seed: 1), parameter("b", [2, 2], seed: 2), parameter("c", [2], seed: 3),
    ]
    let plain = GradientCollector<Double>()
    loss(p, Graph()).backward(for: p, into: plain)
    let clipped = GradientCollector<Double>()
    let clipper = GradientClipper(norm: limit, to: clipped)
    loss(p, Graph()).backward(for: p, into: clipper)
    let squares = plain.gradients.reduce(0) { $0 + ($1.gradient * $1.gradient).sum().item }
    let norm = squares.squareRoot()
    expectClose(try #require(clipper.norm), norm)
    for (before, after) in zip(plain.gradients, clipped.gradients) {
      #expect(before.parameter === after.parameter)
      expectClose(after.gradient, before.gradient * Tensor(Swift.min(1, limit / norm)))
    }
    if limit > norm { #expect(plain.gradients.map(\.gradient) == clipped.gradients.map(\.gradient)) }
  }

  @Test("clipping holds for lengths whose squares overflow or vanish", arguments: [1e200, 1e-200])
  func clippingFarOut(_ size: Double) {
    let p = Parameter<Double>([3, 4], name: "p")
    let collector = GradientCollector<Double>()
    let clipper = GradientClipper(norm: size, to: collector)
    Graph<Double>().variable(p).backward(
      upstream: [.init(3 * size), .init(4 * size)], for: [p], into: clipper)
    expectClose(clipper.norm ?? 0, 5 * size)
    expectClose(collector[p] ?? 0, [.init(0.6 * size), .init(0.8 * size)])
  }

  @Test("a trainer's gradients go through the sink that it is given")
  func trainerSink() throws {
    /// A rule that remembers what it is told.
    final class Told { var iterations: [Int] = []; var rates: [Float] = []; var largest: Float = 0 }
    struct Recording: Optimizer {
      let name = "recording"
      let told: Told
      func update(
        _ value: inout Tensor<Float>, by gradient: FinishedGradient<Float>,
        slots: inout OptimizerSlots<Float>,
        rate: Float, iteration: Int
      ) {
        told.iterations.append(iteration)
        told.rates.append(rate)
        told.largest = Swift.max(told.largest, gradient.tensor.magnitude().max().item)
      }
    }
    let told = Told()
    let (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 3, seed: 1, as: Float.self)
    var generator = Philox4x32(seed: 1)
    let trainer = try Trainer(
      Model(Sequential<Float>(sizes: [4, 3], using: &generator)),
      on: SampleSet(samples, labels: labels, classCount: 3),
      .init(duration: .iterations(8), batchSize: 10, learningRate: 0.25), optimizer: Recording(told: told),
      sink: { GradientClipper(norm: 1e-3, to: $0) })
    try trainer.run(from: 5)
    // Two parameters in each of three iterations.
    #expect(told.iterations == [5, 5, 6, 6, 7, 7] && told.rates == Array(repeating: 0.25, count: 6))
    #expect(told.largest > 0 && told.largest <= 1e-3)
  }

  @Test("clipping leaves a gradient that isn't finite as it is, to be seen")
  func clippingNaN() {
    let p = Parameter<Double>([0, 1], name: "p")
    let collector = GradientCollector<Double>()
    Graph<Double>().variable(p).log().sum().backward(for: [p], into: GradientClipper(norm: 1, to: collector))
    #expect(collector[p]?.scalars == [.infinity, 1])
  }

  // MARK: - Optimisers

  private func update<O: Optimizer>(_ optimizer: O, _ gradients: [Double], rate: Double) -> [Double]
  where O.Scalar == Double {
    let p = Parameter<Double>([1], name: "p")
    let state = OptimizerState(optimizer, rate: rate)
    return gradients.enumerated().map { iteration, gradient in
      state.iteration = iteration
      state.take(FinishedGradient([Tensor(gradient)]), of: p)
      return p.value.scalars[0]
    }
  }

  @Test("gradient descent steps by the rate times the gradient")
  func sgd() {
    #expect(update(SGD(), [4, -2], rate: 0.5) == [-1, 0])
    // A copy of the parameter's value stays as it was.
    let p = Parameter<Double>([1, 2], name: "p")
    let shared = p.value
    OptimizerState(SGD(), rate: 0.5).take(FinishedGradient([4, -2]), of: p)
    #expect(p.value == [-1, 3] && shared == [1, 2])
  }

  @Test("momentum keeps a share of the velocity, which is the first gradient at first")
  func momentum() {
    // v: 4; 0.5 · 4 − 2 = 0; 0.5 · 0 + 1 = 1. W: 1 − 0.25 v each time.
    #expect(update(Momentum(0.5), [4, -2, 1], rate: 0.25) == [0, 0, -0.25])
  }

  @Test("an optimiser's memory has a name for each slot of each parameter, and comes back")
  func memory() throws {
    var random = Philox4x32(seed: 1)
    let network = Sequential<Double>(sizes: [2, 3, 2], using: &random)
    let state = NamedState(of: network)
    let optimizer = OptimizerState(Momentum<Double>(), rate: 0.1)
    network(Graph().constant([[1, 2]])).sum().backward(for: network.parameters, into: optimizer)
    let memory = optimizer.memory(of: state)
    #expect(
      memory.keys.sorted() == [
        "velocity/0.bias", "velocity/0.weight", "velocity/2.bias", "velocity/2.weight",
      ])
    let other = OptimizerState(Momentum<Double>(), rate: 0.1)
    try other.restore(memory, of: state)
    #expect(other.memory(of: state) == memory)
    func message(_ memory: [String: Tensor<Double>], _ optimizer: any Optimizer<Double>) -> String? {
      do {
        try OptimizerState(optimizer, rate: 0.1).restore(memory, of: state)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      message(["velocity/0.bias": [1, 2]], Momentum())
        == "velocity/0.bias has shape (2,), but 0.bias has (3,)")
    struct Two: Optimizer {
      let name = "two"
      let slotNames = ["first", "second"]
      func update(
        _ value: inout Tensor<Double>, by gradient: FinishedGradient<Double>,
        slots: inout OptimizerSlots<Double>, rate: Double, iteration: Int
      ) {}
    }
    #expect(
      message(["first/0.bias": [1, 2, 3]], Two())
        == "second/0.bias is missing, though other memory of 0.bias is there")
    #expect(
      message(["velocity/7.bias": [1]], Momentum())
        == "the optimiser momentum has no velocity/7.bias in this network")
    #expect(
      message(memory, SGD()) == "the optimiser sgd has no velocity/0.bias in this network")
  }

  // MARK: - Gradients of another time

  @Test("gradients from before removeAll() are refused, each with a sentence")
  func stale() async {
    func said(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let byParameter = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let p = Parameter<Double>([1, 2], name: "p")
      let graph = Graph<Double>()
      let gradients = graph.variable(p).sum().backward(for: [p])
      graph.removeAll()
      _ = gradients[p]
    }
    #expect(
      said(byParameter).contains(
        "the derivative by p is asked of gradients from before the graph's removeAll(); read gradients before emptying the graph"
      ), "\(said(byParameter))")
    let bySnapshot = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph<Double>()
      let gradients = graph.variable([1, 2]).sum().backward()
      graph.removeAll()
      _ = graph.variable([3, 4]).sum()
      _ = graph.snapshot(gradients: gradients)
    }
    #expect(said(bySnapshot).contains("a snapshot is asked of gradients from before"), "\(said(bySnapshot))")
    let bySearch = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (graph, other) = (Graph<Double>(), Graph<Double>())
      let gradients = graph.variable([1, 2]).sum().backward()
      _ = other.variable([3, 4]).sum()
      _ = other.firstNonFinite(gradients: gradients)
    }
    #expect(
      said(bySearch).contains(
        "firstNonFinite needs the gradients of its own graph, but these are of another"),
      "\(said(bySearch))")
  }
}
