/// What a training run left behind.
public struct TrainingHistory: Sendable {
  /// The state of affairs after the first update of an epoch.
  public struct Epoch: Sendable, Equatable {
    /// The number of the epoch, from 1 on.
    public var number: Int
    /// How many updates have been made, this one included.
    public var iteration: Int
    /// The loss of the last mini-batch after its update.
    public var loss: Double
    /// The share of training samples that the network gets right.
    public var trainAccuracy: Double
    /// The share of test samples that the network gets right, or `nil` without test samples.
    public var testAccuracy: Double?

    /// A record of an epoch.
    public init(number: Int, iteration: Int, loss: Double, trainAccuracy: Double, testAccuracy: Double? = nil)
    {
      self.number = number
      self.iteration = iteration
      self.loss = loss
      self.trainAccuracy = trainAccuracy
      self.testAccuracy = testAccuracy
    }
  }

  /// The loss of each iteration's mini-batch.
  public var losses: [Double] = []
  /// A record for each epoch that began.
  public var epochs: [Epoch] = []
  /// The accuracies after the last update.
  public var final: Epoch?
  /// The time of all iterations, evaluations included.
  public var duration: Duration = .zero
  /// The time of the evaluations.
  public var evaluationDuration: Duration = .zero
  /// Whether the callback ended the training before its time.
  public var wasStopped = false
  /// The first value that wasn't finite, which ended the training where ``TrainingSettings/watchesNaN`` is set.
  public var nonFinite: NonFiniteValue?

  /// An empty history.
  public init() {}

  /// The number of updates that were made.
  public var iterations: Int { losses.count }

  /// The mean time of an iteration without evaluations, or `nil` when there was none.
  public var stepDuration: Duration? {
    losses.isEmpty ? nil : (duration - evaluationDuration) / losses.count
  }
}
