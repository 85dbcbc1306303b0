import Testing

@testable import Backprop

@Suite("A pass")
struct PassTests {
  private func run(_ model: Model<Double>, _ pass: Pass<Double>) -> Tensor<Double> {
    model.output(for: .numbers(.ones([2, 3])), in: Graph(), pass).value
  }

  @Test("takes new statistics, which count once the step is committed")
  func statistics() throws {
    let layer = NoisyNorm<Double>(size: 3)
    // In two places: the second one goes on from what the first made of the statistic.
    let model = try Model(Sequential<Double>(layer, layer))
    let pass = model.training(iteration: 0, seed: 1)
    let y = run(model, pass)
    #expect(layer.mean.value == .zeros([3]))
    pass.commit()
    let once = Tensor<Double>.ones([3]) * 0.1
    #expect((layer.mean.value - once).magnitude().max().item > 0.01)
    let after = layer.mean.value
    pass.commit()
    #expect(layer.mean.value == after && y.shape == [2, 3])
    let evaluation = model.evaluation()
    _ = run(model, evaluation)
    evaluation.commit()
    #expect(layer.mean.value == after)
  }

  @Test("gives other random numbers to each layer, place, iteration, purpose and seed")
  func random() throws {
    let (a, b) = (NoisyNorm<Double>(size: 3), NoisyNorm<Double>(size: 3))
    let model = try Model(Sequential<Double>(a, b))
    func first(
      _ layer: NoisyNorm<Double>, iteration: Int = 0, seed: UInt64 = 0,
      _ purpose: RandomStream.Purpose = .noise, place: Int = 0
    ) -> UInt64 {
      let pass = model.training(iteration: iteration, seed: seed)
      for _ in 0..<place { _ = pass.random(for: purpose, of: layer) }
      var generator = pass.random(for: purpose, of: layer)
      return generator.next()
    }
    let draws = [
      first(a), first(b), first(a, iteration: 1), first(a, seed: 1), first(a, .dropout), first(a, place: 1),
      first(a, place: 2), first(b, place: 1), first(a, .init(rawValue: 200)),
    ]
    #expect(Set(draws).count == draws.count)
    #expect(first(a) == draws[0] && first(a, place: 2) == draws[6])
  }

  @Test(
    "trains a network with statistics and noise to the same bits, with any number of threads and after a stop"
  )
  func training() async {
    await #expect(processExitsWith: .success) {
      func model() throws -> (Model<Float>, NoisyNorm<Float>) {
        var random = Philox4x32(seed: 1)
        let norm = NoisyNorm<Float>(size: 30)
        return (
          try Model(
            Sequential<Float>(
              Affine(inputs: 20, outputs: 30, using: &random), norm, ReLU(),
              Affine(inputs: 30, outputs: 4, using: &random))), norm
        )
      }
      // Products of 500 × 20 × 30 terms are divided among threads.
      let (samples, labels) = SmallProblems.blobs(600, size: 20, classes: 4, seed: 1, as: Float.self)
      let data = try SampleSet(samples, labels: labels, classCount: 4)
      var outcomes: [[Float]] = []
      for (threads, stop) in [(1, 20), (2, 20), (3, 7), (8, 1)] {
        Parallelism.threadCount = threads
        func trainer(_ model: Model<Float>) throws -> Trainer<Float> {
          try Trainer(
            model, on: data, .init(duration: .iterations(20), batchSize: 500, seed: 3), optimizer: Momentum())
        }
        let (first, _) = try model()
        let start = try trainer(first)
        try start.run { if case .iteration(stop, _) = $0 { .stop } else { .continue } }
        // A new model, with what has a name in the old one.
        let (second, norm) = try model()
        for (from, to) in zip(first.state.parameters, second.state.parameters) {
          precondition(from.path == to.path)
          to.parameter.value = from.parameter.value
        }
        for (from, to) in zip(first.state.statistics, second.state.statistics) {
          precondition(from.path == "1.running_mean" && to.path == from.path)
          to.statistic.value = from.statistic.value
        }
        let rest = try trainer(second)
        try rest.optimizer.restore(start.optimizer.memory(of: first.state), of: second.state)
        try rest.run(from: stop)
        outcomes.append(second.parameters.flatMap(\.value.scalars) + norm.mean.value.scalars)
        precondition(norm.mean.value.magnitude().max().item > 0)
      }
      precondition(outcomes.allSatisfy { $0 == outcomes[0] }, "threads or a stop change the result")
    }
  }
}

@Suite("Streams of random numbers")
struct RandomStreamTests {
  @Test("for weights and mini-batches are those of the first version")
  func oldest() {
    #expect(RandomStream.weights == 1)
    for iteration in [0, 1, 599, 1_000_000_000] {
      #expect(RandomStream.batches(iteration: iteration) == UInt64(1) << 32 + UInt64(iteration))
    }
  }

  @Test("differ for every purpose, layer and iteration, to the limits of each")
  func packing() {
    var seen: Set<UInt64> = [RandomStream.weights]
    var count = 1
    let iterations = [0, 1, 1 << 32, 1 << 32 + 1, RandomStream.iterationLimit - 1]
    for iteration in iterations where iteration < RandomStream.batchLimit {
      seen.insert(RandomStream.batches(iteration: iteration))
      count += 1
    }
    for purpose in [RandomStream.Purpose.dropout, .shuffling, .augmentation, .noise, .init(rawValue: 255)] {
      for layer in [0, 1, 255, 256, RandomStream.layerLimit - 1] {
        for iteration in iterations {
          seen.insert(RandomStream.packed(purpose, layer: layer, iteration: iteration))
          count += 1
        }
      }
    }
    #expect(seen.count == count)
  }
}
