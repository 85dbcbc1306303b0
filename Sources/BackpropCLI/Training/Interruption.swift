import Foundation
import Synchronization

/// Ctrl-C during a training run: the run ends after the iteration at hand and its summary is printed; a second Ctrl-C
/// ends the program at once.
struct Interruption {
  private static let count = Atomic<Int>(0)

  init() {
    signal(SIGINT) { _ in
      if Interruption.count.add(1, ordering: .relaxed).newValue > 1 { _exit(ExitStatus.interrupted) }
    }
  }

  /// Whether Ctrl-C was pressed.
  var isRequested: Bool { Interruption.count.load(ordering: .relaxed) > 0 }
}
