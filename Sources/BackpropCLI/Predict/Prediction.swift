import Backprop
import BackpropData
import BackpropFiles

/// What a model answers for a sample.
@dynamicMemberLookup
struct Prediction {
  let input: PredictionInput
  let answer: ModelAnswer

  subscript<Value>(dynamicMember path: KeyPath<ModelAnswer, Value>) -> Value { answer[keyPath: path] }
}

/// Asks a model about samples in batches.
struct BatchPredictor {
  private let model: SavedPredictor
  private var waiting: [PredictionInput] = []
  /// How many answers had scores that are NaN or infinite.
  private(set) var nonFiniteCount = 0

  /// - Throws: `FileError` where there is no memory for what the layers make of one sample.
  init(_ model: SavedModel, file: String) throws(FileError) { self.model = try model.predictor(name: file) }

  /// Takes a sample; calls a function with answers where there are enough for a batch.
  mutating func add(_ input: PredictionInput, _ body: (Prediction) throws -> Void) throws {
    do throws(FileError) {
      try model.check(input.sample, place: input.position.map { " in sample \($0)" } ?? "")
    } catch {
      var error = error
      error.file = input.file
      throw error
    }
    waiting.append(input)
    if waiting.count == model.batchSize { try finish(body) }
  }

  /// Answers the samples that wait.
  mutating func finish(_ body: (Prediction) throws -> Void) throws {
    let inputs = waiting
    waiting = []
    guard !inputs.isEmpty else { return }
    let samples = Tensor<Float>(
      shape: TensorShape([inputs.count] + Array(model.details.sampleShape)), inputs.flatMap(\.sample))
    for (input, answer) in zip(inputs, try model.answers(to: samples)) {
      if !answer.isFinite { nonFiniteCount += 1 }
      try body(Prediction(input: input, answer: answer))
    }
  }
}
