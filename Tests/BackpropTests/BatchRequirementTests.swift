import Backprop
import Testing

@Suite("A mini-batch of one sample before a batch norm")
struct BatchRequirementTests {
  private func trainer(
    _ settings: TrainingSettings, images: Bool = false, inResidual: Bool = false,
    sampler: any Sampler = ShuffledSampler()
  ) throws -> Trainer<Double> {
    let (samples, labels) = SmallProblems.blobs(9, size: 4, classes: 3, seed: 1, as: Double.self)
    var generator = Philox4x32(seed: 1)
    let norm: any Layer<Double> = inResidual ? Residual(BatchNorm(5), ReLU()) : BatchNorm(5)
    let network =
      images
      ? try Sequential<Double>([BatchNorm(1), Flatten(), Affine(inputs: 4, outputs: 3, using: &generator)])
      : try Sequential<Double>([
        Affine(inputs: 4, outputs: 5, using: &generator), norm,
        Affine(inputs: 5, outputs: 3, using: &generator),
      ])
    let x = images ? samples.reshaped([9, 1, 2, 2]) : samples
    return try Trainer(
      Model(network), on: SampleSet(x, labels: labels, classCount: 3), settings, sampler: sampler)
  }

  private func refusal(_ body: () throws -> Trainer<Double>) -> String? {
    do {
      try body().run()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("is told before a training, with the layer and what to do", arguments: [false, true])
  func last(_ inResidual: Bool) throws {
    let refusal = try #require(
      self.refusal { try trainer(.init(duration: .epochs(1), batchSize: 4), inResidual: inResidual) })
    #expect(refusal.hasPrefix("BatchNorm1 normalises each feature"), "\(refusal)")
    #expect(refusal.contains("of 9 samples, batches of 4 leave one over"), "\(refusal)")
    let single = try #require(self.refusal { try trainer(.init(duration: .epochs(1), batchSize: 1)) })
    #expect(single.contains("give a batch size of 2 or more"), "\(single)")
  }

  @Test("is told where it is the last of an update's mini-batches")
  func accumulated() {
    let settings = TrainingSettings(duration: .iterations(1), batchSize: 2, accumulation: 5)
    #expect(refusal { try trainer(settings) } != nil)
    #expect(refusal { try trainer(settings, sampler: DrawnSampler()) } == nil)
  }

  @Test("is none where it doesn't come about, or an image has pixels enough")
  func harmless() {
    #expect(refusal { try trainer(.init(duration: .epochs(2), batchSize: 3)) } == nil)
    #expect(refusal { try trainer(.init(duration: .iterations(2), batchSize: 4)) } == nil)
    #expect(refusal { try trainer(.init(duration: .iterations(0), batchSize: 1)) } == nil)
    #expect(
      refusal { try trainer(.init(duration: .epochs(1), batchSize: 4), sampler: DrawnSampler()) } == nil)
    #expect(refusal { try trainer(.init(duration: .epochs(1), batchSize: 1), images: true) } == nil)
  }

  @Test("is told in the middle of a training whose batch size is changed")
  func changed() throws {
    let trainer = try trainer(.init(duration: .epochs(3), batchSize: 3))
    #expect(throws: TrainingError.self) {
      try trainer.run { _ in
        trainer.settings.batchSize = 4
        return .continue
      }
    }
    #expect(trainer.history.iterations == 3)
  }
}
