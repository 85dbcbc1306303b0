/// Why a network can't learn from where it starts: which layer loses the signal, or lets it grow, and what to set.
public struct LearningFinding: Sendable, Equatable {
  /// What is wrong.
  public enum Kind: Sendable, Equatable {
    /// Behind the layer samples hardly differ any more.
    case vanishingActivations
    /// Behind the layer samples differ far more than in the input.
    case explodingActivations
    /// The layer's derivatives are tiny beside those of the last layer.
    case vanishingGradients
    /// The first updates were so large that the layer now gives the same output for all samples.
    case deadUnits
  }

  /// What to set.
  public enum Remedy: Sendable, Equatable {
    /// Other first weights.
    case weights(WeightInitialization)
    /// A smaller learning rate.
    case smallerLearningRate
    /// Fewer layers, or an activation that passes more of the signal.
    case activation
  }

  /// What is wrong.
  public let kind: Kind
  /// The name of the layer where it shows first, such as `Affine3`.
  public let layer: String
  /// How large the signal, or the derivative, is there in proportion to what it should be.
  public let ratio: Double
  /// After how many updates it was found.
  public let iteration: Int
  /// What to set.
  public let remedy: Remedy

  /// A finding.
  public init(kind: Kind, layer: String, ratio: Double, iteration: Int, remedy: Remedy) {
    self.kind = kind
    self.layer = layer
    self.ratio = ratio
    self.iteration = iteration
    self.remedy = remedy
  }
}

extension LearningFinding: CustomStringConvertible {
  /// What is wrong and where, and what to set.
  public var description: String { "\(reason); \(advice)" }

  /// The first two digits of the ratio, as people write it.
  public var ratioText: String {
    guard ratio > 0, ratio.isFinite else { return "\(ratio)" }
    var (exponent, mantissa) = (0, ratio)
    while mantissa < 1 { (exponent, mantissa) = (exponent - 1, mantissa * 10) }
    while mantissa >= 9.95 { (exponent, mantissa) = (exponent + 1, mantissa / 10) }
    let digits = "\((mantissa * 10).rounded() / 10)"
    if (-2...3).contains(exponent) { return "\((ratio * 1000).rounded() / 1000)" }
    return "\(digits)e\(exponent)"
  }

  private var reason: String {
    switch kind {
    case .vanishingActivations where ratio == 0:
      "the network can't learn from where it starts: behind \(layer) there is no difference between samples any more"
    case .vanishingActivations:
      "the network can't learn from where it starts: behind \(layer) samples differ by only \(ratioText) of what they differ in the input, and \(iteration) updates have changed little"
    case .explodingActivations:
      "the network can't learn from where it starts: behind \(layer) samples differ \(ratioText) times as much as in the input"
    case .vanishingGradients:
      "the network can't learn from where it starts: the gradient at \(layer) is only \(ratioText) of that at the last layer"
    case .deadUnits:
      "the first \(iteration) updates were so large that \(layer) gives the same output for all samples"
    }
  }

  private var advice: String {
    switch remedy {
    case .weights(let weights):
      "set the first weights to .\(weights), which keeps the signal's size"
    case .smallerLearningRate: "set a smaller learning rate"
    case .activation: "use fewer layers, or an activation that passes more of the signal, such as ReLU"
    }
  }
}
