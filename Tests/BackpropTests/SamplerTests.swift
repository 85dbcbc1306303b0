import Backprop
import Testing

@Suite("Which samples an iteration learns from")
struct SamplerTests {
  @Test("drawn ones are those of the first version: the generator's numbers of the iteration's stream")
  func drawn() {
    for iteration in [0, 1, 599] {
      var generator = Philox4x32(seed: 7, stream: UInt64(1) << 32 + UInt64(iteration))
      let expected = (0..<10).map { _ in Int64(generator.nextIndex(below: 60_000)) }
      let sampler = DrawnSampler()
      #expect(
        sampler.positions(ofIteration: iteration, count: 60_000, batchSize: 10, seed: 7) == expected)
    }
    #expect(DrawnSampler().iterationsPerEpoch(count: 60_000, batchSize: 100) == 600)
    #expect(DrawnSampler().iterationsPerEpoch(count: 99, batchSize: 100) == 1)
  }

  @Test(
    "shuffled ones are each sample once an epoch, the last batch being what is left",
    arguments: [(10, 3), (10, 5), (10, 10), (10, 11), (1, 1), (257, 16)])
  func shuffled(count: Int, batchSize: Int) {
    var sampler = ShuffledSampler()
    let perEpoch = sampler.iterationsPerEpoch(count: count, batchSize: batchSize)
    #expect(perEpoch == (count + batchSize - 1) / batchSize)
    var orders: [[Int64]] = []
    for epoch in 0..<3 {
      let batches = (0..<perEpoch).map {
        sampler.positions(ofIteration: epoch * perEpoch + $0, count: count, batchSize: batchSize, seed: 3)
      }
      #expect(batches.dropLast().allSatisfy { $0.count == batchSize })
      let order = batches.flatMap { $0 }
      #expect(order.sorted() == (0..<count).map(Int64.init))
      orders.append(order)
    }
    if count > 5 { #expect(Set(orders).count == 3) }
    // A sampler that begins in the middle takes the same ones, whatever was asked before.
    var other = ShuffledSampler()
    _ = other.positions(ofIteration: 0, count: count + 4, batchSize: batchSize, seed: 9)
    let last = other.positions(ofIteration: 3 * perEpoch - 1, count: count, batchSize: batchSize, seed: 3)
    #expect(last == Array(orders[2].suffix(last.count)) && !last.isEmpty)
  }

  @Test("shuffled ones are in every order equally often")
  func permutations() {
    var counts: [[Int64]: Int] = [:]
    for seed in 0..<6000 {
      var sampler = ShuffledSampler()
      counts[sampler.positions(ofIteration: 0, count: 3, batchSize: 3, seed: UInt64(seed)), default: 0] += 1
    }
    #expect(counts.count == 6)
    // χ² with five degrees of freedom exceeds 20.5 once in a thousand samples.
    #expect(counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 } < 20.5)
  }

  @Test("a trainer takes shuffled epochs whole")
  func trainer() throws {
    let (samples, labels) = SmallProblems.blobs(25, size: 4, classes: 3, seed: 1, as: Float.self)
    var generator = Philox4x32(seed: 1)
    let trainer = try Trainer(
      Model(Sequential<Float>(sizes: [4, 6, 3], using: &generator)),
      on: SampleSet(samples, labels: labels, classCount: 3), .init(duration: .epochs(2), batchSize: 10),
      sampler: ShuffledSampler())
    #expect(trainer.iterationsPerEpoch == 3 && trainer.iterationCount == 6)
    #expect(try trainer.run().epochs.map(\.iteration) == [1, 4])
  }
}

@Suite("Metrics")
struct MetricTests {
  @Test("are fed batch by batch, and have no value before")
  func accuracy() {
    var accuracy = Accuracy<Double>()
    #expect(accuracy.value == nil && accuracy.name == "accuracy")
    accuracy.add([[1, 2], [3, 0], [0, 5]], .classes([1, 0, 0]))
    #expect(accuracy.value == 2.0 / 3)
    accuracy.add(.zeros([0, 2]), .classes([]))
    accuracy.add([[9, 1]], .rows([[0, 1]]))
    #expect(accuracy.value == 0.5)
  }

  @Test("the mean loss weighs each batch by its samples")
  func loss() throws {
    var mean = MeanLoss<Double>(CrossEntropy())
    #expect(mean.value == nil)
    mean.add([[0.5, 0.5]], .classes([0]))
    mean.add([[0.25, 0.75], [0.25, 0.75]], .classes([0, 0]))
    // log 2 once, log 4 twice.
    expectClose(try #require(mean.value), (0.6931471805599453 + 2 * 1.3862943611198906) / 3)
  }
}
