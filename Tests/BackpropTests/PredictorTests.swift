import Backprop
import Testing

@Suite("Answers to many tasks at once")
struct PredictorTests {
  @Test("have the bits of the model as it was, from every task")
  func tasks() async throws {
    var generator = Philox4x32(seed: 1)
    let model = try Model(Sequential<Float>(sizes: [20, 30, 5], using: &generator))
    let batches = (0..<16).map { Tensor<Float>.normal([$0 + 1, 20], using: &generator) }
    let expected = batches.map { model.predict($0) }
    let predictor = model.predictor()
    // The model goes on; the predictor doesn't.
    for parameter in model.parameters { parameter.value = .zeros(parameter.value.shape) }
    await withTaskGroup(of: (Int, Tensor<Float>).self) { group in
      for round in 0..<200 {
        group.addTask { (round % 16, predictor.predict(batches[round % 16])) }
      }
      for await (number, answer) in group { #expect(answer == expected[number]) }
    }
    #expect(predictor.sampleShape == [20])
    #expect(predictor.classes(of: .numbers(batches[3])) == expected[3].argmax(axis: -1))
    #expect(throws: ShapeError.self) { try predictor.check(sampleShape: [19]) }
  }

  @Test("are those of an evaluation, in which statistics count and nothing is random")
  func evaluation() throws {
    var generator = Philox4x32(seed: 1)
    let norm = NoisyNorm<Float>(size: 4)
    let model = try Model(Sequential<Float>(norm, Affine(inputs: 4, outputs: 2, using: &generator)))
    let x = Tensor<Float>.normal([3, 4], using: &generator)
    let predictor = model.predictor()
    let answer = predictor.predict(x)
    #expect(answer == model.predict(x) && answer == predictor.predict(x))
  }

  @Test("need no memory from the system once they have settled")
  func memory() async {
    await #expect(processExitsWith: .success) {
      Parallelism.threadCount = 1
      var generator = Philox4x32(seed: 1)
      let model = try Model(Sequential<Float>(sizes: [784, 50, 10], using: &generator))
      let x = Tensor<Float>.normal([100, 784], using: &generator)
      let predictor = model.predictor()
      for _ in 0..<3 { _ = predictor.predict(x) }
      let start = StoragePool.statistics
      for _ in 0..<100 { _ = predictor.predict(x) }
      precondition(StoragePool.statistics == start)
    }
  }
}
