import Testing

@testable import Backprop

@Suite("Mini-batches of bytes")
struct ByteRowsTests {
  private let samples: SampleSet<Float>

  init() throws {
    var generator = Philox4x32(seed: 3)
    // Two of three bytes are zero.
    let bytes = (0..<40 * 600).map { _ in
      generator.nextIndex(below: 3) == 0 ? UInt8(generator.nextIndex(below: 256)) : 0
    }
    samples = try SampleSet(
      bytes: bytes, sampleShape: [20, 30], labels: (0..<40).map { $0 % 4 }, classCount: 4)
  }

  private let positions: [Int64] = [3, 39, 0, 3, 17, 22, 8]

  private func rows(_ positions: [Int64]) -> ByteRows<Float> {
    guard case .bytes(let rows) = samples.batch(at: positions).samples else { fatalError("not bytes") }
    return rows
  }

  @Test("are numbers like others for whoever looks at them")
  func elements() throws {
    let numbers = rows(positions).numbers()
    #expect(numbers.shape == [7, 20, 30] && samples.batch(at: positions).samples.tensor == numbers)
    let graph = Graph<Float>()
    let x = graph.input(.bytes(rows(positions)), name: "x")
    #expect(x.isConstant && x.name == "x" && x.shape == [7, 20, 30] && x.value == numbers)
    // Again, and through operations.
    #expect(x.value == numbers && x.relu().value == numbers && (x + 1).value == numbers + 1)
    #expect(x.reshaped(140, -1).value.scalars == numbers.scalars)
    let none = graph.input(.bytes(rows([])))
    #expect(none.shape == [0, 20, 30] && none.value.shape == [0, 20, 30] && none.value.scalars.isEmpty)
  }

  @Test("a tensor that was made from bytes and then changed is multiplied as it is now")
  func changed() {
    let graph = Graph<Float>()
    var x = graph.input(.bytes(rows(positions))).value.reshaped(7, 600)
    let weight = Tensor<Float>.ones([600, 3])
    let before = x.matmul(weight)
    x.withUnsafeMutableElements { $0[0] += 100 }
    let after = x.matmul(weight)
    #expect(after == Tensor(shape: [7, 600], x.scalars).matmul(weight))
    #expect(after[0] != before[0] && after[1...] == before[1...])
  }

  @Test("give the same products as their numbers, looked at before or not", arguments: [5, 300])
  func products(_ columns: Int) throws {
    var generator = Philox4x32(seed: 4)
    let w = Tensor<Float>.uniform([600, columns], in: -1..<1, using: &generator)
    let upstream = Tensor<Float>.uniform([7, columns], in: -1..<1, using: &generator)
    let bytes = ProductFactor(rows(positions))
    let numbers = rows(positions).numbers().reshaped(7, 600)
    #expect(matrixProduct(bytes, w) == matrixProduct(numbers, w))
    #expect(
      matrixProduct(bytes, upstream, transposingA: true)
        == matrixProduct(numbers, upstream, transposingA: true))
    // No samples at all: sums of no terms are zeros.
    let none = ProductFactor(rows([]))
    #expect(matrixProduct(none, .zeros([0, columns]), transposingA: true) == .zeros([600, columns]))
    // Samples that are vectors go through the matrix product and its derivative as bytes, too.
    let vectors = try SampleSet<Float>(
      bytes: (0..<40 * 600).map { UInt8($0 % 251) }, sampleShape: [600], labels: samples.targets.labels,
      classCount: 4)
    let batch = vectors.batch(at: positions).samples
    func run(_ input: Input<Float>, look: Bool) -> [Tensor<Float>] {
      let graph = Graph<Float>()
      let (x, weight) = (graph.input(input), graph.variable(w))
      if look { #expect(x.value.count == 7 * 600) }
      let y = x.matmul(weight)
      return [y.value, y.backward(upstream: upstream, for: [weight])[weight]]
    }
    let expected = run(.numbers(batch.tensor), look: false)
    #expect(run(batch, look: false) == expected && run(batch, look: true) == expected)
  }

  @Test("train a network as their numbers do")
  func training() throws {
    func weights(_ samples: SampleSet<Float>) throws -> [Float] {
      var generator = Philox4x32(seed: 1)
      let network = Sequential(
        Affine<Float>(inputs: 600, outputs: 12, using: &generator), ReLU(),
        Affine(inputs: 12, outputs: 4, using: &generator))
      let trainer = try Trainer(
        Model(network), on: samples, .init(duration: .iterations(12), batchSize: 9, seed: 2))
      try trainer.run()
      return network.parameters.flatMap(\.value.scalars)
    }
    let numbers = try SampleSet<Float>(
      samples.first(40).samples.tensor, labels: samples.targets.labels, classCount: 4)
    #expect(try weights(samples) == weights(numbers))
  }

  @Test("may be turned into numbers by several threads at once")
  func threads() async {
    let batch = rows(positions)
    let numbers = batch.numbers()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { batch.numbers() == numbers } }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}
