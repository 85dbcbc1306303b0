/// What a trainer tells its callback.
public enum TrainingEvent: Sendable {
  /// An update was made; they are counted from 1.
  case iteration(Int, loss: Double)
  /// Metrics were measured, after the first update of an epoch.
  case epoch(TrainingHistory.Epoch)
}

/// What a callback tells its trainer.
public enum TrainingDecision: Sendable {
  /// Carry on with the next iteration.
  case `continue`
  /// End the training after this iteration.
  case stop
}
