import Backprop
import BackpropFiles

/// What it takes several processes to add their gradients.
struct SharingFacts {
  /// How many processes there are.
  var processes: Int
  /// The mean time of an update in which sums are on their way, in microseconds.
  var sumMicroseconds: Double
  /// How much of it the process waits, since it has nothing else to do.
  var waitMicroseconds: Double

  /// The facts of a group that has made so many updates.
  init(of group: ProcessGroup, updates: Int) {
    let times = group.communicator.times
    let count = Double(max(updates, 1))
    processes = group.size
    sumMicroseconds = times.busy.inSeconds * 1e6 / count
    waitMicroseconds = times.waited.inSeconds * 1e6 / count
  }

  var members: [(String, JSONValue)] {
    [
      ("processes", .integer(processes)), ("sum_microseconds", .number(sumMicroseconds)),
      ("wait_microseconds", .number(waitMicroseconds)),
    ]
  }

  /// A line of text.
  var text: String {
    let hidden = sumMicroseconds > 0 ? max(0, 100 * (1 - waitMicroseconds / sumMicroseconds)) : 0
    return "\n\(processes.grouped) processes: their sums took \(sumMicroseconds.fixed(0)) µs a step, "
      + "\(hidden.fixed(0)) % of it while they computed"
  }
}
