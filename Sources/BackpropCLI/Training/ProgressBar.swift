import BackpropDrawing
import BackpropFiles

/// A line on a terminal that shows how far a training run is, its speed and the time left.
final class ProgressBar {
  private let clock = ContinuousClock()
  private var lastShown: ContinuousClock.Instant
  /// Where the speed is measured from: not from the very beginning, since the data is read there, and the first
  /// accuracies are measured after a single step.
  private var origin: (iteration: Int, time: ContinuousClock.Instant)?
  private var isVisible = false

  init() { lastShown = clock.now }

  /// Draws the bar anew, at most ten times a second.
  func show(_ iteration: Int, of iterations: Int) {
    let now = clock.now
    guard let origin, iteration > 2 else {
      origin = (iteration, now)
      return
    }
    guard now - lastShown > .milliseconds(100) else { return }
    lastShown = now
    let seconds = (now - origin.time).inSeconds
    let rate = seconds > 0 ? Double(iteration - origin.iteration) / seconds : 0
    let line = ProgressBar.line(iteration, of: iterations, rate: rate, columns: Console.errorColumns ?? 80)
    Console.writeError("\r\u{1B}[K" + line)
    isVisible = true
  }

  /// What the bar says, in fewer columns than the terminal has: a line that wraps can't be overwritten.
  static func line(
    _ iteration: Int, of iterations: Int, rate: Double, columns: Int, signs: TerminalSigns = Console.signs
  ) -> String {
    let share = min(max(Double(iteration) / Double(max(iterations, 1)), 0), 1)
    let speed = rate < 10 || !rate.isFinite ? rate.fixed(1) : Int(min(rate, 1e12)).grouped
    let left = time(Double(max(iterations - iteration, 0)) / rate)
    let words = "\(Int(share * 100)) %, \(speed) iterations/s, \(left) left"
    let room = min(columns - 2 - words.count, 30)
    guard room >= 5 else { return String(words.prefix(max(columns - 1, 0))) }
    let filled = Int(share * Double(room))
    let (done, rest) = signs == .ascii ? ("#", ".") : ("█", "░")
    return String(repeating: done, count: filled) + String(repeating: rest, count: room - filled) + " "
      + words
  }

  /// A time in the units that people use for it: 12 s, 3 min 05 s, 2 h 07 min.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "very long" }
    let seconds = Int(seconds.rounded())
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(padded(seconds % 60)) s" }
    return "\(seconds / 3600) h \(padded(seconds % 3600 / 60)) min"
  }

  /// Takes the bar off the terminal, so that a line can be printed.
  func clear() {
    guard isVisible else { return }
    Console.writeError("\r\u{1B}[K")
    isVisible = false
  }
}
