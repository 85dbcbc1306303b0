import Testing

@testable import Backprop

@Suite("Mini-batches of bytes")
struct ByteRowsTests {
  private let samples: LabeledSamples<Float>

  init() throws {
    var generator = Philox4x32(seed: 3)
    // Two of three bytes are zero.
    let bytes = (0..<40 * 600).map { _ in
      generator.nextIndex(below: 3) == 0 ? UInt8(generator.nextIndex(below: 256)) : 0
    }
    samples = try LabeledSamples(
      bytes: bytes, sampleShape: [20, 30], labels: (0..<40).map { $0 % 4 }, classCount: 4)
  }

  private let positions: [Int64] = [3, 39, 0, 3, 17, 22, 8]

  @Test("are tensors like others for whoever looks at them")
  func elements() {
    let (batch, numbers) = (samples.miniBatch(at: positions), samples.batch(at: positions))
    #expect(batch.byteRows != nil && numbers.byteRows == nil)
    #expect(batch.shape == [7, 20, 30] && batch == numbers)
    // Again, and through another shape.
    #expect(batch.reshaped(140, -1).scalars == numbers.scalars)
    #expect(batch.relu() == numbers && batch + 1 == numbers + 1)
    var changed = samples.miniBatch(at: positions)
    changed.withUnsafeMutableElements { $0[0] = 9 }
    #expect(changed != numbers && samples.miniBatch(at: positions) == numbers)
    #expect(samples.miniBatch(at: []).scalars.isEmpty)
  }

  @Test("give the same products as their numbers, looked at before or not", arguments: [5, 300])
  func products(_ columns: Int) {
    var generator = Philox4x32(seed: 4)
    let w = Tensor<Float>.uniform([600, columns], in: -1..<1, using: &generator)
    let upstream = Tensor<Float>.uniform([7, columns], in: -1..<1, using: &generator)
    let numbers = samples.batch(at: positions).reshaped(7, 600)
    for look in [false, true] {
      let batch = samples.miniBatch(at: positions).reshaped(7, 600)
      if look { #expect(batch.scalars.count == 7 * 600) }
      #expect(matrixProduct(batch, w) == matrixProduct(numbers, w))
      #expect(
        matrixProduct(batch, upstream, transposingA: true)
          == matrixProduct(numbers, upstream, transposingA: true))
    }
    // No samples at all: sums of no terms are zeros.
    let none = samples.miniBatch(at: []).reshaped(0, 600)
    #expect(matrixProduct(none, .zeros([0, columns]), transposingA: true) == .zeros([600, columns]))
    // Seen as rows of another length they are numbers.
    let other = Tensor<Float>.uniform([30, columns], in: -1..<1, using: &generator)
    #expect(
      samples.miniBatch(at: positions).reshaped(140, 30).matmul(other)
        == numbers.reshaped(140, 30).matmul(other))
  }

  @Test("train a network as their numbers do")
  func training() throws {
    func weights(_ samples: LabeledSamples<Float>) throws -> [Float] {
      var generator = Philox4x32(seed: 1)
      let network = Sequential(
        Affine<Float>(inputs: 600, outputs: 12, using: &generator), ReLU(),
        Affine(inputs: 12, outputs: 4, using: &generator))
      let trainer = try Trainer(
        network, on: samples, .init(duration: .iterations(12), batchSize: 9, seed: 2))
      trainer.run()
      return network.parameters.flatMap(\.value.scalars)
    }
    let numbers = try LabeledSamples<Float>(
      samples.batch(at: (0..<40).map(Int64.init)), labels: samples.labels, classCount: 4)
    #expect(try weights(samples) == weights(numbers))
  }

  @Test("may be looked at by several threads at once")
  func threads() async {
    let batch = samples.miniBatch(at: positions)
    let numbers = samples.batch(at: positions)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { batch == numbers } }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}
