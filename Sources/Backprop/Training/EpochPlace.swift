/// Where a training is: in which iteration, and where that lies in its epoch.
struct EpochPlace: Equatable, Sendable {
  /// The number of updates that were made before, from 0 on.
  private(set) var iteration: Int
  /// The number of the epoch, from 0 on.
  private(set) var epoch: Int
  /// How many iterations of the epoch come before this one.
  private(set) var place: Int
  /// The number of the epoch that the last update belongs to, from 1 on; 0 before the first.
  private(set) var epochOfLastUpdate: Int

  /// How many samples the model sees at a time in this epoch.
  private(set) var batchSize = 1
  /// How many samples an update of this epoch learns from, at most.
  private(set) var samplesPerUpdate = 1
  private(set) var perEpoch: Int

  init(iteration: Int, _ settings: TrainingSettings, perEpoch: Int) {
    self.iteration = iteration
    self.perEpoch = perEpoch
    (epoch, place) = iteration.quotientAndRemainder(dividingBy: perEpoch)
    epochOfLastUpdate = iteration == 0 ? 0 : (iteration - 1) / perEpoch + 1
    adopt(settings, perEpoch: perEpoch)
  }

  /// The place that a checkpoint tells, with all numbers that make it.
  init(_ saved: TrainingCheckpoint<some TensorScalar>.Place) {
    (iteration, epoch, place) = (saved.iteration, saved.epoch, saved.inEpoch)
    epochOfLastUpdate = saved.epochOfLastUpdate
    (batchSize, samplesPerUpdate, perEpoch) = (
      saved.batchSize, saved.samplesPerUpdate, saved.iterationsPerEpoch
    )
  }

  var isFirstOfEpoch: Bool { place == 0 }

  /// The iteration as a sampler counts, to which all epochs have been as long as this one.
  var ofSampler: Int { epoch * perEpoch + place }

  /// Takes over the sizes that an epoch begins with.
  mutating func adopt(_ settings: TrainingSettings, perEpoch: Int) {
    batchSize = settings.batchSize
    samplesPerUpdate = settings.samplesPerUpdate
    self.perEpoch = perEpoch
  }

  /// Notes that the iteration's update was made.
  mutating func wasMade() { epochOfLastUpdate = epoch + 1 }

  /// Goes on to the next iteration.
  mutating func advance() {
    iteration += 1
    place += 1
    guard place >= perEpoch else { return }
    epoch += 1
    place = 0
  }
}
