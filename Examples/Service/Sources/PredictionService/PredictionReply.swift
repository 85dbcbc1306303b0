import BackpropData

/// The JSON of an answer.
struct PredictionReply: Encodable {
  var predictions: [Item]
  /// What is worth telling of all rows, such as words that the training didn't have.
  var remarks: [String]?

  /// What is told of a sample.
  struct Item: Encodable {
    /// The class, where the model tells classes.
    var `class`: String?
    var probability: Double?
    /// The probability of each class by its name.
    var probabilities: [String: Double]?
    /// The number, or numbers, where the model tells numbers.
    var value: Float?
    var values: [Float]?
    var remarks: [String]?

    /// - Throws: ``RequestProblem`` where the numbers aren't any that JSON has.
    init(_ answer: ModelAnswer, details: ModelDetails) throws(RequestProblem) {
      guard answer.isFinite else {
        throw RequestProblem(
          "The model has no answer: its scores are NaN or infinite. Send numbers like those that it was trained with."
        )
      }
      if let probabilities = answer.probabilities {
        `class` = answer.className
        probability = answer.probability
        var named: [String: Double] = [:]
        for (label, share) in probabilities.enumerated() { named[details.name(ofClass: label)] = share }
        self.probabilities = named
      } else if answer.scores.count == 1 {
        value = answer.scores[0]
      } else {
        values = answer.scores
      }
      remarks = answer.remarks.isEmpty ? nil : answer.remarks
    }
  }
}

/// What the service says of its model.
struct ModelReply: Encodable {
  let network: String
  let sampleShape: [Int]
  /// The columns of a table's rows, where the model learnt from one.
  let columns: [String]?
  let classes: [String]?
  let target: String?
  let program: String?
  let figures: [String: Double]

  private enum CodingKeys: String, CodingKey {
    case network, columns, classes, target, program, figures
    case sampleShape = "sample_shape"
  }

  init(_ details: ModelDetails) {
    network = details.description.description
    sampleShape = Array(details.sampleShape)
    if case .table(let table) = details.preparation {
      columns = table.inputs.map(\.name)
      target = table.targetName
    } else {
      (columns, target) = (nil, nil)
    }
    if case .classes(let count) = details.targets {
      classes = (0..<count).map { details.name(ofClass: $0) }
    } else {
      classes = nil
    }
    program = details.facts.program
    figures = details.facts.figures
  }
}
