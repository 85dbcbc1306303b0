import Backprop
import BackpropArguments
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
  /// Below what number the samples' numbers must be, which are looked up in a table; nil where they aren't.
  private let indexCount: Int?
  private var waiting: [PredictionInput] = []
  /// How many answers had scores that are NaN or infinite.
  private(set) var nonFiniteCount = 0

  /// - Throws: `FileError` where there is no memory for what the layers make of one sample.
  init(_ model: SavedModel, file: String) throws {
    self.model = model
    let work = try SampleWork(of: model.details, file: file)
    predictor = model.model.predictor()
    // Enough for the products to be fast, and no more than some megabytes.
    batchSize = Swift.max(1, Swift.min(256, (1 << 22) / work.numbers))
    indexCount = work.indexCount
  }

  /// Takes a sample; calls a function with answers where there are enough for a batch.
  mutating func add(_ input: PredictionInput, _ body: (Prediction) throws -> Void) throws {
    if let indexCount { try check(input, below: indexCount) }
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
      var own = Array(scores[row * width..<(row + 1) * width])
      if !own.allSatisfy(\.isFinite) { nonFiniteCount += 1 }
      if let scale { own = own.map { scale.restored($0) } }
      try body(Prediction(input: input, scores: own, probabilities: probabilities(own)))
    }
  }

  private func check(_ input: PredictionInput, below count: Int) throws {
    let wrong = input.sample.first { !($0 >= 0 && $0 < Float(count) && $0 == $0.rounded()) }
    guard let wrong else { return }
    throw FileError(
      file: input.file, expected: "whole numbers from 0 to \(count - 1), as the model's embedding takes them",
      found: "\(NumberText.exact(Double(wrong)))\(input.position.map { " in sample \($0)" } ?? "")",
      advice: "Give samples of the kind that the model was trained on.")
  }

  /// What brings the answers back to the target's unit, where a table's number is told.
  private var scale: TablePreparation.Scale? {
    guard case .table(let table) = model.preparation, case .number(let scale) = table.target else {
      return nil
    }
    return scale
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

/// What a model takes to answer about one sample.
struct SampleWork {
  /// How many numbers there are in a sample and in what all layers make of it.
  let numbers: Int
  /// How many rows the table has that the sample's numbers are looked up in; nil where they aren't.
  let indexCount: Int?

  /// - Throws: `FileError` where there is no memory for a sample.
  init(of details: ModelDetails, file: String) throws {
    let plan: NetworkPlan
    do throws(NetworkDescriptionError) {
      plan = try details.description.plan(for: details.sampleShape, targets: details.targets)
    } catch {
      throw ValidationError(error.problem)
    }
    let made = Self.count(plan.steps)
    numbers = Swift.max(1, plan.input.elementCount + made)
    if case .embedding(let count, _)? = plan.indexedStep?.layer {
      indexCount = count
    } else {
      indexCount = nil
    }
    let bytes = numbers.multipliedReportingOverflow(by: 3 * MemoryLayout<Float>.stride)
    guard !bytes.overflow, FileBytes.fit(bytes.partialValue) else {
      throw FileError(
        file: file, expected: "memory for what the model's layers make of a sample", found: "too little",
        advice: "Raise the process's limit of memory (ulimit -v), end other programs or give a smaller model."
      )
    }
  }

  private static func count(_ steps: [NetworkPlan.Step]) -> Int {
    steps.reduce(0) { sum, step in
      sum + step.output.elementCount + count(step.inner) + count(step.shortcut ?? [])
    }
  }
}
