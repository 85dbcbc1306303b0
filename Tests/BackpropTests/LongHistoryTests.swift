import Testing

@testable import Backprop

@Suite("A long training's history") struct LongHistoryTests {
  @Test("keeps its losses one by one up to the limit, then every second, and knows the last")
  func losses() {
    let limit = TrainingHistory.lossLimit
    var history = TrainingHistory(startingAt: 7)
    #expect(history.lastLoss == nil && history.iterations == 7)
    for iteration in 1..<limit { history.record(loss: Double(iteration)) }
    #expect(history.losses.count == limit - 1 && history.lossInterval == 1)
    #expect(history.iteration(ofLoss: 0) == 8)
    for iteration in limit...(4 * limit + 3) {
      history.record(loss: Double(iteration))
      #expect(history.lastLoss == Double(iteration))
    }
    #expect(history.iterations == 7 + 4 * limit + 3)
    // At `limit`, 2 · limit and 4 · limit the number is halved.
    #expect(history.lossInterval == 8 && history.losses.count == limit / 2)
    for index in [0, 1, 1000, limit / 2 - 1] {
      #expect(history.losses[index] == Double(8 * (index + 1)))
      #expect(history.iteration(ofLoss: index) == 7 + 8 * (index + 1))
    }
  }

  @Test("keeps the records of its epochs likewise")
  func epochs() {
    let limit = TrainingHistory.epochLimit
    var history = TrainingHistory()
    for number in 1...(2 * limit + 5) {
      history.record(TrainingHistory.Epoch(number: number, iteration: 3 * number - 2, loss: 1, training: [:]))
    }
    #expect(history.epochs.count <= limit && history.epochInterval == 4)
    #expect(history.epochs.prefix(3).map(\.number) == [1, 5, 9])
    #expect(history.epochs.last?.number == 2 * limit + 5 - (2 * limit + 4) % 4)
  }

  @Test("as a table has lines for what it kept, for metrics, and for the last iteration, in order")
  func table() throws {
    let count = 2 * TrainingHistory.lossLimit + 1
    var history = TrainingHistory()
    history.metricNames = ["accuracy"]
    for iteration in 1...count {
      history.record(loss: Double(iteration))
      if iteration % 100_000 == 1 {
        history.record(
          TrainingHistory.Epoch(
            number: iteration / 100_000 + 1, iteration: iteration, loss: Double(iteration),
            training: ["accuracy": 0.5]))
      }
    }
    history.final = TrainingHistory.Epoch(
      number: 21, iteration: count, loss: Double(count), training: ["accuracy": 0.75])
    var lines: [Substring] = []
    history.writeCSV { lines += $0.split(separator: "\n") }
    #expect(lines[1] == "1,1,1.0,0.5," && lines[2] == "4,1,4.0,,")
    #expect(lines.last == "\(count),21,\(Double(count)),0.75,")
    // Every fourth of 2^21 iterations, 20 beginnings of epochs that lie between, and the last.
    #expect(
      lines.count == 1 + 524_288 + 20 + 1 + (history.epochs.contains { $0.iteration % 4 == 0 } ? -1 : 0) + 1)
  }

  @Test("of a training that goes on has every iteration in its table")
  func growing() {
    var table = HistoryTable(metricNames: ["accuracy"], iterationsPerEpoch: 2)
    var text = ""
    for iteration in 1...5 {
      text += table.add(.iteration(iteration, loss: Double(iteration) / 2)) ?? ""
      if iteration % 2 == 1 {
        text +=
          table.add(
            .epoch(
              TrainingHistory.Epoch(
                number: iteration / 2 + 1, iteration: iteration, loss: 1, training: ["accuracy": 0.25])))
          ?? ""
      }
    }
    var history = TrainingHistory()
    for iteration in 1...6 { history.record(loss: Double(iteration) / 2) }
    history.final = TrainingHistory.Epoch(number: 3, iteration: 6, loss: 3, training: ["accuracy": 1])
    text += table.finish(history)
    #expect(
      text == """
        iteration,epoch,loss,train_accuracy,test_accuracy
        1,1,0.5,0.25,
        2,1,1.0,,
        3,2,1.5,0.25,
        4,2,2.0,,
        5,3,2.5,0.25,
        6,3,3.0,1.0,

        """)
  }
}

@Suite("Evaluations that are broken off") struct StoppedEvaluationTests {
  private func trainer() throws -> Trainer<Float> {
    var generator = Philox4x32(seed: 1)
    let network = Sequential<Float>(sizes: [4, 3, 2], using: &generator)
    let samples = try SampleSet(
      Tensor<Float>.normal([600, 4], using: &generator), labels: (0..<600).map { $0 % 2 }, classCount: 2)
    return try Trainer(
      Model(network), on: samples, test: samples, TrainingSettings(duration: .epochs(3), batchSize: 100))
  }

  @Test("end the training, with what was measured before and nothing half")
  func stopped() throws {
    let whole = try trainer().run()
    var calls = 0
    var told: [TrainingEvent] = []
    let trainer = try trainer()
    let history = try trainer.run { event in
      told.append(event)
      return .continue
    } isStopped: {
      calls += 1
      // An evaluation asks before each batch of 240, so four times at least for both sets: the first is whole.
      return calls > 6
    }
    #expect(history.wasStopped && history.iterations == 7)
    #expect(history.epochs.map(\.isMeasured) == [true, false])
    #expect(history.epochs[0] == whole.epochs[0] && history.epochs[1].loss == whole.epochs[1].loss)
    #expect(history.final?.isMeasured == false && history.final?.number == 2)
    #expect(history.losses == Array(whole.losses.prefix(7)))
    let epochs = told.filter { if case .epoch = $0 { true } else { false } }
    #expect(epochs.count == 1)
    #expect(history.csv.split(separator: "\n").count == 8)
  }

  @Test("throw, as those of classes do")
  func thrown() throws {
    let trainer = try trainer()
    #expect(throws: CancellationError.self) {
      try trainer.model.evaluate(on: trainer.samples, isStopped: { true })
    }
    #expect(throws: CancellationError.self) {
      try trainer.model.classEvaluation(on: trainer.samples) { true }
    }
  }
}
