import BackpropFiles
import Foundation
import Synchronization

/// What signals do to the program.
///
/// Ctrl-C, a request to end and a terminal that goes away are one thing. A training that waits for them ends after the
/// iteration at hand, or amid an evaluation, and writes what was asked for; a second signal ends it at once. Whatever else
/// runs ends at the first. In no case do temporary files stay behind.
enum Interruption {
  private static let number = Atomic<Int32>(0)
  private static let isAwaited = Atomic<Bool>(false)
  /// When the first signal came, in nanoseconds of the system's steady clock.
  private static let moment = Atomic<Int>(0)

  /// Says what signals do, once, at the program's start.
  static func install() {
    // A handler may not be the first that touches these.
    _ = (number.load(ordering: .relaxed), isAwaited.load(ordering: .relaxed), moment.load(ordering: .relaxed))
    PartFiles.prepare()
    // A parent may start the program from a thread that keeps signals off, and its mask is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signalNumber in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU] {
      sigaddset(&signals, signalNumber)
      let before = signal(signalNumber, handle)
      // What runs under nohup is to go on without its terminal.
      if isIgnoring(before) { signal(signalNumber, SIG_IGN) }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    // A reader that goes away and a file that gets too large are errors of the call that writes.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// From now on the first signal only asks for an end.
  static func await() {
    isAwaited.store(true, ordering: .relaxed)
    // A shell's job in the background ignores Ctrl-C, which then can't come from its keyboard, only from `kill`.
    signal(SIGINT, handle)
  }

  /// The signal that asked for an end, or `nil`.
  static var request: Int32? {
    let number = number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether the end was asked for longer ago than this many seconds.
  static func isRequested(before seconds: Double) -> Bool {
    request != nil && Double(now() - moment.load(ordering: .relaxed)) * 1e-9 > seconds
  }

  private static let handle: @convention(c) (Int32) -> Void = { signalNumber in
    let isRequest = signalNumber == SIGINT || signalNumber == SIGTERM || signalNumber == SIGHUP
    if isRequest, Interruption.isAwaited.load(ordering: .relaxed) {
      Interruption.moment.store(Interruption.now(), ordering: .relaxed)
      let first = Interruption.number.compareExchange(
        expected: 0, desired: signalNumber, ordering: .relaxed)
      if first.exchanged { return }
      PartFiles.unlinkAll()
      _exit(ExitStatus.ended(by: signalNumber))
    }
    PartFiles.unlinkAll()
    // The program ends as it would without this handler, so that its parent sees which signal it was.
    signal(signalNumber, SIG_DFL)
    raise(signalNumber)
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  private static func isIgnoring(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
