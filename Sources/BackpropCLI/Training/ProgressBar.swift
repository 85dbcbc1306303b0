/// A line on a terminal that shows how far a training run is, its speed and the time left.
final class ProgressBar {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var isVisible = false

  init() {
    start = clock.now
    lastShown = start
  }

  /// Draws the bar anew, at most ten times a second.
  func show(_ iteration: Int, of iterations: Int) {
    // A look at the clock every 16 iterations is enough and costs nothing.
    guard iteration % 16 == 0 else { return }
    let now = clock.now
    guard now - lastShown > .milliseconds(100) else { return }
    lastShown = now
    let share = Double(iteration) / Double(max(iterations, 1))
    let rate = Double(iteration) / (now - start).inSeconds
    let filled = Int(share * 30)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    let left = Double(iterations - iteration) / rate
    Console.writeError(
      "\r\u{1B}[K\(bar) \(Int(share * 100)) %, \(Int(rate).grouped) iterations/s, \(left.fixed(0)) s left")
    isVisible = true
  }

  /// Takes the bar off the terminal, so that a line can be printed.
  func clear() {
    guard isVisible else { return }
    Console.writeError("\r\u{1B}[K")
    isVisible = false
  }
}
