/// The times of a job's repetitions, in seconds.
struct Timing: Equatable {
  var best: Double
  var median: Double
  /// How many times were measured; each may be the mean of several short jobs in a row.
  var samples: Int

  /// The best and the median of some times, or `nil` without any.
  init?(_ times: [Double]) {
    guard let best = times.min() else { return nil }
    let sorted = times.sorted()
    let middle = sorted.count / 2
    self.best = best
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    samples = times.count
  }

  /// The time of each of `count` equal parts of the job.
  func divided(by count: Int) -> Timing {
    var part = self
    part.best /= Double(count)
    part.median /= Double(count)
    return part
  }
}

/// Measures how long jobs take.
struct Stopwatch {
  /// What the time for each job is multiplied by.
  var scale = 1.0

  /// A time as long as this, in seconds, is told from another in spite of the clock's own cost.
  static let shortestSample = 0.0005

  /// Repeats a job after a warm-up until `seconds` have passed.
  ///
  /// Short jobs are run several times in a row for each time that is taken. A job that takes longer than all the time
  /// there is runs `fewest` times, and the warm-up counts.
  func measure(seconds: Double, fewest: Int = 3, _ job: () throws -> Void) rethrows -> Timing {
    let limit = seconds * scale
    var times = [try time(1, job)]
    var spent = times[0]
    if spent < limit / 10 {
      // The first run found caches, memory and threads cold.
      let estimate = Swift.min(try time(1, job), try time(1, job))
      let repetitions = Swift.max(
        1, Int(Swift.min(Stopwatch.shortestSample / Swift.max(estimate, 1e-9), 1e6)))
      times.removeAll()
      repeat {
        let time = try time(repetitions, job)
        times.append(time)
        spent += time * Double(repetitions)
      } while spent < limit || times.count < fewest
    } else {
      while spent < limit || times.count < fewest {
        times.append(try time(1, job))
        spent += times.last ?? 0
      }
    }
    return Timing(times) ?? Timing(single: spent)
  }

  /// The mean time of some runs in a row.
  private func time(_ repetitions: Int, _ job: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<repetitions { try job() }
    return (clock.now - start).inSeconds / Double(repetitions)
  }
}

extension Timing {
  /// The only time there is.
  init(single time: Double) {
    best = time
    median = time
    samples = 1
  }
}
