import Backprop
import Testing

@testable import BackpropCLI

@Suite("The table of a training") struct TrainingTableTests {
  @Test(
    "has the loss in its column, however large it is",
    arguments: [
      (2.30258, "  2.3026"), (0, "  0.0000"), (999.99994, "999.9999"), (999.99996, "1000.000"),
      (1234.5678, "1234.568"), (12345.678, "12345.68"), (99999.99, "99999.99"), (99999.999, "1.00e+05"),
      (100_000, "1.00e+05"), (3.4e38, "3.40e+38"), (.infinity, "     inf"), (.nan, "     nan"),
    ])
  func loss(loss: Double, text: String) {
    let epoch = TrainingHistory.Epoch(
      number: 1, iteration: 1, loss: loss, training: ["accuracy": 0.1])
    #expect(epoch.line() == "    1          1  \(text)  0.1000       –")
  }

  @Test("keeps a long iteration apart from its neighbours")
  func iteration() {
    let epoch = TrainingHistory.Epoch(
      number: 16667, iteration: 1_000_000_000, loss: 1, training: ["accuracy": 1], test: ["accuracy": 0.5])
    #expect(epoch.line() == "16667  1,000,000,000    1.0000  1.0000  0.5000")
  }

  @Test("is followed by the number of iterations of a training that was stopped", arguments: [1, 2, 1000])
  func stopped(iterations: Int) {
    let summary = TrainingSummary(
      dataset: "digits", iterations: iterations, parameters: 1, seconds: 1, stepMicroseconds: 1, threads: 1,
      seed: 0, parametersSHA256: "", wasStopped: true)
    let words = [1: "1 iteration: ", 2: "2 iterations: ", 1000: "1,000 iterations: "][iterations]!
    #expect(summary.text.hasPrefix("Stopped after " + words))
  }
}
