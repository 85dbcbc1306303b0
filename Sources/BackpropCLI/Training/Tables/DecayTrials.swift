import Backprop
import BackpropFiles

/// How much weights decay where few rows tell a number and no option says it: what did best in short trials.
///
/// A penalty of λ/2 |W|² beside the mean of n rows' squared errors asks for λ = c / n, where c grows with how much of the
/// number is noise. Nobody knows that before, and much hangs on it: a number that follows from its row wants a c below 5, one
/// that is half noise 40 and more. So each c is tried on the same parts of the training rows, and the rows left out of a part
/// tell how well it did. Rows that are held out have no say in it. Of many rows none is tried: λ is small there, whatever c is,
/// and trials would take long.
struct DecayTrials {
  /// What decays are tried, times the number of rows.
  static let constants = [3.0, 10, 40]
  /// How many parts each is tried on, and the share of rows that is left out of one.
  private static let rounds = 4
  private static let share = 0.25
  /// From so many rows on none is tried, and below so many.
  private static let rows = 12..<2000

  /// The constant that did best.
  let constant: Double
  /// How long it took to find it.
  let duration: Duration

  /// How many trainings it took.
  var count: Int { Self.constants.count * Self.rounds }

  /// Whether so many rows are few enough to be tried with.
  static func suit(rowCount: Int) -> Bool { rows.contains(rowCount) }

  /// Tries all.
  ///
  /// - Parameters:
  ///   - settings: those of the training that is to follow.
  ///   - trainer: makes a trainer of a new network whose weights decay so much.
  init(
    rowCount: Int, _ settings: TrainingSettings,
    _ trainer: (_ settings: TrainingSettings, _ decay: Double) throws -> Trainer<Float>
  ) throws {
    var settings = settings
    settings.validationShare = Self.share
    settings.earlyStopping = nil
    settings.recordsGradients = false
    settings.watchesNaN = false
    let learnt = max(Double(rowCount) * (1 - Self.share), 1)
    var losses = Self.constants.map { _ in 0.0 }
    let seed = settings.seed
    let clock = ContinuousClock()
    duration = try clock.measure {
      for round in 0..<Self.rounds {
        settings.seed = seed &+ UInt64(round)
        for (place, constant) in Self.constants.enumerated() {
          let history = try trainer(settings, min(constant / learnt, 1)).run()
          let loss = history.final?.validation["loss"] ?? .infinity
          losses[place] += loss.isNaN ? .infinity : loss
        }
      }
    }
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    // Where no training ended well, none is better than another.
    constant = losses[best].isFinite ? Self.constants[best] : TableDefaults.usualConstant
  }

  /// How much weights decay in a training on so many rows.
  func decay(rowCount: Int) -> Double { min(constant / Double(max(rowCount, 1)), 1) }
}
