import Backprop
import Testing

@testable import BackpropDrawing

@Suite struct TerminalPlotTests {
  @Test("the plots look as they did when they were last looked at", arguments: [44, 80, 130])
  func recorded(width: Int) throws {
    let plots = TerminalPlot.plots(of: SampleReport.history(iterations: 400, epochLength: 50))
    let lines = TerminalPlot.lines(of: plots, width: width)
    try Recording.expect(lines.joined(separator: "\n") + "\n", equals: "plot-\(width).txt")
    #expect(lines.allSatisfy { $0.displayWidth <= width })
    #expect(
      lines.contains { $0.contains("loss") }
        && lines.contains { $0.contains("accuracy: ⠤⠒ training, o test") })
  }

  @Test("both accuracies stand in one plot, in ASCII, too")
  func together() {
    let plots = TerminalPlot.plots(of: SampleReport.history(iterations: 400, epochLength: 50))
    #expect(plots.count == 2)
    let lines = TerminalPlot.lines(of: [plots[1]], width: 60, signs: .ascii)
    #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(lines[0] == "accuracy: .' training, o test")
    // Marks for the test's values, a line for the training's.
    #expect(lines.dropFirst().joined().filter { $0 == "o" }.count >= 8)
    #expect(lines.contains { $0.contains("..") || $0.contains("''") })
  }

  @Test("no line is wider than the terminal, and a terminal without room gets none", arguments: 0..<140)
  func widths(width: Int) {
    let plots = TerminalPlot.plots(of: SampleReport.history(iterations: 100_000, epochLength: 600))
    let lines = TerminalPlot.lines(of: plots, width: width)
    #expect(lines.allSatisfy { $0.displayWidth <= width })
    if width < 30 { #expect(lines.allSatisfy { $0.isEmpty }) }
  }

  @Test("strange histories")
  func strange() {
    for losses in [[], [1], [.nan, .nan], [1, 1, 1], [.infinity, 1, -.infinity, 2], [1e308, -1e308]]
      as [[Double]]
    {
      var history = TrainingHistory()
      history.losses = losses
      history.final = .init(
        number: 1, iteration: losses.count, loss: .nan, training: [:])
      let plots = TerminalPlot.plots(of: history)
      #expect(plots.count == (losses.count > 1 ? 1 : 0))
      #expect(TerminalPlot.lines(of: plots, width: 60).allSatisfy { $0.displayWidth <= 60 })
    }
  }
}
