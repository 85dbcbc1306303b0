import Backprop
import Testing

@Suite("Networks that can't learn from where they start")
struct LearningFindingTests {
  /// A training of 60 updates on clouds of ten classes.
  private func history(
    _ sizes: [Int], _ activation: () -> any Layer<Float>, _ weights: WeightInitialization, rate: Double = 0.1,
    iterations: Int = 60, offset: Float = 0
  ) throws -> (history: TrainingHistory, told: [LearningFinding]) {
    let (samples, labels) = SmallProblems.blobs(300, size: sizes[0], classes: 10, seed: 1, as: Float.self)
    var generator = Philox4x32(seed: 1)
    let network = Sequential<Float>(sizes: sizes, activation: activation, weights: weights, using: &generator)
    let trainer = try Trainer(
      Model(network), on: SampleSet(samples + Tensor(offset), labels: labels, classCount: 10),
      .init(duration: .iterations(iterations), batchSize: 50, learningRate: rate))
    var told: [LearningFinding] = []
    let history = try trainer.run { event in
      if case .finding(let finding) = event { told.append(finding) }
      return .continue
    }
    return (history, told)
  }

  private let deep = [100, 50, 50, 50, 50, 10]
  private let relu = { () -> any Layer<Float> in ReLU<Float>() }
  private let sigmoid = { () -> any Layer<Float> in Sigmoid<Float>() }

  @Test("are told once, with the layer behind which the signal is lost and what to set")
  func vanishing() throws {
    let (history, told) = try history(deep, relu, .normal(standardDeviation: 0.01))
    let finding = try #require(history.finding)
    #expect(told == [finding] && finding.iteration == 50)
    #expect(finding.kind == .vanishingActivations && finding.remedy == .weights(.he))
    #expect(["Affine2", "ReLU2", "Affine3"].contains(finding.layer) && finding.ratio < 0.01)
    #expect(finding.description.contains(finding.layer) && finding.description.contains(".he"))
    #expect(
      try self.history([100, 50, 50, 50, 10], relu, .normal(standardDeviation: 0.01)).history.finding != nil)
    let deepSigmoid = try self.history(deep, sigmoid, .normal(standardDeviation: 0.01))
    #expect(deepSigmoid.history.finding?.remedy == .weights(.xavier))
  }

  @Test("are told where first weights are far too large")
  func exploding() throws {
    let (history, _) = try history(deep, relu, .normal(standardDeviation: 1))
    #expect(history.finding?.kind == .explodingActivations)
    #expect(history.finding?.remedy == .weights(.he))
  }

  @Test("are told where the first updates have made all answers one")
  func dead() throws {
    let (history, _) = try history([100, 50, 50, 10], relu, .he, rate: 1.5, offset: 1)
    let finding = try #require(history.finding)
    #expect(finding.kind == .deadUnits && finding.remedy == .smallerLearningRate)
  }

  @Test("aren't told of networks that learn, however slowly")
  func learning() throws {
    for (sizes, activation, weights, rate) in [
      (deep, relu, WeightInitialization.he, 0.1), (deep, relu, .he, 0.001), (deep, relu, .xavier, 0.01),
      ([100, 50, 10], relu, .normal(standardDeviation: 0.01), 0.1),
      ([100, 50, 10], sigmoid, .normal(standardDeviation: 0.01), 0.1),
      ([100, 50, 10], sigmoid, .xavier, 0.1),
      ([100, 10], relu, .normal(standardDeviation: 0.01), 0.1), (deep, relu, .he, 0),
    ] as [([Int], () -> any Layer<Float>, WeightInitialization, Double)] {
      let (history, told) = try history(sizes, activation, weights, rate: rate)
      #expect(history.finding == nil && told.isEmpty, "\(sizes), \(weights), \(rate): \(told)")
    }
    // Too few updates prove nothing.
    #expect(try history(deep, relu, .normal(standardDeviation: 0.01), iterations: 49).told.isEmpty)
  }
}
