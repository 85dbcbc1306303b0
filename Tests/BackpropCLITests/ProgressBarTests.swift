import BackpropGraphics
import Testing

@testable import BackpropCLI

@Suite struct ProgressBarTests {
  @Test(
    "says share, rate and time left",
    arguments: [
      (250, 1000, 25.0, "25 %, 25 iterations/s, 30 s left"), (1, 4, 0.5, "25 %, 0.5 iterations/s, 6 s left"),
      (1000, 1_000_000_000, 1000.0, "0 %, 1,000 iterations/s, 277 h 46 min left"),
      (50, 1000, 5.0, "5 %, 5.0 iterations/s, 3 min 10 s left"),
      (1000, 1000, 1000.0, "100 %, 1,000 iterations/s, 0 s left"),
    ])
  func words(iteration: Int, iterations: Int, rate: Double, words: String) {
    // Whatever the locale is that the tests run in.
    for (signs, bar) in [(TerminalSigns.unicode, "█░"), (.ascii, "#.")] {
      let line = ProgressBar.line(iteration, of: iterations, rate: rate, columns: 120, signs: signs)
      #expect(line.hasSuffix(" " + words))
      #expect(line.prefix(30).allSatisfy { bar.contains($0) })
    }
  }

  @Test("never fills a line, however narrow the terminal and strange the numbers", arguments: 1..<100)
  func width(columns: Int) {
    for (iteration, rate) in [
      (0, 0.0), (1, 1e9), (7, 1e-12), (1_000_000_000, 1e300), (5, .infinity), (3, .nan), (2, -1),
    ] {
      for iterations in [0, 1, 1_000_000_000, .max] {
        let line = ProgressBar.line(iteration, of: iterations, rate: rate, columns: columns)
        #expect(line.count < max(columns, 1))
      }
    }
  }
}
