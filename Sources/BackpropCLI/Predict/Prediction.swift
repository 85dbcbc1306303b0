import Backprop
import BackpropData
import BackpropFiles

/// What a model answers for a sample.
struct Prediction {
  let input: PredictionInput
  /// The network's output.
  let scores: [Float]
  /// The probability of each class; nil where the answers are numbers.
  let probabilities: [Double]?

  /// The class with the largest score; nil where the answers are numbers.
  var label: Int? { probabilities == nil ? nil : scores.largestIndex }
}

extension [Float] {
  /// The position of the largest number, of the first NaN where there is one, as argmax tells it.
  fileprivate var largestIndex: Int {
    var best = 0
    for (position, score) in enumerated() where score > self[best] || (score.isNaN && !self[best].isNaN) {
      best = position
    }
    return best
  }
}

/// Asks a model about samples in batches.
struct BatchPredictor {
  private let model: SavedModel
  private let predictor: Predictor<Float>
  private let batchSize: Int
  private var waiting: [PredictionInput] = []

  init(_ model: SavedModel) {
    self.model = model
    predictor = model.model.predictor()
    // Enough for the products to be fast, and no more than some megabytes.
    batchSize = Swift.max(1, Swift.min(256, (1 << 22) / Swift.max(1, model.details.sampleShape.elementCount)))
  }

  /// Takes a sample; calls a function with answers where there are enough for a batch.
  mutating func add(_ input: PredictionInput, _ body: (Prediction) throws -> Void) throws {
    waiting.append(input)
    if waiting.count == batchSize { try finish(body) }
  }

  /// Answers the samples that wait.
  mutating func finish(_ body: (Prediction) throws -> Void) throws {
    let inputs = waiting
    waiting = []
    guard !inputs.isEmpty else { return }
    let shape = TensorShape([inputs.count] + Array(model.details.sampleShape))
    let samples = Tensor<Float>(shape: shape, inputs.flatMap(\.sample))
    let output = predictor.predict(samples)
    let width = output.count / inputs.count
    let scores = output.scalars
    for (row, input) in inputs.enumerated() {
      let own = Array(scores[row * width..<(row + 1) * width])
      try body(Prediction(input: input, scores: own, probabilities: probabilities(own)))
    }
  }

  private func probabilities(_ scores: [Float]) -> [Double]? {
    guard case .classes = model.details.targets else { return nil }
    // A network that ends with softmax answers with probabilities.
    if model.details.description.layers.last == .softmax { return scores.map { Double($0) } }
    guard let largest = scores.max() else { return [] }
    let powers = scores.map { Double(Float.exp($0 - largest)) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
