/// The best of the states that a training passes through, by the mean loss of the validation samples.
struct BestState<Scalar: TensorScalar> {
  /// What was measured of the best state; `nil` before the first.
  private(set) var record: TrainingHistory.Epoch?
  /// How many states came after it.
  private(set) var epochsWithoutGain = 0
  private var parameters: [(parameter: Parameter<Scalar>, value: Tensor<Scalar>)] = []
  private var statistics: [(statistic: Statistic<Scalar>, value: Tensor<Scalar>)] = []

  /// Looks at a model's present state: keeps it where its loss is smaller than all before. What isn't a number is no gain.
  mutating func see(_ record: TrainingHistory.Epoch, of state: NamedState<Scalar>) {
    let loss = record.validation["loss"] ?? .nan
    guard loss < self.record?.validation["loss"] ?? .infinity else {
      epochsWithoutGain += 1
      return
    }
    self.record = record
    epochsWithoutGain = 0
    // The values are shared with the model until the next step changes them there.
    parameters = state.parameters.map { ($0.parameter, $0.parameter.value) }
    statistics = state.statistics.map { ($0.statistic, $0.statistic.value) }
  }

  /// What a checkpoint tells of it.
  func saved(of state: NamedState<Scalar>) -> TrainingCheckpoint<Scalar>.Best {
    var best = TrainingCheckpoint<Scalar>.Best()
    (best.record, best.epochsWithoutGain) = (record, epochsWithoutGain)
    for named in state.parameters {
      best.parameters[named.path] = parameters.first { $0.parameter === named.parameter }?.value
    }
    for named in state.statistics {
      best.statistics[named.path] = statistics.first { $0.statistic === named.statistic }?.value
    }
    return best
  }

  /// The state that a checkpoint tells.
  init(_ best: TrainingCheckpoint<Scalar>.Best, of state: NamedState<Scalar>) {
    (record, epochsWithoutGain) = (best.record, best.epochsWithoutGain)
    parameters = state.parameters.compactMap { named in
      best.parameters[named.path].map { (named.parameter, $0) }
    }
    statistics = state.statistics.compactMap { named in
      best.statistics[named.path].map { (named.statistic, $0) }
    }
  }

  /// Nothing was seen yet.
  init() {}

  /// Gives parameters and statistics back the values that they had in the best state.
  func restore() {
    for (parameter, value) in parameters { parameter.value = value }
    for (statistic, value) in statistics { statistic.value = value }
  }
}
