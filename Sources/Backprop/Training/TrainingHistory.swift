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

    /// A record of an epoch.
    public init(
      number: Int, iteration: Int, loss: Double, training: [String: Double], test: [String: Double] = [:]
    ) {
      self.number = number
      self.iteration = iteration
      self.loss = loss
      self.training = training
      self.test = test
    }

    /// The share of training samples that the model gets right; NaN where it wasn't measured.
    public var trainAccuracy: Double { training["accuracy"] ?? .nan }
    /// The share of test samples that the model gets right, or `nil` where it wasn't measured.
    public var testAccuracy: Double? { test["accuracy"] }
  }

  /// How many iterations were made before the first one that is recorded here.
  public var start: Int
  /// The loss of each iteration's mini-batch.
  public var losses: [Double] = []
  /// The names of the metrics that were measured, in their order.
  public var metricNames: [String] = []
  /// A record for each epoch that began.
  public var epochs: [Epoch] = []
  /// The metrics after the last update.
  public var final: Epoch?
  /// The time of all iterations, evaluations included.
  public var duration: Duration = .zero
  /// The time of the evaluations.
  public var evaluationDuration: Duration = .zero
  /// Whether the callback ended the training before its time.
  public var wasStopped = false
  /// The first value that wasn't finite, which ended the training where ``TrainingSettings/watchesNaN`` is set.
  public var nonFinite: NonFiniteValue?

  /// An empty history, of a training that starts from an iteration.
  public init(startingAt start: Int = 0) { self.start = start }

  /// The number of updates that were made, those before the start included.
  public var iterations: Int { start + losses.count }

  /// The mean time of an iteration without evaluations, or `nil` when there was none.
  public var stepDuration: Duration? {
    losses.isEmpty ? nil : (duration - evaluationDuration) / losses.count
  }
}
