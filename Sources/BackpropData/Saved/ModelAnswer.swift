import Backprop

/// What a model answers about a sample, in the words of who asks.
public struct ModelAnswer: Sendable, Hashable {
  /// The network's output, row by row; numbers that a table's target stood for are in the target's unit.
  public let scores: [Float]
  /// The probability of each class, by its number; nil where numbers are told.
  public let probabilities: [Double]?
  /// The number of the class with the largest score; nil where numbers are told.
  public let label: Int?
  /// What that class is called; nil where numbers are told.
  public let className: String?
  /// What was done to bring the sample into the network's form, in sentences.
  public internal(set) var remarks: [String] = []

  /// The probability of the class that is told; nil where numbers are told.
  public var probability: Double? {
    guard let label, let probabilities, probabilities.indices.contains(label) else { return nil }
    return probabilities[label]
  }

  /// Whether all scores are numbers that can be trusted: none is NaN or infinite.
  public var isFinite: Bool { scores.allSatisfy(\.isFinite) }

  init(scores: [Float], details: ModelDetails) {
    self.scores = scores
    guard case .classes = details.targets else {
      (probabilities, label, className) = (nil, nil, nil)
      return
    }
    // A network that ends with softmax answers with probabilities.
    let areProbabilities = details.description.layers.last == .softmax
    probabilities = areProbabilities ? scores.map { Double($0) } : Self.softmax(scores)
    let label = Self.largestPlace(scores)
    self.label = label
    className = details.name(ofClass: label)
  }

  /// exp(sᵢ − max s) / Σ exp(sⱼ − max s).
  private static func softmax(_ scores: [Float]) -> [Double] {
    guard let largest = scores.max() else { return [] }
    let powers = scores.map { Double(Float.exp($0 - largest)) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// The position of the largest number, of the first NaN where there is one, as argmax tells it.
  private static func largestPlace(_ scores: [Float]) -> Int {
    var best = 0
    for (place, score) in scores.enumerated()
    where score > scores[best] || (score.isNaN && !scores[best].isNaN) {
      best = place
    }
    return best
  }
}
