import BackpropDrawing
import BackpropFiles

/// A line on a terminal that shows how far a gradient check is, and the time left.
final class CheckProgress {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var isVisible = false

  init() {
    start = clock.now
    lastShown = start
  }

  /// Draws the line anew, at most ten times a second.
  func show(_ checked: Int, of total: Int) {
    let now = clock.now
    guard now - lastShown > .milliseconds(100) else { return }
    lastShown = now
    let line = CheckProgress.line(
      checked, of: total, seconds: (now - start).inSeconds, columns: Console.errorColumns ?? 80)
    Console.writeError("\r\u{1B}[K" + line)
    isVisible = true
  }

  /// What the line says, in fewer columns than the terminal has: a line that wraps can't be overwritten.
  static func line(
    _ checked: Int, of total: Int, seconds: Double, columns: Int, signs: TerminalSigns = Console.signs
  ) -> String {
    let share = min(max(Double(checked) / Double(max(total, 1)), 0), 1)
    let left = ProgressBar.time(seconds / share - seconds)
    let words = "\(Int(share * 100)) %, \(checked.grouped) of \(total.grouped) elements, \(left) left"
    let room = min(columns - 2 - words.count, 30)
    guard room >= 5 else { return String(words.prefix(max(columns - 1, 0))) }
    let filled = Int(share * Double(room))
    let (done, rest) = signs == .ascii ? ("#", ".") : ("█", "░")
    return String(repeating: done, count: filled) + String(repeating: rest, count: room - filled) + " "
      + words
  }

  /// Takes the line off the terminal.
  func clear() {
    guard isVisible else { return }
    Console.writeError("\r\u{1B}[K")
    isVisible = false
  }
}
