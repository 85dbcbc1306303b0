import Backprop
import Testing

@Suite struct ClosureDatasetTests {
  @Test func samplesAreMadeWhenTheyAreAskedFor() throws {
    let data = ClosureDataset<Float>(count: 6, sampleShape: [2], classCount: 3) { position in
      ([Float(position), Float(-position)], position % 3)
    }
    let batch = try data.batch(at: [5, 0])
    #expect(batch.samples.tensor == Tensor(shape: [2, 2], [5, -5, 0, 0]))
    #expect(batch.targets.labels == [2, 0])
  }

  @Test func numbersCanBeTargets() throws {
    let data = ClosureDataset<Float>(count: 6, sampleShape: [1], targetShape: [1]) { position in
      ([Float(position)], [Float(position) * 2])
    }
    guard case .rows(let targets) = try data.batch(at: [1, 4]).targets else {
      Issue.record("no rows"); return
    }
    #expect(targets == Tensor(shape: [2, 1], [2, 8]))
    let (training, validation) = try data.split(validation: 0.5)
    #expect(training.count == 3 && validation.count == 3)
  }

  @Test func whatDoesntFitIsAnError() {
    let labels = ClosureDataset<Float>(count: 2, sampleShape: [1], classCount: 2) { ([0], $0 * 5) }
    #expect(throws: TrainingError.self) { try labels.batch(at: [1]) }
    let numbers = ClosureDataset<Float>(count: 2, sampleShape: [2], classCount: 2) { _ in ([0], 0) }
    #expect(throws: TrainingError.self) { try numbers.batch(at: [1]) }
    let few = ClosureDataset<Float>(count: 2, sampleShape: [1], targetKind: .classes(2)) { _ in
      Batch(Tensor(shape: [1, 1], [0]), .classes([0]))
    }
    #expect(throws: TrainingError.self) { try few.batch(at: [0, 1]) }
  }

  @Test func aModelLearnsFromThem() throws {
    let data = ClosureDataset<Float>(count: 200, sampleShape: [2], classCount: 2) { position in
      let x = Float(position % 20) / 20
      let y = Float(position / 20) / 10
      return ([x, y], x > y ? 1 : 0)
    }
    var random = Philox4x32(seed: 1)
    let model = try Model(Sequential<Float>(sizes: [2, 16, 2], using: &random))
    let settings = TrainingSettings(duration: .epochs(50), batchSize: 20, learningRate: 0.01, seed: 1)
    let history = try Trainer(model, on: data, settings, optimizer: Adam()).run()
    #expect(history.final?.trainAccuracy ?? 0 > 0.9)
  }
}
