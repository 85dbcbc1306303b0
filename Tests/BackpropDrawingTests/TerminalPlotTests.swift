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
    #expect(lines.contains { $0.contains("loss") } && lines.contains { $0.contains("test accuracy") })
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
