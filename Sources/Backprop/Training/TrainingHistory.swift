/// What a training run left behind.
public struct TrainingHistory: Sendable {
  /// The state of affairs after the first update of an epoch.
  public struct Epoch: Sendable, Equatable {
    /// The number of the epoch, from 1 on.
    public var number: Int
    /// How many updates have been made, this one included.
    public var iteration: Int
    /// The loss of the last mini-batch: after its update where an epoch begins, else as the settings say.
    public var loss: Double
    /// The metrics of the training samples, by name, such as `accuracy` and `loss`.
    public var training: [String: Double]
    /// The metrics of the test samples; empty without test samples.
    public var test: [String: Double]
    /// The metrics of the validation samples; empty without validation samples.
    public var validation: [String: Double]
    /// The learning rate of the record's update; `nil` unless ``TrainingSettings/recordsGradients`` is set.
    public var learningRate: Double?
    /// The Euclidean lengths of the gradients of the record's update, one for each of ``TrainingHistory/gradientLayers``, before
    /// any sink has changed them; empty unless ``TrainingSettings/recordsGradients`` is set.
    public var gradientNorms: [Double]

    /// A record of an epoch.
    public init(
      number: Int, iteration: Int, loss: Double, training: [String: Double],
      test: [String: Double] = [:], validation: [String: Double] = [:], learningRate: Double? = nil,
      gradientNorms: [Double] = []
    ) {
      self.number = number
      self.iteration = iteration
      self.loss = loss
      self.training = training
      self.test = test
      self.validation = validation
      self.learningRate = learningRate
      self.gradientNorms = gradientNorms
    }

    /// Whether anything was measured: not where the evaluation was broken off, or without metrics.
    public var isMeasured: Bool { !training.isEmpty || !test.isEmpty || !validation.isEmpty }
    /// The share of training samples that the model gets right; NaN where it wasn't measured.
    public var trainAccuracy: Double { training["accuracy"] ?? .nan }
    /// The share of test samples that the model gets right, or `nil` where it wasn't measured.
    public var testAccuracy: Double? { test["accuracy"] }
    /// The share of validation samples that the model gets right, or `nil` where it wasn't measured.
    public var validationAccuracy: Double? { validation["accuracy"] }
  }

  /// How many iterations were made before the first one that is recorded here.
  public var start: Int
  /// The loss of each iteration's mini-batch; of a long training that of every ``lossInterval``th, so that memory has an
  /// end. See ``record(loss:)`` for the rule.
  public var losses: [Double] = []
  /// The names of the metrics that were measured, in their order.
  public var metricNames: [String] = []
  /// Whether there were samples to validate with.
  public var hasValidation = false
  /// The names of the layers whose gradients' lengths are recorded: those with parameters of their own, in order.
  public var gradientLayers: [String] = []
  /// A record for each epoch that began; of a long training for every ``epochInterval``th. See ``record(_:)``.
  public var epochs: [Epoch] = []
  /// The metrics of the model as the training left it, with the number of the last update; where the best parameters were
  /// put back, the metrics are theirs.
  public var final: Epoch?
  /// The record with the smallest validation loss, whose parameters the model now has; `nil` without
  /// ``TrainingSettings/earlyStopping``.
  public var best: Epoch?
  /// Why the network couldn't learn from where it started, where its first steps showed that.
  public var finding: LearningFinding?
  /// Whether ``TrainingSettings/earlyStopping`` ended the training before its time.
  public var wasStoppedEarly = false
  /// The time of all iterations, evaluations included.
  public var duration: Duration = .zero
  /// The time of the evaluations.
  public var evaluationDuration: Duration = .zero
  /// Whether the callback ended the training before its time.
  public var wasStopped = false
  /// The first value that wasn't finite, which ended the training where ``TrainingSettings/watchesNaN`` is set.
  public var nonFinite: NonFiniteValue?
  /// The first iteration, counted from 1, whose loss was NaN or infinite; `nil` where all were finite.
  public var firstNonFiniteIteration: Int?
  /// The names of the parameters that held NaN or an infinity after the last update, in their order.
  public var nonFiniteParameters: [String] = []

  /// An empty history, of a training that starts from an iteration.
  public init(startingAt start: Int = 0) { self.start = start }

  /// How many iterations an element of ``losses`` stands for: 1, or a power of two where there were more than
  /// ``lossLimit``.
  public private(set) var lossInterval = 1
  /// How many epochs a record stands for: 1, or a power of two where there were more than ``epochLimit``.
  public private(set) var epochInterval = 1
  /// The losses since the last one that `losses` holds: how many, and the newest.
  package private(set) var skipped = (count: 0, loss: Double.nan)

  /// The most losses that are kept.
  public static let lossLimit = 1 << 20
  /// The most records of epochs that are kept.
  public static let epochLimit = 1 << 16

  /// The number of updates that were made, those before the start included.
  public var iterations: Int { start + losses.count * lossInterval + skipped.count }

  /// The loss of the last mini-batch, whether ``losses`` kept it or not; `nil` without iterations.
  public var lastLoss: Double? { skipped.count > 0 ? skipped.loss : losses.last }

  /// The iteration that an element of ``losses`` belongs to, from 1 on.
  public func iteration(ofLoss index: Int) -> Int { start + (index + 1) * lossInterval }

  /// Puts back what a thinned history knows beside its losses and records.
  package mutating func restoreThinning(
    lossInterval: Int, epochInterval: Int, skipped: (count: Int, loss: Double)
  ) {
    (self.lossInterval, self.epochInterval, self.skipped) = (lossInterval, epochInterval, skipped)
  }

  /// Adds the loss of the next iteration.
  ///
  /// Up to ``lossLimit`` losses are kept one by one. When they are that many, every other one goes, the first of each
  /// pair, and from then on every second iteration's is kept; and so on. So the iterations that are kept depend on
  /// nothing but their number: with an interval k they are `start` + k, `start` + 2k, ….
  public mutating func record(loss: Double) {
    skipped = (skipped.count + 1, loss)
    guard skipped.count == lossInterval else { return }
    skipped.count = 0
    losses.append(loss)
    guard losses.count >= TrainingHistory.lossLimit else { return }
    losses = stride(from: 1, to: losses.count, by: 2).map { losses[$0] }
    lossInterval *= 2
  }

  /// Adds the record of the next epoch that began.
  ///
  /// When there are ``epochLimit`` records, every other one goes, the second of each pair, and from then on one of two
  /// epochs is kept; and so on. The first record stays.
  public mutating func record(_ epoch: Epoch) {
    guard let first = epochs.first else {
      epochs.append(epoch)
      return
    }
    guard (epoch.number - first.number) % epochInterval == 0 else { return }
    epochs.append(epoch)
    guard epochs.count > TrainingHistory.epochLimit else { return }
    epochs = stride(from: 0, to: epochs.count, by: 2).map { epochs[$0] }
    epochInterval *= 2
  }

  /// Whether the training ended with numbers that mean something: the last mini-batch's loss, the mean losses that were
  /// measured after the last update and all parameters are finite, and no watched value was otherwise.
  public var isFinite: Bool {
    let measured = [final?.training["loss"], final?.validation["loss"], final?.test["loss"]].compactMap { $0 }
    return nonFinite == nil && nonFiniteParameters.isEmpty
      && (measured + [lastLoss].compactMap { $0 }).allSatisfy(\.isFinite)
  }

  /// The mean time of an iteration without evaluations, or `nil` when there was none.
  public var stepDuration: Duration? {
    iterations == start ? nil : (duration - evaluationDuration) / (iterations - start)
  }
}
