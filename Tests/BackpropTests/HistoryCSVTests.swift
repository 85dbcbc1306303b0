import Backprop
import Testing

@Suite("History as CSV")
struct HistoryCSVTests {
  private func history(
    iterations: Int, epochLength: Int, withTest: Bool = true, from start: Int = 0, seed: UInt64 = 1
  ) -> TrainingHistory {
    var generator = Philox4x32(seed: seed)
    var history = TrainingHistory(startingAt: start)
    history.metricNames = ["accuracy", "loss"]
    // Numbers whose binary digits don't end.
    let count = iterations - start
    history.losses = Tensor<Double>.normal([count], standardDeviation: 1, using: &generator).scalars.map {
      $0 / 3
    }
    func record(_ iteration: Int, _ number: Int) -> TrainingHistory.Epoch {
      TrainingHistory.Epoch(
        number: number, iteration: iteration,
        loss: iteration == start ? .nan : history.losses[iteration - start - 1],
        training: ["accuracy": Double(iteration) / 7, "loss": 1 / Double(iteration + 3)],
        test: withTest ? ["accuracy": Double(iteration) / 11, "loss": 2] : [:])
    }
    history.epochs = stride(from: 1, through: iterations, by: epochLength).enumerated()
      .filter { $1 > start }.map { record($1, $0 + 1) }
    history.final = record(iterations, iterations == 0 ? 0 : (iterations - 1) / epochLength + 1)
    return history
  }

  @Test(
    "reads back with the same bits, whatever the last iteration is",
    arguments: [(1, 1), (2, 5), (5, 5), (6, 5), (100, 7), (10_000, 600)], [true, false])
  func roundTrip(sizes: (Int, Int), withTest: Bool) throws {
    let written = history(iterations: sizes.0, epochLength: sizes.1, withTest: withTest)
    let read = try TrainingHistory(csv: written.csv)
    #expect(read.losses.map(\.bitPattern) == written.losses.map(\.bitPattern))
    #expect(read.epochs == written.epochs)
    #expect(read.final == written.final)
    #expect(read.csv == written.csv)
  }

  @Test(
    "of a training that was taken up again reads back, too",
    arguments: [(1, 12, 4), (4, 12, 4), (5, 12, 4), (11, 12, 4), (12, 12, 4), (8, 9, 4), (600, 601, 600)])
  func takenUp(start: Int, iterations: Int, epochLength: Int) throws {
    let written = history(iterations: iterations, epochLength: epochLength, from: start)
    let read = try TrainingHistory(csv: written.csv)
    #expect(read.start == start && read.losses.count == iterations - start)
    #expect(read.losses.map(\.bitPattern) == written.losses.map(\.bitPattern))
    // Of a single line in the middle nobody can tell whether an epoch begins there.
    if iterations - start > 1 { #expect(read.epochs == written.epochs) }
    #expect(read.final?.number == written.final?.number && read.final?.training == written.final?.training)
    #expect(read.csv == written.csv)
  }

  @Test("the table as it is documented")
  func text() {
    var history = TrainingHistory()
    history.metricNames = ["accuracy", "loss"]
    history.losses = [2.5, .nan, -.infinity]
    history.epochs = [
      .init(
        number: 1, iteration: 1, loss: 2.5, training: ["accuracy": 0.1, "loss": 2], test: ["accuracy": 0.25])
    ]
    history.final = .init(
      number: 1, iteration: 3, loss: -.infinity, training: ["accuracy": 1.0 / 3, "loss": .nan])
    #expect(
      history.csv == """
        iteration,epoch,loss,train_accuracy,test_accuracy,train_loss,test_loss
        1,1,2.5,0.1,0.25,2.0,
        2,1,nan,,,,
        3,1,-inf,0.3333333333333333,,nan,

        """)
  }

  @Test("a history without iterations")
  func empty() throws {
    #expect(TrainingHistory().csv == "iteration,epoch,loss\n")
    let written = history(iterations: 0, epochLength: 1)
    #expect(written.csv.hasSuffix("\n0,0,,0.0,0.0,\(1.0 / 3),2.0\n"))
    let read = try TrainingHistory(csv: written.csv)
    #expect(read.losses.isEmpty && read.epochs.isEmpty && read.final?.trainAccuracy == 0)
  }

  @Test("comes in pieces of whole lines")
  func pieces() {
    let history = history(iterations: 10_000, epochLength: 600)
    var pieces: [String] = []
    history.writeCSV { pieces.append($0) }
    #expect(pieces.count > 3 && pieces.allSatisfy { $0.hasSuffix("\n") })
    #expect(pieces.joined() == history.csv)
  }

  @Test(
    "says in which line it isn't a history",
    arguments: [
      ("", 1), ("loss\n1\n", 1), ("HEAD\n1,1,2\n", 2), ("HEAD\n1,1,x,,\n", 2),
      ("HEAD\n1,1,2,,\n3,1,2,,\n", 3),
      ("HEAD\n1,1,2,a,\n", 2), ("HEAD\n1,1,2,1,b\n", 2), ("HEAD\n1,1,2,,\n\n2,1,2,,\n", 3),
      ("HEAD\n0,0,,1,\n0,0,,1,\n", 2), ("HEAD\n99999999999999999999,1,2,,\n", 2),
      ("HEAD\n9223372036854775807,1,2,,\n", 2), ("HEAD\n-1,1,2,,\n", 2), ("HEAD\n0,1,2,,\n", 2),
      ("HEAD\n1,1,2,,\n2,1,,,\n", 3), ("HEAD,train_a\n", 1), ("HEAD,train_a,test_b\n", 1),
    ])
  func errors(text: String, line: Int) {
    let text = text.split(separator: "HEAD", omittingEmptySubsequences: false)
      .joined(separator: "iteration,epoch,loss,train_accuracy,test_accuracy")
    let error = #expect(throws: HistoryError.self) { try TrainingHistory(csv: text) }
    #expect(error?.line == line)
    #expect(error?.description.hasPrefix("line \(line) of the history: ") == true)
  }
}
