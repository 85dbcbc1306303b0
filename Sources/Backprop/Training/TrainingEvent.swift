/// What a trainer tells its callback.
public enum TrainingEvent: Sendable {
  /// An update was made; they are counted from 1.
  case iteration(Int, loss: Double)
  /// Metrics were measured, after the first update of an epoch.
  case epoch(TrainingHistory.Epoch)
  /// The network can't learn from where it starts, as its first steps show; told once at most.
  case finding(LearningFinding)
}

/// What a callback tells its trainer.
public enum TrainingDecision: Sendable {
  /// Carry on with the next iteration.
  case `continue`
  /// End the training after this iteration.
  case stop
}
