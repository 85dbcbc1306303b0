import Testing

@testable import Backprop

/// What optimisers do, step by step, and what they remember.
@Suite("Optimisers")
struct OptimizerTests {
  /// W and b of a recorded run, and what they are trained by.
  private struct Run {
    let weight = Parameter<Double>([[0.5, -0.75, 1.25], [-1, 0.25, 0.875]], name: "W")
    let bias = Parameter<Double>([0.125, -0.25, 0.5], name: "b")
    let graph = Graph<Double>()
    let x: Tensor<Double> = [[0.5, -1.25], [1, 0.75], [-0.25, 2], [1.5, 0.125]]
    let t: Tensor<Double> = [
      [0.25, -0.5, 0.75], [-0.125, 0.5, 0.25], [0.5, 0.25, -0.75], [0, -0.25, 0.5],
    ]

    func step(_ number: Int, into sink: any GradientSink<Double>) {
      let x = graph.constant(x * Tensor(1 + 0.01 * Double(number % 7)))
      let w = graph.variable(weight)
      let answers = (x.matmul(w) + graph.variable(bias)).tanh()
      let errors = (answers - graph.constant(t)).power(2).mean()
      let loss = errors + w.power(4).mean() * 0.05
      loss.backward(for: [weight, bias], into: sink)
    }
  }

  private func rule(_ run: RecordedRun) throws -> any Optimizer<Double> {
    let number = run.number("decay")
    let decay: WeightDecay = run.settings["decays"] == "all" ? .all(number) : .weights(number)
    switch run.optimizer {
    case "sgd": return SGD(weightDecay: decay)
    case "momentum": return Momentum(weightDecay: decay)
    case "nesterov": return Momentum(isNesterov: true, weightDecay: decay)
    case "nesterov0.5": return Momentum(0.5, isNesterov: true, weightDecay: decay)
    case "adagrad": return AdaGrad(weightDecay: decay)
    case "rmsprop": return RMSprop(weightDecay: decay)
    case "rmsprop0.9": return RMSprop(alpha: 0.9, epsilon: 1e-6, weightDecay: decay)
    case "adam": return Adam(weightDecay: decay)
    case "adam0.8": return Adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: decay)
    case "adamw": return AdamW(weightDecay: decay)
    default: throw TrainingError("no optimiser \(run.optimizer)")
    }
  }

  static func schedule(_ run: RecordedRun) throws -> Schedule {
    let text =
      switch run.settings["schedule"] ?? "" {
      case "step": "step 0.3 at 3,7"
      case "exponential": "exponential 0.8"
      case "cosine0.1": "cosine to 0.1"
      case "plateau": "plateau 0.5 after 1"
      case let name: name
      }
    return try Schedule(parsing: text).warmedUp(over: Int(run.number("warm")))
  }

  @Test(
    "take PyTorch's steps to 1e-12, 100 of them, with decay, clipping and schedules",
    .enabled(if: RecordedRun.areHere, "the recorded runs don't lie beside these tests"),
    arguments: RecordedRun.all)
  func trajectory(_ recorded: RecordedRun) throws {
    let run = Run()
    var rate = ScheduledRate(base: recorded.number("rate"), schedule: try Self.schedule(recorded))
    let state = OptimizerState(try rule(recorded), rate: rate.base)
    let clip = recorded.number("clip")
    let sink: any GradientSink<Double> =
      clip > 0 ? GradientClipper(norm: clip, epsilon: 1e-6, to: state) : state
    for step in 0..<100 {
      state.rate = rate.rate(ofIteration: step, of: 100, iterationsPerEpoch: 10)
      if !recorded.rates.isEmpty { expectClose(state.rate, recorded.rates[step], relative: 1e-12) }
      run.step(step, into: sink)
      if step % 10 == 0 { rate.hear(loss: max(1 - Double(step) / 50, 0.5)) }
      guard let expected = recorded.parameters.first(where: { $0.step == step + 1 }) else { continue }
      for (number, actual) in zip(expected.numbers, run.weight.value.scalars + run.bias.value.scalars) {
        expectClose(actual, number, relative: 1e-12, absolute: 1e-12, "step \(step + 1)")
      }
    }
  }

  @Test("there are runs of every optimiser and schedule")
  func coverage() throws {
    try #require(RecordedRun.areHere)
    #expect(RecordedRun.all.count > 60 && RecordedRun.all.allSatisfy { $0.parameters.count == 7 })
    let names = try Set(RecordedRun.all.map { try rule($0).name })
    #expect(names == ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
    let rates: [String: Double] = [
      "sgd": 0.1, "momentum": 0.01, "nesterov": 0.01, "adagrad": 0.01, "rmsprop": 0.001, "adam": 0.001,
      "adamw": 0.001,
    ]
    for run in RecordedRun.all {
      let rule = try rule(run)
      #expect(rule.usualRate == rates[rule.name])
    }
  }

  private func every<Scalar: TensorScalar>(_: Scalar.Type) -> [any Optimizer<Scalar>] {
    [
      SGD(), SGD(weightDecay: 0.1), Momentum(), Momentum(isNesterov: true), AdaGrad(), RMSprop(), Adam(),
      AdamW(),
    ]
  }

  private func updated<Scalar: TensorScalar>(
    _ optimizer: any Optimizer<Scalar>, size: Int, threads: Int
  ) -> [Tensor<Scalar>] {
    let before = Parallelism.threadCount
    Parallelism.threadCount = threads
    defer { Parallelism.threadCount = before }
    var random = Philox4x32(seed: 7)
    let parameter = Parameter<Scalar>(.normal([3, size], using: &random), name: "W")
    let state = OptimizerState(optimizer, rate: 0.01)
    for _ in 0..<3 {
      let gradient = Tensor<Scalar>.normal([3, size], using: &random)
      state.take(FinishedGradient(gradient), of: parameter)
      state.finish()
    }
    return [parameter.value]
  }

  @Test("give the same bits for any number of threads, and each number the same wherever it lies")
  func threads() {
    for (optimizer, wide) in zip(every(Float.self), every(Double.self)) {
      let single = updated(optimizer, size: 50_001, threads: 1)
      for threads in [2, 3, 8] { #expect(updated(optimizer, size: 50_001, threads: threads) == single) }
      #expect(updated(wide, size: 40_003, threads: 3) == updated(wide, size: 40_003, threads: 1))
    }
  }

  @Test("a run that is taken up again by what the optimiser remembers goes on with the same bits")
  func resuming() throws {
    var random = Philox4x32(seed: 1)
    for optimizer in every(Double.self) {
      let network = Sequential<Double>(sizes: [2, 3, 2], using: &random)
      let other = network.copy()
      func train(_ network: Sequential<Double>, _ state: OptimizerState<Double>, _ steps: Range<Int>) {
        for step in steps {
          let x: Tensor<Double> = [[1, Tensor(Double(step))], [0.5, -1]]
          network(Graph().constant(x), in: .evaluation()).power(2).sum()
            .backward(for: network.parameters, into: state)
        }
      }
      let whole = OptimizerState(optimizer, rate: 0.01)
      train(network, whole, 0..<7)
      let first = OptimizerState(optimizer, rate: 0.01)
      train(other, first, 0..<4)
      let second = OptimizerState(optimizer, rate: 0.01)
      try second.restore(first.memory(of: NamedState(of: other)), of: NamedState(of: other))
      train(other, second, 4..<7)
      #expect(other.parameters.map(\.value) == network.parameters.map(\.value), "\(optimizer.name)")
      #expect(second.memory(of: NamedState(of: other)) == whole.memory(of: NamedState(of: network)))
    }
  }

  @Test("Adam corrects by the updates that a parameter has had, whatever the iteration says")
  func correction() throws {
    // The first step is as long as the rate, whatever the gradient's size.
    let late = Parameter<Double>([1], name: "b")
    let state = OptimizerState(Adam<Double>(epsilon: 1e-30), rate: 0.25)
    state.iteration = 1000
    state.take(FinishedGradient([1e-3]), of: late)
    expectClose(late.value, [0.75], relative: 1e-13)
    state.iteration = 0
    state.take(FinishedGradient([1e-3]), of: late)
    expectClose(late.value, [0.5], relative: 1e-13)
  }

  @Test("a number of updates that isn't one is refused with its name", arguments: [-1, 0.5, Double.nan])
  func wrongCount(_ count: Double) {
    var random = Philox4x32(seed: 1)
    let state = NamedState(of: Affine<Double>(inputs: 1, outputs: 1, using: &random))
    let memory: [String: Tensor<Double>] = [
      "mean/bias": [0], "squares/bias": [0], "updates/bias": Tensor(count),
    ]
    let error = #expect(throws: TrainingError.self) {
      try OptimizerState(Adam<Double>(), rate: 0.1).restore(memory, of: state)
    }
    #expect(
      error?.description.hasPrefix(
        "updates/bias must be how many updates there were, a whole number, 0 or more, not ") == true)
  }

  @Test("weight decay is for what has two axes or more, for all on request, and as a layer says")
  func decay() {
    func after(_ parameter: Parameter<Double>, _ decay: WeightDecay) -> Double {
      let zero = FinishedGradient(Tensor<Double>.zeros(parameter.value.shape))
      OptimizerState(SGD<Double>(weightDecay: decay), rate: 0.5).take(zero, of: parameter)
      return parameter.value.scalars[0]
    }
    #expect(after(Parameter([[4]], name: "W"), 0.5) == 3)
    #expect(after(Parameter([4], name: "b"), 0.5) == 4)
    #expect(after(Parameter(4, name: "a"), 0.5) == 4)
    #expect(after(Parameter([4], name: "b"), .all(0.5)) == 3)
    #expect(after(Parameter([[4]], name: "γ", isWeight: false), 0.5) == 4)
    #expect(after(Parameter([4], name: "w", isWeight: true), 0.5) == 3)
    // The decay of AdamW is the rate's, even where there is no gradient.
    let weight = Parameter<Double>([[4]], name: "W")
    OptimizerState(AdamW<Double>(weightDecay: 0.5), rate: 0.5).take(FinishedGradient([[0]]), of: weight)
    #expect(weight.value == [[3]])
  }

  @Test("the copy of a parameter decays as the original does")
  func copies() {
    final class Scale: Layer {
      let factor: Parameter<Double>
      init(_ factor: Parameter<Double>) { self.factor = factor }
      var members: [Member<Double>] { [.parameter("factor", factor)] }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
        x * x.graph.variable(factor)
      }
      func copied(by copier: LayerCopier<Double>) -> Scale { Scale(copier.copy(factor)) }
    }
    let original = Scale(Parameter([[1]], name: "a", isWeight: false))
    #expect(original.copy().factor.isWeight == false)
    #expect(LayerNorm<Double>([2, 3]).parameters.allSatisfy { !$0.isWeight })
  }

  @Test("gradients are bounded number by number, and NaN is left to be seen")
  func clippingByValue() {
    let p = Parameter<Double>([0, 0, 0, 0], name: "p")
    let collector = GradientCollector<Double>()
    let clipper = GradientValueClipper(value: 0.5, to: collector)
    Graph<Double>().variable(p).backward(
      upstream: [2, -0.25, -.init(Double.infinity), .init(Double.nan)], for: [p], into: clipper)
    let numbers = collector[p]?.scalars ?? []
    #expect(numbers.prefix(3) == [0.5, -0.25, -0.5] && numbers[3].isNaN)
  }

  @Test("a training goes by its schedule, and by the optimiser's usual rate where none is given")
  func trainer() throws {
    let (samples, labels) = SmallProblems.blobs(40, size: 4, classes: 3, seed: 1, as: Float.self)
    func trainer(_ schedule: Schedule, _ rate: Double? = nil) throws -> Trainer<Float> {
      var generator = Philox4x32(seed: 1)
      return try Trainer(
        Model(Sequential<Float>(sizes: [4, 3], using: &generator)),
        on: SampleSet(samples, labels: labels, classCount: 3),
        .init(duration: .epochs(4), batchSize: 10, learningRate: rate, seed: 2), optimizer: Adam(),
        schedule: schedule)
    }
    #expect(try trainer(.constant).optimizer.rate == 0.001)
    func rates(_ trainer: Trainer<Float>) throws -> [Float] {
      var rates: [Float] = []
      try trainer.run { event in
        if case .iteration = event { rates.append(trainer.optimizer.rate) }
        return .continue
      }
      return rates
    }
    let steps = try rates(trainer(.steps(0.5, at: [1, 3]), 0.25))
    #expect(
      steps == [0.25, 0.25, 0.25, 0.25] + Array(repeating: 0.125, count: 8)
        + Array(repeating: 0.0625, count: 4))
    let warm = try rates(trainer(.constant.warmedUp(over: 4), 1))
    #expect(Array(warm.prefix(6)) == [0.25, 0.5, 0.75, 1, 1, 1])
    // With a rate of 0 the loss stays where it is.
    let flat = try trainer(.plateau(0.5, after: 0), 0)
    try flat.run()
    #expect(flat.scheduledRate.state.factor == 0.125)
    // Factors that multiply to more than there are numbers for don't stop the program.
    #expect(try rates(trainer(.exponential(1e300), 1)).last == .greatestFiniteMagnitude)
    // What a callback sets holds where the schedule is constant.
    let own = try trainer(.constant)
    try own.run { _ in
      own.optimizer.rate = 0.5
      return .continue
    }
    #expect(own.optimizer.rate == 0.5)
  }
}
